"""The steps of each case as text, written byte by byte: what formatting in Python would take longer for than grouping.

`MDCK <- E21.002; KJ1#1 <- 52.5102; mcc E10.300x025; not C76.302 (12); KJ11` reads: MDC entered by this diagnosis; ADRG, the first row
of its MDC, by this procedure; complications that count, and that an exclusion list shuts out; DRG. `? PS11 | 0000` names the
groups a case in doubt may belong to, `0000` none.
"""

from typing import Any, NamedTuple

from fenming.grouping.engine.loop import lend_cases, lend_room, lend_rules
from fenming.grouping.engine.marks import MCC as MCC_LEVEL
from fenming.grouping.engine.marks import counted_level
from fenming.grouping.engine.rules import CANDIDATES, GROUPED, NOT_SET, UNGROUPED, Cases, Room, Rules
from fenming.kernel.compiled import compiled, lent

SIGNS = (" <- ", "; ", "mcc ", "cc ", "not ", " (", ")", "? ", " | ", "0000", " ...", " -", "")
BY, NEXT, MCC, CC, NOT, OPEN, CLOSE, DOUBT, OR, NOWHERE, MORE, NO_FIT, NOTHING = range(len(SIGNS))
CASE_PIECES, CODE_PIECES = 16 + 2 * CANDIDATES, 6  # at most, of a case and of each of its diagnoses


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


def write_lent(rules: Rules, cases: Cases, room: Room, pool: Pool, out: tuple[Any, Any, Any]) -> None:
    """`write_rows` on arrays that the caller holds until it is done."""
    pieces = Pool(lent(pool.text), lent(pool.first), pool.mdc, pool.adrg, pool.drg, pool.dx, pool.proc, pool.exclusion)
    target = lent(out[0]), lent(out[1]), lent(out[2])
    write_rows(lend_rules(rules), lend_cases(cases), lend_room(room), pieces, target)


@compiled
def write_rows(rules: Rules, cases: Cases, room: Room, pool: Pool, out: tuple[Any, Any, Any]) -> None:
    """Write the steps of every case: `out` are the places where each case's begin, the bytes, and room for a case's pieces.

    Where there is no byte to write into, the places are filled with the lengths instead.
    """
    places, written, pieces = out
    for row in range(len(places)):
        count, length = steps_of(rules, cases, room, pool, (row, pieces)), 0
        for piece in range(count):
            first, end = pool.first[pieces[piece]], pool.first[pieces[piece] + 1]
            if len(written):
                for place in range(first, end):
                    written[places[row] + length + place - first] = pool.text[place]
            length += end - first
        if len(written) == 0:
            places[row] = length


@compiled
def steps_of(rules: Rules, cases: Cases, room: Room, pool: Pool, target: tuple[int, Any]) -> int:
    """Put the pieces of one case's steps into their room; gives how many there are."""
    row, pieces = target
    if room.drg[row] == NOT_SET:
        return 0
    if room.status[row] == GROUPED:
        return grouped_steps(rules, cases, room, pool, target)
    if room.status[row] == UNGROUPED:
        place = pool.mdc + room.mdc[row] if room.adrg[row] < 0 else pool.adrg + room.adrg[row]
        return put(pieces, put(pieces, 0, place if room.mdc[row] >= 0 else NOTHING), NO_FIT)
    return doubtful_steps(room, pool, target)


@compiled
def grouped_steps(rules: Rules, cases: Cases, room: Room, pool: Pool, target: tuple[int, Any]) -> int:
    """MDC, ADRG, complications, DRG."""
    row, pieces = target
    principal = cases.dx[cases.dx_first[row]]
    at = put(pieces, 0, pool.mdc + room.mdc[row])
    at = put(pieces, at, BY)
    at = put(pieces, at, pool.dx + principal)
    at = put(pieces, at, NEXT)
    at = put(pieces, at, pool.adrg + room.adrg[row])
    if room.deciding[row] < -1:
        at = put(pieces, put(pieces, at, BY), pool.proc + cases.proc[-2 - room.deciding[row]])
    elif room.deciding[row] > cases.dx_first[row]:
        at = put(pieces, put(pieces, at, BY), pool.dx + cases.dx[room.deciding[row]])
    at = complication_steps(rules, cases, pool, principal, (row, at, pieces))
    return put(pieces, put(pieces, at, NEXT), pool.drg + room.drg[row])


@compiled
def complication_steps(rules: Rules, cases: Cases, pool: Pool, principal: int, target: tuple[int, int, Any]) -> int:
    """Complications that count, and those that are shut out with their list."""
    row, at, pieces = target
    for place in range(cases.dx_first[row] + 1, cases.dx_first[row + 1]):
        code = cases.dx[place]
        level = counted_level(rules, principal, code)
        if level != 0:
            at = put(pieces, put(pieces, at, NEXT), NOT if level < 0 else MCC if level == MCC_LEVEL else CC)
            at = put(pieces, at, pool.dx + code)
            if level < 0:
                at = put(pieces, put(pieces, at, OPEN), pool.exclusion + rules.cc_list[code])
                at = put(pieces, at, CLOSE)
    return at


@compiled
def doubtful_steps(room: Room, pool: Pool, target: tuple[int, Any]) -> int:
    """The groups that a case in doubt may belong to."""
    row, pieces = target
    at = put(pieces, 0, DOUBT)
    for place in range(CANDIDATES):
        drg = room.candidate[row * CANDIDATES + place]
        if drg != NOT_SET:
            at = put(pieces, put(pieces, at, OR if place else NOTHING), pool.drg + drg if drg >= 0 else NOWHERE)
    return put(pieces, at, NOTHING if room.candidate[(row + 1) * CANDIDATES - 1] == NOT_SET else MORE)


@compiled
def put(pieces: Any, at: int, piece: int) -> int:
    """Put a piece at a place; gives the place after it."""
    pieces[at] = piece
    return at + 1
