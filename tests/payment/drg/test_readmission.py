"""A person who comes back too soon in the same group costs the earlier stay half of its points."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from fenming.payment.drg import Decision, price_cases
from fenming.payment.drg.rules import StayRule
from tests.payment.drg.places import RULES, YEAR, ruled, stay, tables, terms

POINT = 1_000_000
MARCH = date(YEAR, 3, 1)


def stays(days_between: int, **second) -> list[dict]:
    """A stay from 1 to 7 March and a second one so many days after it."""
    return [stay("first"), stay("second", admitted_on=date.fromordinal(MARCH.toordinal() + 6 + days_between), **second)]


def rules_of(listed, rules=RULES, decisions=None) -> dict[str, str]:
    table = price_cases(*tables(listed), terms(rules), decisions or {})
    return dict(zip(table["case_id"].to_pylist(), table["rule"].to_pylist(), strict=True))


def test_the_earlier_stay_keeps_half_and_the_later_one_all():
    table = price_cases(*tables(stays(10)), terms())
    assert table["points_micro"].to_pylist() == [40 * POINT, 80 * POINT]
    assert table["rule"].to_pylist() == ["readmission", "normal"]


@pytest.mark.parametrize(("window", "last_day"), [(10, 10), (15, 15)], ids=["Jinhua", "Zhejiang"])
def test_the_last_day_of_the_window_counts_and_the_next_does_not(window, last_day):
    rules = ruled(readmission=replace(RULES.readmission, window_days=window))
    assert rules_of(stays(last_day), rules)["first"] == "readmission"
    assert rules_of(stays(last_day + 1), rules)["first"] == "normal"
    assert rules_of(stays(0), rules)["first"] == "readmission"


def test_an_outlier_loses_half_of_what_it_would_have_had():
    low, _second = stays(3)
    table = price_cases(*tables([low | {"total_fen": 160_000}, _second]), terms())
    assert table["points_micro"].to_pylist() == [8 * POINT, 80 * POINT]


@pytest.mark.parametrize(
    "second",
    [{"drg": "X99"}, {"drg": ""}, {"person_id": 2}, {"diagnoses": "Z51.100|C34"}, {"diagnoses": "Z51.0"}],
    ids=["another group", "no group", "another person", "chemotherapy", "radiotherapy"],
)
def test_other_returns_do_not_count(second):
    assert rules_of(stays(3, **second))["first"] == "normal"


def test_a_return_may_be_exempt_by_its_group():
    rules = ruled(readmission=replace(RULES.readmission, exempt=("H1",)))
    assert rules_of(stays(3), rules)["first"] == "normal"


def test_a_return_with_a_good_reason_is_excused_by_a_review():
    assert rules_of(stays(3), decisions={"second": Decision("excused")})["first"] == "normal"
    assert rules_of(stays(3), decisions={"second": Decision("refused")})["first"] == "readmission"


def test_another_hospital_counts_or_not_as_the_pack_says():
    here = ruled(readmission=replace(RULES.readmission, scope="same_institution"))
    assert rules_of(stays(3, institution_id="B"))["first"] == "readmission"
    assert rules_of(stays(3, institution_id="B"), here)["first"] == "normal"


def test_a_stay_of_another_group_in_between_does_not_hide_the_return():
    listed = [*stays(9), stay("between", drg="X99", admitted_on=date(YEAR, 3, 8), stay_days=2)]
    assert rules_of(listed) == {"first": "readmission", "second": "normal", "between": "normal"}


def test_each_of_three_stays_is_held_against_the_next_only():
    listed = [*stays(3), stay("third", admitted_on=date(YEAR, 3, 20))]
    assert rules_of(listed) == {"first": "readmission", "second": "readmission", "third": "normal"}


def test_stays_left_out_keep_having_no_points_and_say_why():
    rules = ruled(stay=StayRule(6, None, {}))
    assert rules_of(stays(3, stay_days=9), rules) == {"first": "excluded", "second": "normal"}


def test_where_the_pack_has_no_such_rule_nothing_is_cut():
    assert rules_of(stays(3), ruled(readmission=None)) == {"first": "normal", "second": "normal"}


def test_rows_in_any_order_give_the_same():
    listed = [*stays(3), stay("third", admitted_on=date(YEAR, 3, 20)), stay("other", person_id=9)]
    for seed in range(5):
        assert rules_of(Random(seed).sample(listed, len(listed))) == rules_of(listed)
