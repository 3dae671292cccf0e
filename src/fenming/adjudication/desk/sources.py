"""Everything that adjudication reads, by path: bills with what belongs to their persons, range by range of whole persons."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from fenming.adjudication.desk.bills import batches
from fenming.adjudication.desk.disease import Registrations
from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.desk.starts import Starts
from fenming.adjudication.law.codes import Codes
from fenming.adjudication.law.dated import DatedRules
from fenming.engines.persons import EVERYONE, KEY, Persons

Bundle = tuple[Facts, list[pa.RecordBatch]]  # bills of whole persons, in pieces, and what is known of these persons


@dataclass(frozen=True)
class Sources:
    """The canonical files of bills, registered diseases and accumulators, and the pack's codes and rules of their days.

    A copy works in any process that sees the same files.
    """

    bills: tuple[Path, ...]
    diseases: tuple[Path, ...]
    accumulators: tuple[Path, ...]
    codes: Codes
    rules: DatedRules

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is read."""
        return self.bills + self.diseases + self.accumulators

    def facts(self, persons: Persons = EVERYONE) -> Facts:
        """What is known of these persons besides their bills."""
        starts = Starts.read(self.accumulators, self.codes, persons) if self.accumulators else Starts.none()
        return Facts(self.codes, self.rules, Registrations.read(self.diseases, persons), starts)

    def bundles(self, ranges: Iterable[Persons], rows: int) -> Iterator[Bundle]:
        """All bills of each range in order, whole persons together, about `rows` bills at a time."""
        for persons in ranges:
            facts = self.facts(persons)
            for pieces in whole_persons(batches(self.bills, rows, persons), rows):
                yield facts, pieces


def whole_persons(parts: Iterable[pa.RecordBatch], rows: int) -> Iterator[list[pa.RecordBatch]]:
    """The same bills in groups of at least `rows` that cut no person, nothing being copied; the last may be smaller."""
    held: list[pa.RecordBatch] = []
    for part in parts:
        held.append(part)
        if sum(piece.num_rows for piece in held) >= rows:
            whole, held = _before_last_person(held)
            if whole:
                yield whole
    if held:
        yield held


def _before_last_person(held: Sequence[pa.RecordBatch]) -> tuple[list[pa.RecordBatch], list[pa.RecordBatch]]:
    last = held[-1].column(KEY)[-1].as_py()
    for place in reversed(range(len(held))):
        start = int(np.searchsorted(held[place].column(KEY).to_numpy(), last, side="left"))
        if start:
            return [*held[:place], held[place].slice(0, start)], _filled([held[place].slice(start), *held[place + 1 :]])
    return [], list(held)


def _filled(pieces: Sequence[pa.RecordBatch]) -> list[pa.RecordBatch]:
    return [piece for piece in pieces if piece.num_rows]
