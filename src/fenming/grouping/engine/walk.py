"""The walk through the tables: MDCs in order, their ADRGs in order, the ADRG's DRGs in order.

Where a condition cannot be decided, the walk goes on both ways; only if the ways end in different groups is the case
in doubt.
"""

from fenming.grouping.engine.rules import (
    AGE,
    AGE_DAYS,
    AMBIGUOUS,
    CANDIDATES,
    CERTAIN,
    DOUBTFUL_GROUP,
    GROUPED,
    INVALID_CODE,
    NEEDS_DATA,
    NO,
    NO_ADRG,
    NO_DRG,
    NO_MDC,
    NOT_SET,
    NUMBER,
    SAME_ORDER,
    UNGROUPED,
    WORD,
    YES,
    At,
    Cases,
    Found,
    Room,
    Rules,
)
from fenming.grouping.engine.test import test_row
from fenming.kernel.compiled import compiled


@compiled
def walk(rules: Rules, cases: Cases, room: Room, at: At) -> Found:
    """Where the case ends, and where else it may end."""
    found = Found(-1, -1, NOT_SET, 0, CERTAIN, -1)
    for mdc in range(len(rules.mdc_first) - 1):
        entry, cause = test_row(rules, cases, room, at, mdc)
        if entry != NO:
            found, is_settled = walk_mdc(rules, cases, room, at, (mdc, entry, cause, found))
            if is_settled and entry == YES:
                return found
    return meet(room, at, found, (found.entered, -1, NO_ADRG if found.entered >= 0 else NO_MDC))


@compiled
def walk_mdc(
    rules: Rules, cases: Cases, room: Room, at: At, entered: tuple[int, int, int, Found]
) -> tuple[Found, bool]:
    """The ADRGs of an MDC; whether one of them surely fits."""
    mdc, _entry, cause, found = entered
    found = doubt(found, cause, mdc)
    for adrg in range(rules.mdc_first[mdc], rules.mdc_first[mdc + 1]):
        answer, cause = test_row(rules, cases, room, at, len(rules.mdc_first) - 1 + adrg)
        if answer != NO:
            found = doubt(found, cause, mdc)
            found = walk_adrg(rules, cases, room, at, (mdc, adrg, found))
            if answer == YES:
                return walk_same_order(rules, cases, room, at, (mdc, adrg, found)), True
    return found, False


@compiled
def walk_same_order(rules: Rules, cases: Cases, room: Room, at: At, entered: tuple[int, int, Found]) -> Found:
    """Further ADRGs that the tables put at the same place as the one that fits."""
    mdc, adrg, found = entered
    for other in range(adrg + 1, rules.mdc_first[mdc + 1]):
        if rules.adrg_order[other] != rules.adrg_order[adrg]:
            return found
        answer, _cause = test_row(rules, cases, room, at, len(rules.mdc_first) - 1 + other)
        if answer != NO:
            found = walk_adrg(rules, cases, room, at, (mdc, other, doubt(found, SAME_ORDER, mdc)))
    return found


@compiled
def walk_adrg(rules: Rules, cases: Cases, room: Room, at: At, entered: tuple[int, int, Found]) -> Found:
    """The DRGs of an ADRG."""
    mdc, adrg, found = entered
    rows = len(rules.mdc_first) - 1 + len(rules.adrg_first) - 1
    for drg in range(rules.adrg_first[adrg], rules.adrg_first[adrg + 1]):
        answer, cause = test_row(rules, cases, room, at, rows + drg)
        if answer != NO:
            found = meet(room, at, doubt(found, cause, mdc), (mdc, adrg, drg))
            if answer == YES:
                return found
    return meet(room, at, found, (mdc, adrg, NO_DRG))


@compiled
def doubt(found: Found, cause: int, mdc: int) -> Found:
    """The same, remembering the first MDC entered and the first condition in doubt."""
    kept = cause if found.cause == CERTAIN else found.cause
    return Found(found.mdc, found.adrg, found.drg, found.count, kept, mdc if found.entered < 0 else found.entered)


@compiled
def meet(room: Room, at: At, found: Found, end: tuple[int, int, int]) -> Found:
    """The same with one more place where the case may end."""
    mdc, adrg, drg = end
    for place in range(min(found.count, CANDIDATES)):
        if room.candidate[at.row * CANDIDATES + place] == drg:
            return found
    if found.count < CANDIDATES:
        room.candidate[at.row * CANDIDATES + found.count] = drg
    if found.count == 0:
        return Found(mdc, adrg, drg, 1, found.cause, found.entered)
    return Found(found.mdc, found.adrg, found.drg, found.count + 1, found.cause, found.entered)


@compiled
def status_of(rules: Rules, cases: Cases, row: int, found: Found) -> int:
    """The status of a case that ended so."""
    if found.count > 1:
        return doubtful_status(rules, cases, row, found.cause)
    if found.drg < 0:
        return UNGROUPED
    return AMBIGUOUS if rules.adrg_doubtful[found.adrg] else GROUPED


@compiled
def cause_of(rules: Rules, found: Found) -> int:
    """What decided the status: the condition in doubt, or how it ended."""
    if found.count > 1:
        return found.cause
    if found.drg < 0:
        return found.drg
    return DOUBTFUL_GROUP if rules.adrg_doubtful[found.adrg] else CERTAIN


@compiled
def doubtful_status(rules: Rules, cases: Cases, row: int, cause: int) -> int:
    """What kind of doubt it is that the first undecided condition shows."""
    if cause < 0:
        return AMBIGUOUS
    kind, field = rules.kind[cause], rules.first[cause]
    if kind == NUMBER:
        is_age = field in (AGE, AGE_DAYS)
        return AMBIGUOUS if is_age and cases.contradicts[row] else NEEDS_DATA
    return NEEDS_DATA if kind == WORD else INVALID_CODE
