"""The steps of each case as text, written byte by byte: what formatting in Python would take longer for than grouping.

`MDCK ← E21.002; KJ1#1 ← 52.5102; mcc E10.300x025; × C76.302 (12); KJ11` reads: MDC entered by this diagnosis; ADRG, the first row
of its MDC, by this procedure; complications that count, and that an exclusion list shuts out; DRG. `? PS11 | 0000` names the
groups a case in doubt may belong to, `0000` none.
"""

from typing import Any, NamedTuple

from fenming.grouping.engine.marks import counted_level
from fenming.grouping.engine.rules import AMBIGUOUS, CANDIDATES, NOT_SET, UNGROUPED, Cases, Room, Rules
from fenming.kernel.compiled import compiled

SIGNS = (" ← ", "; ", "mcc ", "cc ", "× ", " (", ")", "? ", " | ", "0000", " …", " ×")
BY, NEXT, MCC, CC, NOT, OPEN, CLOSE, DOUBT, OR, NOWHERE, MORE, NO_FIT = range(len(SIGNS))


class Pool(NamedTuple):
    """Pieces of text one after another: `first` byte of each; then the piece at which each kind begins."""

    text: Any
    first: Any
    mdc: int
    adrg: int
    drg: int
    dx: int
    proc: int
    exclusion: int


def write_rows(rules: Rules, cases: Cases, room: Room, pool: Pool, out: tuple[Any, Any]) -> None:
    """Write the steps of every case: `out` are the places where each case's begin, and the bytes.

    Where there is no byte to write into, the places are filled with the lengths instead.
    """
    places, written = out
    if len(written) == 0:
        for row in range(len(places)):
            places[row] = steps_of(rules, cases, room, pool, (row, 0, written, False))
    else:
        for row in range(len(places)):
            steps_of(rules, cases, room, pool, (row, places[row], written, True))


@compiled
def steps_of(rules: Rules, cases: Cases, room: Room, pool: Pool, target: tuple[int, int, Any, bool]) -> int:
    """Write, or only measure, one case's steps; gives the place after them."""
    row = target[0]
    if room.drg[row] == NOT_SET:
        return target[1]
    if room.status[row] == UNGROUPED:
        return ungrouped_steps(room, pool, target)
    if room.status[row] > UNGROUPED and not (room.status[row] == AMBIGUOUS and is_single(room, row)):
        return doubtful_steps(room, pool, target)
    return grouped_steps(rules, cases, room, pool, target)


@compiled
def is_single(room: Room, row: int) -> bool:
    """Whether the case can be in one group only."""
    return bool(room.candidate[row * CANDIDATES + 1] == NOT_SET)


@compiled
def grouped_steps(rules: Rules, cases: Cases, room: Room, pool: Pool, target: tuple[int, int, Any, bool]) -> int:
    """MDC, ADRG, complications, DRG."""
    row, at, out, is_written = target
    principal = cases.dx[cases.dx_first[row]]
    at = put(pool, pool.mdc + room.mdc[row], out, at, is_written)
    at = put(pool, BY, out, at, is_written)
    at = put(pool, pool.dx + principal, out, at, is_written)
    at = put(pool, NEXT, out, at, is_written)
    at = put(pool, pool.adrg + room.adrg[row], out, at, is_written)
    if room.deciding[row] < -1:
        at = put(pool, BY, out, at, is_written)
        at = put(pool, pool.proc + cases.proc[-2 - room.deciding[row]], out, at, is_written)
    elif room.deciding[row] > cases.dx_first[row]:
        at = put(pool, BY, out, at, is_written)
        at = put(pool, pool.dx + cases.dx[room.deciding[row]], out, at, is_written)
    at = complication_steps(rules, cases, pool, principal, (row, at, out, is_written))
    at = put(pool, NEXT, out, at, is_written)
    return put(pool, pool.drg + room.drg[row], out, at, is_written)


@compiled
def complication_steps(
    rules: Rules, cases: Cases, pool: Pool, principal: int, target: tuple[int, int, Any, bool]
) -> int:
    """Complications that count, and those that are shut out with their list."""
    row, at, out, is_written = target
    for place in range(cases.dx_first[row] + 1, cases.dx_first[row + 1]):
        code = cases.dx[place]
        level = counted_level(rules, principal, code)
        if level != 0:
            sign = NOT if level < 0 else MCC if level == 2 else CC
            at = put(pool, NEXT, out, at, is_written)
            at = put(pool, sign, out, at, is_written)
            at = put(pool, pool.dx + code, out, at, is_written)
            if level < 0:
                at = put(pool, OPEN, out, at, is_written)
                at = put(pool, pool.exclusion + rules.cc_list[code], out, at, is_written)
                at = put(pool, CLOSE, out, at, is_written)
    return at


@compiled
def doubtful_steps(room: Room, pool: Pool, target: tuple[int, int, Any, bool]) -> int:
    """The groups that a case in doubt may belong to."""
    row, at, out, is_written = target
    at = put(pool, DOUBT, out, at, is_written)
    for place in range(CANDIDATES):
        drg = room.candidate[row * CANDIDATES + place]
        if drg != NOT_SET:
            if place > 0:
                at = put(pool, OR, out, at, is_written)
            at = put(pool, pool.drg + drg if drg >= 0 else NOWHERE, out, at, is_written)
    if room.candidate[row * CANDIDATES + CANDIDATES - 1] != NOT_SET:
        at = put(pool, MORE, out, at, is_written)
    return at


@compiled
def ungrouped_steps(room: Room, pool: Pool, target: tuple[int, int, Any, bool]) -> int:
    """How far an ungrouped case came."""
    row, at, out, is_written = target
    if room.adrg[row] >= 0:
        at = put(pool, pool.adrg + room.adrg[row], out, at, is_written)
    elif room.mdc[row] >= 0:
        at = put(pool, pool.mdc + room.mdc[row], out, at, is_written)
    return put(pool, NO_FIT, out, at, is_written)


@compiled
def put(pool: Pool, piece: int, out: Any, at: int, is_written: bool) -> int:
    """Write a piece of text, or only measure it; gives the place after it."""
    first, end = pool.first[piece], pool.first[piece + 1]
    if is_written:
        for place in range(first, end):
            out[at + place - first] = pool.text[place]
    return at + end - first
