"""The compiled loop over cases, and the same functions on Python's own lists."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from fenming.engines.machine import machine_loop
from fenming.grouping.engine.loop import group_rows, lent_rows
from fenming.grouping.engine.rules import CANDIDATES, NO_PRINCIPAL, NOT_SET, UNGROUPED, Cases, Room, Rules

PACKAGES = ("kernel", "grouping.engine")  # every source file that the compiled code can come from
Loop = Callable[[Rules, Cases, Room, int, int], None]


@cache
def compiled_grouper() -> tuple[Loop, int]:
    """The loop as machine code, and the milliseconds it took to get it."""
    one = np.zeros(1, np.int64)
    rules, cases = Rules(*[one] * len(Rules._fields)), Cases(*[one] * len(Cases._fields))
    return machine_loop(lent_rows, PACKAGES, (rules, cases, new_room(0, 1), 0, 0))


def new_room(count: int, lists: int) -> Room:
    """Room for `count` cases and so many code lists."""
    unmarked = [np.full(max(lists, 1), -1, np.int64) for _ in range(2)]
    none = [np.full(count, NOT_SET, np.int64) for _ in range(3)]
    severity, status = np.zeros(count, np.int64), np.full(count, UNGROUPED, np.int64)
    cause, deciding, doubted = np.full(count, NO_PRINCIPAL, np.int64), *[np.full(count, -1, np.int64) for _ in range(2)]
    candidate = np.full(count * CANDIDATES, NOT_SET, np.int64)
    return Room._make((*unmarked, *none, severity, status, cause, deciding, doubted, candidate))


def group_compiled(rules: Rules, cases: Cases, count: int, lists: tuple[int, int]) -> Room:
    """The outcome of `count` cases; `lists` are how many lists of diagnoses there are, and of all codes."""
    room = new_room(count, lists[1])
    compiled_grouper()[0](rules, cases, room, count, lists[0])
    return room


def group_plain(rules: Rules, cases: Cases, count: int, lists: tuple[int, int]) -> Room:
    """The same by plain Python on its own integers; slow, and the measure of the other."""
    room = as_lists(new_room(count, lists[1]))
    group_rows(as_lists(rules), as_lists(cases), room, count, lists[0])
    return Room(*map(np.array, room))


def as_lists(arrays: Any) -> Any:
    """A record of arrays as one of lists of Python's integers."""
    return type(arrays)(*(array.tolist() for array in arrays))
