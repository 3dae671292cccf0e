"""Emergency care that turns into a stay is part of it only where the rules of that stay say so."""

import numpy as np

from fenming.adjudication.desk.bills import field
from fenming.adjudication.desk.stays import name_stays
from fenming.adjudication.law.words import CARES
from tests.adjudication.telling.told import as_read, bill, facts

VISITS = {"emergency.rate": 500_000}
STAYS = {"inpatient.rate": 800_000}


def care_of_the_visit(rules, care: str, apart: int = 0) -> str:
    """As what an emergency visit is judged when a stay begins so many days later."""
    bills = as_read(bill(100, care="emergency"), bill(900, day=9, care=care, began=apart)).astype(np.int64)
    name_stays(bills, facts(rules))
    return CARES[field(bills, "care")[0]]


def test_an_emergency_is_merged_within_the_hours_named():
    merging = VISITS | STAYS | {"inpatient.emergency_merge": 24}
    assert [care_of_the_visit(merging, "inpatient", days) for days in (0, 1, 2)] == [
        "inpatient",
        "inpatient",
        "emergency",
    ]


def test_an_emergency_is_not_merged_into_a_stay_without_such_a_rule_or_without_any_rules():
    assert care_of_the_visit(VISITS | STAYS, "inpatient") == "emergency"
    merging = VISITS | STAYS | {"inpatient.emergency_merge": 24}
    assert care_of_the_visit(merging, "day_surgery") == "emergency"
