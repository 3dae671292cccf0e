"""A case is told by the function that priced it: numbers, rule, clause, and the return that cut it."""

import re
from dataclasses import replace

import pytest

from fenming.kernel import BadInput
from fenming.payment.drg import Decision, explain_case, price_cases
from fenming.payment.drg.rules import StayRule
from tests.payment.drg.places import RULES, history, ruled, stay, tables, terms
from tests.payment.drg.test_readmission import stays

WAYS = {
    "normal": (RULES, stay("1"), {}),
    "low": (RULES, stay("1", total_fen=100_000), {}),
    "high": (RULES, stay("1", total_fen=3_200_000), {}),
    "extreme": (ruled(outlier=replace(RULES.outlier, extreme_cut_ppm=4_000_000)), stay("1", total_fen=3_200_000), {}),
    "incomplete": (RULES, stay("1", discharge_way="4"), {}),
    "unstable": (RULES, stay("1", drg="N11"), {}),
    "ungrouped": (RULES, stay("1", drg=""), {}),
    "review": (RULES, stay("1"), {"1": Decision("at_cost")}),
    "bed_day": (ruled(stay=StayRule(None, None, {"H11": 30_000})), stay("1"), {}),
    "excluded": (ruled(stay=StayRule(9, None, {})), stay("1"), {}),
    "primary_same_price": (
        ruled(coefficient=replace(RULES.coefficient, same_price_groups=frozenset({"H11"}))),
        stay("1"),
        {},
    ),
}


def test_an_ordinary_case_is_told_from_cost_to_points():
    assert explain_case("1", *tables([stay("1")]), terms()) == [
        "case 1 at A: group H11, cost 8,000.00 yuan, 6 days",
        "weight 0.8000 = group mean 8,000.00 ÷ mean of all cases 10,000.00, from 18 cases of 3 years",
        "base points 80.0000 = weight × 100; coefficient 1.0000; full points 80.0000",
        "an ordinary case: 100% of the mean cost, full points",
        "points: 80.0000",
    ]


def test_a_return_is_told_with_the_stay_that_followed():
    told = explain_case("first", *tables(stays(3)), terms())
    assert told[-2:] == [
        "points: 80.0000",
        "case second followed in the same group within 15 days: 50% of the points are left, 40.0000",
    ]


@pytest.mark.parametrize("rule", WAYS)
def test_every_rule_is_told_with_the_points_that_the_table_has(rule):
    rules, one, decisions = WAYS[rule]
    cases, grouped = tables([one])
    table = price_cases(cases, grouped, terms(rules), decisions).to_pylist()[0]
    assert table["rule"] == rule
    told = explain_case("1", cases, grouped, terms(rules), decisions)
    printed = re.fullmatch(r"points: (\d+)\.(\d{4})", told[-1])
    assert int(printed[1] + printed[2]) * 100 == table["points_micro"]
    assert not [step for step in told if "{" in step]


def test_given_weights_are_told_as_given_and_decimals_follow_the_pack():
    rules = replace(ruled(weight=replace(RULES.weight, source="given")), printed_places=2)
    told = explain_case("1", *tables([stay("1")]), terms(rules, history(weights={"H11": 1_234_567})))
    assert told[1:3] == [
        "weight 1.23, as given",
        "base points 123.46 = weight × 100; coefficient 1.00; full points 123.46",
    ]
    whole = terms(replace(rules, printed_places=0), history(weights={"H11": 1_234_567}))
    assert explain_case("1", *tables([stay("1")]), whole)[-1] == "points: 123"


def test_an_unknown_case_is_refused():
    with pytest.raises(BadInput, match="there is no case 7"):
        explain_case("7", *tables([stay("1")]), terms())


def test_a_case_measured_by_the_standard_says_so():
    rules = ruled(outlier=replace(RULES.outlier, measured_by="standard"))
    assert "an ordinary case: 100% of the mean cost times the coefficient, full points" in explain_case(
        "1", *tables([stay("1")]), terms(rules)
    )
