"""The walk through the tables: MDCs in order, their ADRGs in order, the ADRG's DRGs in order.

Rows stand in one line as they are tried: an MDC, its first ADRG, that one's DRGs, the next ADRG …; `skip` is the row after all that
belongs to a row. Where a condition cannot be decided, the walk goes on both ways; only if the ways end in different groups
is the case in doubt. The last end is the group that the tables give when nothing undecided holds.
"""

from fenming.grouping.engine.rules import (
    ADRG,
    AGE,
    AGE_DAYS,
    AMBIGUOUS,
    CANDIDATES,
    CERTAIN,
    DOUBTFUL_GROUP,
    DRG,
    GROUPED,
    INVALID_CODE,
    MDC,
    NEEDS_DATA,
    NO,
    NO_ADRG,
    NO_MDC,
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
    mdc, adrg, drg, count, cause, entered = -1, -1, NO_MDC, 0, CERTAIN, -1
    mdc_answer, adrg_answer, is_settled, row = NO, NO, False, 0
    while row < len(rules.level):
        level = rules.level[row]
        answer, doubted = test_row(rules, cases, room, at, row)
        if answer != NO:
            cause = doubted if cause == CERTAIN else cause
            if level == MDC:
                mdc_answer, entered = answer, (rules.place[row] if entered < 0 else entered)
            elif level == ADRG:
                adrg_answer = answer
            else:
                mdc, adrg, drg = rules.mdc_of[row], rules.adrg_of[row], rules.place[row]
                count = meet(room, at.row, count, drg)
        if (level == DRG and answer == YES) or (level == ADRG and answer == NO and is_settled):
            is_settled = is_settled or adrg_answer == YES
            following = after_adrg(rules, row, is_settled)
            if following < 0 and mdc_answer == YES:
                return Found(mdc, adrg, drg, count, cause, entered)
            is_settled = is_settled and following >= 0
            cause = SAME_ORDER if is_settled and cause == CERTAIN else cause
            row = abs(following)
        else:
            row = row + 1 if answer != NO else rules.skip[row]
    drg = NO_ADRG if entered >= 0 else NO_MDC
    return Found(entered, -1, drg, meet(room, at.row, count, drg), cause, entered)


@compiled
def after_adrg(rules: Rules, row: int, is_settled: bool) -> int:
    """The row to try after an ADRG: the next one; where one surely fits, the next of the same order.

    Where there is none of the same order, minus the row after the whole MDC: the MDC is settled.
    """
    adrg = rules.adrg_row[row]
    if not is_settled:
        following: int = rules.skip[adrg]
        return following
    if rules.same_order[adrg] >= 0:
        other: int = rules.same_order[adrg]
        return other
    after_mdc: int = rules.skip[rules.mdc_row[row]]
    return -after_mdc


@compiled
def meet(room: Room, row: int, count: int, drg: int) -> int:
    """Keep one more place where the case may end; gives how many different ones there are."""
    for place in range(min(count, CANDIDATES)):
        if room.candidate[row * CANDIDATES + place] == drg:
            return count
    if count < CANDIDATES:
        room.candidate[row * CANDIDATES + count] = drg
    return count + 1


@compiled
def status_of(rules: Rules, cases: Cases, row: int, found: Found) -> int:
    """The status of a case that ended so."""
    if found.ends > 1:
        return doubtful_status(rules, cases, row, found.cause)
    if found.drg < 0:
        return UNGROUPED
    return AMBIGUOUS if rules.is_doubtful[found.adrg] else GROUPED


@compiled
def cause_of(rules: Rules, found: Found) -> int:
    """What decided the status: the condition in doubt, or how it ended."""
    if found.ends > 1:
        return found.cause
    if found.drg < 0:
        return found.drg
    return DOUBTFUL_GROUP if rules.is_doubtful[found.adrg] else CERTAIN


@compiled
def doubtful_status(rules: Rules, cases: Cases, row: int, cause: int) -> int:
    """What kind of doubt it is that the first undecided condition shows."""
    if cause < 0:
        return AMBIGUOUS
    kind, field = rules.kind[cause], rules.first[cause]
    if kind == NUMBER:
        return AMBIGUOUS if field in (AGE, AGE_DAYS) and cases.contradicts[row] else NEEDS_DATA
    return NEEDS_DATA if kind == WORD else INVALID_CODE
