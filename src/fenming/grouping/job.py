"""Files of cases grouped from end to end: read, grouped and written at once, in bounded memory."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fenming.grouping.case.source import CaseFile
from fenming.grouping.engine.machine import compiled_grouper
from fenming.grouping.engine.rules import STATUSES
from fenming.grouping.grouped import group_cases
from fenming.grouping.output import written
from fenming.grouping.tables.group_tables import GroupTables
from fenming.grouping.tables.read import read_tables
from fenming.kernel import Finding

DEMONSTRATION = "demonstration"
Tell = Callable[[int], None]


@dataclass(slots=True)
class Summary:
    """What was grouped: cases by status, by reason, by MDC; findings of tables and files."""

    status: Counter[str] = field(default_factory=Counter)
    reason: Counter[str] = field(default_factory=Counter)
    mdc: Counter[str] = field(default_factory=Counter)
    findings: tuple[Finding, ...] = ()

    @property
    def cases(self) -> int:
        return sum(self.status.values())

    def count(self, grouped: pa.Table) -> None:
        """Count one batch in."""
        for counter, column in ((self.status, "status"), (self.reason, "reason"), (self.mdc, "mdc")):
            for one in pc.value_counts(grouped.column(column).combine_chunks()).to_pylist():
                counter[_kind(one["values"]) if column == "reason" else one["values"]] += one["counts"]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "cases": self.cases,
            "status": {name: self.status[name] for name in STATUSES},
            "reason": {name: count for name, count in self.reason.most_common() if name},
            "mdc": {name: count for name, count in sorted(self.mdc.items()) if name},
            "findings": [finding.as_dict() for finding in self.findings],
        }


def _kind(reason: str) -> str:
    """A reason without the code it speaks of: there may be as many as cases."""
    return "unknown_code" if reason.startswith("unknown_code") else reason


def open_tables(named: str) -> GroupTables:
    """The tables in a directory, or the shipped demonstration set. Raises BadInput."""
    if named == DEMONSTRATION:
        return read_tables(Path(str(files("fenming.grouping") / DEMONSTRATION)))
    return read_tables(Path(named))


def group_files(
    tables: GroupTables, paths: list[Path], out: Path, *, ignores_unknown: bool = False, tell: Tell = lambda _done: None
) -> Summary:
    """Group all cases of `paths` into one table at `out`. Raises BadInput, and then there is no `out`."""
    summary, sources = Summary(), [CaseFile(path) for path in paths]
    compiled_grouper()
    with ThreadPoolExecutor(1) as reading, ThreadPoolExecutor(1) as writing, written(out) as write:
        before = None
        for batch in _ahead(_batches(sources), reading):
            grouped = group_cases(batch, tables, ignores_unknown=ignores_unknown, shows_provisional=True)
            summary.count(grouped)
            if before:
                before.result()
            before = writing.submit(copy_context().run, write, grouped)
            tell(summary.cases)
        if before:
            before.result()
    summary.findings = (*tables.findings, *(finding for source in sources for finding in source.findings()))
    return summary


def _batches(sources: list[CaseFile]) -> Iterator[pa.Table]:
    for source in sources:
        yield from source.batches()


def _ahead(batches: Iterator[pa.Table], reading: ThreadPoolExecutor) -> Iterator[pa.Table]:
    """The same batches, the next one being read meanwhile."""
    following = reading.submit(copy_context().run, lambda: next(batches, None))  # keeps the language
    while (batch := following.result()) is not None:
        following = reading.submit(copy_context().run, lambda: next(batches, None))
        yield batch
