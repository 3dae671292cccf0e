"""Rows and lists as the arrays that the engine reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fenming.grouping.engine.rules import ADRG, DRG, MDC, NO_DRG, Rules
from fenming.grouping.tables.code_list import DIAGNOSES, PROCEDURES
from fenming.grouping.tables.condition import Making
from fenming.grouping.tables.group_tables import GroupRow

Numbers = npt.NDArray[np.int64]
Rows = dict[str, tuple[GroupRow, ...]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row in the line of rows: its level, its place there, the table row (none closes an ADRG)."""

    level: int
    place: int
    row: GroupRow | None


def make_rules(rows: Rows, making: Making, complications: tuple[Numbers, ...]) -> Rules:
    """The tables as arrays."""
    line = list(_line(rows))
    lists = making.lists
    kinds = [(one.kind, *one.numbers) for each in line if each.row for one in each.row.conditions]
    arrays = (
        *_places(line),
        np.array([row.is_doubtful for row in rows["adrg"]], np.int64),
        np.array([place for place, each in enumerate(line) if each.level == ADRG], np.int64),
        _firsts(len(each.row.conditions) if each.row else 0 for each in line),
        *_columns(kinds, 4),
        _firsts(len(term) for term in making.terms),
        *_columns([one for term in making.terms for one in term], 3),
        _firsts(len(words) for words in making.sets),
        np.array([word for words in making.sets for word in words], np.int64),
        *lists.by_code(DIAGNOSES),
        *lists.by_code(PROCEDURES),
        *complications,
    )
    return Rules._make(arrays)


def _line(rows: Rows) -> Iterable[_Line]:
    adrgs, drgs = (_by_owner(rows[level]) for level in ("adrg", "drg"))
    for place, mdc in enumerate(rows["mdc"]):
        yield _Line(MDC, place, mdc)
        for adrg_place, adrg in adrgs.get(mdc.code, ()):
            yield _Line(ADRG, adrg_place, adrg)
            yield from (_Line(DRG, drg_place, drg) for drg_place, drg in drgs.get(adrg.code, ()))
            yield _Line(DRG, NO_DRG, None)


def _by_owner(rows: tuple[GroupRow, ...]) -> dict[str, list[tuple[int, GroupRow]]]:
    found: dict[str, list[tuple[int, GroupRow]]] = {}
    for place, row in enumerate(rows):
        found.setdefault(row.owner, []).append((place, row))
    return found


def _places(line: list[_Line]) -> list[Numbers]:
    """Level, place, skip, rows of MDC and ADRG, places of MDC and ADRG, the next ADRG of the same order."""
    levels, places = ([getattr(each, name) for each in line] for name in ("level", "place"))
    mdc_rows, adrg_rows = _above(levels, MDC), _above(levels, ADRG)
    skip, after = [], {MDC: len(line), ADRG: len(line)}
    for row in reversed(range(len(line))):
        level = levels[row]
        skip.append(row + 1 if level == DRG else after[level])
        if level != DRG:
            after[ADRG] = row
        if level == MDC:
            after[MDC] = row
    above = [[places[row] if row >= 0 else -1 for row in rows] for rows in (mdc_rows, adrg_rows)]
    columns: list[Any] = [levels, places, skip[::-1], mdc_rows, adrg_rows, *above, _same_order(line)]
    return [np.array(column, np.int64) for column in columns]


def _above(levels: list[int], wanted: int) -> list[int]:
    """For each row the last row of a level up to it; -1 where a higher level has begun since."""
    found, last = [], -1
    for row, level in enumerate(levels):
        last = row if level == wanted else -1 if level < wanted else last
        found.append(last)
    return found


def _same_order(line: list[_Line]) -> list[int]:
    """For each ADRG the next row of the same MDC and order."""
    found, seen = [-1] * len(line), dict[tuple[str, int], int]()
    for row, each in enumerate(line):
        if each.level == ADRG and each.row:
            key = each.row.owner, each.row.order
            if key in seen:
                found[seen[key]] = row
            seen[key] = row
    return found


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> list[Numbers]:
    table = np.array(rows, np.int64).reshape(-1, width)
    return [np.ascontiguousarray(table[:, place]) for place in range(width)]


def _firsts(counts: Iterable[int]) -> Numbers:
    listed = np.array(list(counts), np.int64)
    firsts = np.zeros(len(listed) + 1, np.int64)
    np.cumsum(listed, out=firsts[1:])
    return firsts
