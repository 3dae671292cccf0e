"""What real exports look like: known defects on a stated share of rows, so that intake meets them before a user does."""

from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import NONE, OUTPATIENT, Bills, Column
from fenming.facts.twin.draw import Ints, stream
from fenming.facts.twin.mistakes import how_many, picked, untouched
from fenming.facts.twin.platform import Payments
from fenming.facts.twin.profile import Traps

CLEAN, TRAILING_TAB, LITERAL_NAN, ZONED_DATE, BLANK_LEVEL, INTEGER_CAST, UNKNOWN_INSTITUTION, LOST_ORIGINAL = range(8)
KINDS = (
    "clean",
    "trailing_tab",
    "literal_nan",
    "zoned_date",
    "blank_level",
    "integer_cast",
    "unknown_institution",
    "refund_without_original",
)


@dataclass(slots=True)
class Trapped:
    """`kind` of defect per bill row."""

    kind: Column

    @property
    def counts(self) -> dict[str, int]:
        found = np.bincount(self.kind, minlength=len(KINDS))
        return {name: int(found[number]) for number, name in enumerate(KINDS) if number != CLEAN}


def set_traps(bills: Bills, payments: Payments, plan: Traps, seed: int, spared: Ints) -> Trapped:
    """Choose rows for each defect, no row twice and none of `spared`.

    Rows that intake may set aside are ordinary outpatient bills of persons below the yearly cap: losing one
    changes no other bill's payment.
    """
    source, count = stream(seed, "traps"), len(bills)
    kind = np.zeros(count, dtype=np.int8)
    free = untouched(bills)
    free[spared] = False
    harmless = (bills.care == OUTPATIENT) & ~_capped_persons(bills, payments)[bills.person]
    wanted: list[tuple[int, Column, int]] = [
        (LOST_ORIGINAL, harmless & bills.is_refund, plan.refund_without_original),
        (UNKNOWN_INSTITUTION, free & harmless, plan.unknown_institution),
        (INTEGER_CAST, free & harmless & (bills.excluded % 100 != 0), how_many(plan.integer_cast, count)),
        (TRAILING_TAB, free, how_many(plan.trailing_tab, count)),
        (LITERAL_NAN, free, how_many(plan.literal_nan, count)),
        (ZONED_DATE, free, how_many(plan.zoned_date, count)),
        (BLANK_LEVEL, free, how_many(plan.blank_level, count)),
    ]
    for number, candidates, size in wanted:
        kind[picked(source, candidates & (kind == CLEAN), size)] = number
    return Trapped(kind)


def _capped_persons(bills: Bills, payments: Payments) -> Column:
    """Per person whether any bill met a cap."""
    capped = np.zeros(int(bills.person.max(initial=NONE)) + 1, dtype=np.bool_)
    capped[bills.person[payments.pool != payments.by_rate]] = True
    return capped
