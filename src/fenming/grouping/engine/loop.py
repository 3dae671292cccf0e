"""One pass over cases: the loop that is compiled, and uncompiled is the reference engine."""

from fenming.grouping.engine.deciding import deciding_code
from fenming.grouping.engine.marks import take_up
from fenming.grouping.engine.rules import (
    BLANK,
    INVALID_CODE,
    NEEDS_DATA,
    NO_PRINCIPAL,
    UNKNOWN_CODE,
    UNKNOWN_PRINCIPAL,
    At,
    Cases,
    Found,
    Room,
    Rules,
)
from fenming.grouping.engine.walk import cause_of, status_of, walk
from fenming.kernel.compiled import compiled, lent


@compiled
def group_rows(rules: Rules, cases: Cases, room: Room, count: int, dx_lists: int) -> None:
    """Fill the outcome's columns of `room` for the first `count` cases.

    `dx_lists` is how many lists of diagnoses come before those of procedures. Elements are int64 in the compiled loop, Python's
    own integers in the plain one.
    """
    for row in range(count):
        principal = cases.dx[cases.dx_first[row]] if cases.dx_first[row] < cases.dx_first[row + 1] else BLANK
        if principal < 0:
            room.status[row] = NEEDS_DATA if principal == BLANK else INVALID_CODE
            room.cause[row] = NO_PRINCIPAL if principal == BLANK else UNKNOWN_PRINCIPAL
            room.doubted[row] = cases.dx_first[row] if principal == UNKNOWN_CODE else -1
        else:
            at = take_up(rules, cases, room, row, dx_lists)
            store(rules, cases, room, at, walk(rules, cases, room, at))


@compiled
def store(rules: Rules, cases: Cases, room: Room, at: At, found: Found) -> None:
    """Write the outcome of one case. `doubted` is the place of an unknown code: of a procedure, minus two minus its place."""
    room.status[at.row] = status_of(rules, cases, at.row, found)
    room.cause[at.row] = cause_of(rules, found)
    room.mdc[at.row] = found.mdc
    room.adrg[at.row] = found.adrg
    room.drg[at.row] = found.drg
    room.severity[at.row] = at.severity_least
    room.doubted[at.row] = at.unknown_dx if at.unknown_dx >= 0 else -2 - at.unknown_proc if at.unknown_proc >= 0 else -1
    if found.adrg >= 0:
        room.deciding[at.row] = deciding_code(rules, cases, room, at, rules.row_of_adrg[found.adrg])


def lent_rows(rules: Rules, cases: Cases, room: Room, count: int, dx_lists: int) -> None:
    """`group_rows` on arrays that the caller holds until it is done."""
    group_rows(lend_rules(rules), lend_cases(cases), lend_room(room), count, dx_lists)


@compiled
def lend_rules(rules: Rules) -> Rules:
    """The tables, without counting who holds them."""
    return Rules(
        lent(rules.level),
        lent(rules.place),
        lent(rules.skip),
        lent(rules.mdc_row),
        lent(rules.adrg_row),
        lent(rules.mdc_of),
        lent(rules.adrg_of),
        lent(rules.same_order),
        lent(rules.is_doubtful),
        lent(rules.row_of_adrg),
        lent(rules.row_first),
        lent(rules.kind),
        lent(rules.first),
        lent(rules.second),
        lent(rules.third),
        lent(rules.term_first),
        lent(rules.literal_list),
        lent(rules.literal_principal),
        lent(rules.literal_negated),
        lent(rules.set_first),
        lent(rules.set_words),
        lent(rules.dx_first),
        lent(rules.dx_list),
        lent(rules.proc_first),
        lent(rules.proc_list),
        lent(rules.cc_level),
        lent(rules.cc_list),
        lent(rules.exclusion_first),
        lent(rules.exclusion_list),
    )


@compiled
def lend_cases(cases: Cases) -> Cases:
    """The cases, without counting who holds them."""
    return Cases(
        lent(cases.dx_first),
        lent(cases.dx),
        lent(cases.proc_first),
        lent(cases.proc),
        lent(cases.least),
        lent(cases.most),
        lent(cases.words),
        lent(cases.contradicts),
    )


@compiled
def lend_room(room: Room) -> Room:
    """The working room, without counting who holds it."""
    return Room(
        lent(room.any_mark),
        lent(room.principal_mark),
        lent(room.mdc),
        lent(room.adrg),
        lent(room.drg),
        lent(room.severity),
        lent(room.status),
        lent(room.cause),
        lent(room.deciding),
        lent(room.doubted),
        lent(room.candidate),
    )
