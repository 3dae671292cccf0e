"""Cases become points by the first rule that fits; published and derived examples come out exactly."""

from dataclasses import replace
from datetime import date

import pytest

from fenming.kernel import BadInput
from fenming.payment.drg import Decision, price_cases
from fenming.payment.drg.rules import IncompleteRule, StayRule
from tests.payment.drg.places import RULES, YEAR, history, ruled, stay, tables, terms

POINT = 1_000_000
COEFFICIENT = replace(RULES.coefficient, by="institution", years=1)


def priced(*stays, rules=RULES, past=None, decisions=None):
    """Rule and micro-points of each stay."""
    table = price_cases(*tables(stays), terms(rules, past), decisions or {})
    return list(zip(table["rule"].to_pylist(), table["points_micro"].to_pylist(), strict=True))


def test_an_ordinary_case_has_base_points_times_coefficient():
    assert priced(stay("1")) == [("normal", 80 * POINT)]


@pytest.mark.parametrize(
    ("formula", "expected"), [("capped_at_base", 75), ("coefficient_capped_at_base", 82.5)], ids=["Jinhua", "Zhejiang"]
)
def test_a_stay_broken_off_is_paid_by_its_share_of_the_mean(formula, expected):
    """Base 150, coefficient 1.1, cost 4,000, mean 8,000 (derived from the two places' rules)."""
    rules = ruled(incomplete=IncompleteRule(formula, frozenset({"4"})), coefficient=COEFFICIENT)
    case = terms(rules, base_150()).sheet("H11", "A")
    assert (case.base, case.coefficient_ppm, case.mean_fen) == (150 * POINT, 1_100_000, 800_000)
    came = priced(stay("1", total_fen=400_000, discharge_way="4"), rules=rules, past=base_150())
    assert came == [("incomplete", int(expected * POINT))]


def base_150():
    """H11 costs 8,000 yuan (A 8,800, B 7,200); all cases together 5,333.33, so that its weight is 1.5."""
    return history({YEAR - 1: {("A", "H11"): [8_800], ("B", "H11"): [7_200], ("B", "X99"): [4_000] * 4}})


def test_a_stay_broken_off_late_earns_the_base_and_no_more():
    rules = ruled(incomplete=IncompleteRule("coefficient_capped_at_base", frozenset({"4"})), coefficient=COEFFICIENT)
    came = priced(stay("1", total_fen=2_000_000, discharge_way="4"), rules=rules, past=base_150())
    assert came == [("incomplete", 150 * POINT)]


def test_where_no_formula_is_written_a_stay_broken_off_is_a_stay():
    rules = ruled(incomplete=IncompleteRule("none", frozenset({"4"})))
    assert priced(stay("1", discharge_way="4"), rules=rules) == [("normal", 80 * POINT)]


def test_a_low_outlier_is_paid_in_the_ratio_of_its_cost():
    assert priced(stay("1", total_fen=319_999), stay("2", total_fen=320_000, person_id=2)) == [
        ("low", 31_999_900),
        ("normal", 80 * POINT),
    ]


def test_a_high_outlier_adds_what_lies_above_the_cut():
    assert priced(stay("1", total_fen=2_400_000), stay("2", total_fen=3_200_000, person_id=2)) == [
        ("normal", 80 * POINT),
        ("high", 160 * POINT),
    ]


@pytest.mark.parametrize(
    ("low", "high", "extreme"),
    [(400_000, 3_000_000, None), (400_000, 2_000_000, 3_000_000), (350_000, 2_000_000, None)],
    ids=["sample grouping response", "vendor's chart", "open-source default"],
)
def test_cuts_that_were_seen_part_cases_just_there(low, high, extreme):
    rules = ruled(
        outlier=replace(RULES.outlier, low_cut_ppm=low, high_cut_ppm=high, extreme_cut_ppm=extreme), readmission=None
    )
    edges = [800_000 * cut // 1_000_000 for cut in (low, high, extreme or 9_000_000)]
    costs = [fen for edge in edges for fen in (edge - 1, edge, edge + 1)]
    came = [rule for rule, _points in priced(*(stay(str(fen), total_fen=fen) for fen in costs), rules=rules)]
    last = ["high", "extreme", "extreme"] if extreme else ["high"] * 3
    assert came == ["low", "normal", "normal", "normal", "normal", "high", *last]


def test_cuts_may_be_multiples_of_the_mean_times_the_coefficient():
    rules = ruled(coefficient=COEFFICIENT, outlier=replace(RULES.outlier, measured_by="standard"))
    sheet = terms(rules, base_150()).sheet("H11", "A")
    assert (sheet.low_below, sheet.high_above) == (352_000, 2_640_000)
    assert priced(stay("1", total_fen=176_000), rules=rules, past=base_150()) == [("low", 33 * POINT)]


def test_an_extreme_case_is_paid_as_a_high_one_until_it_is_reviewed():
    rules = ruled(outlier=replace(RULES.outlier, extreme_cut_ppm=5_000_000))
    far = stay("1", total_fen=4_000_000)
    assert priced(far, rules=rules) == [("extreme", 240 * POINT)]
    assert priced(far, rules=rules, decisions={"1": Decision("refused")}) == [("extreme", 240 * POINT)]
    assert priced(far, rules=rules, decisions={"1": Decision("at_cost")}) == [("review", 400 * POINT)]
    assert priced(far, rules=rules, decisions={"1": Decision("capped", 3_000_000)}) == [("review", 300 * POINT)]


def test_groups_that_are_spared_have_no_low_outliers():
    rules = ruled(outlier=replace(RULES.outlier, waived_groups=frozenset({"H11"})))
    assert priced(stay("1", total_fen=100), rules=rules) == [("normal", 80 * POINT)]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("cost_ratio", ("unstable", 80 * POINT)),
        ("review", ("review", 80 * POINT)),
        ("weight_one", ("unstable", 100 * POINT)),
        ("not_paid", ("unstable", 0)),
    ],
)
def test_a_new_group_is_priced_as_the_pack_says(how, expected):
    rules = ruled(weight=replace(RULES.weight, unstable=how))
    assert priced(stay("1", drg="N11"), rules=rules) == [expected]


@pytest.mark.parametrize(
    ("how", "expected"),
    [("cost_ratio", ("ungrouped", 80 * POINT)), ("review", ("review", 80 * POINT)), ("not_paid", ("ungrouped", 0))],
)
def test_a_case_without_a_group_is_priced_as_the_pack_says(how, expected):
    rules = ruled(weight=replace(RULES.weight, ungrouped=how))
    assert priced(stay("1", drg=""), stay("2", drg=None), rules=rules) == [expected, expected]


def test_an_unstable_group_is_priced_by_cost_even_though_it_has_a_mean():
    rules = ruled(weight=replace(RULES.weight, stable_cases_min=7))
    assert priced(stay("1", total_fen=500_000), rules=rules) == [("unstable", 50 * POINT)]


def test_a_group_at_one_price_says_so():
    rules = ruled(coefficient=replace(COEFFICIENT, same_price_groups=frozenset({"H11"})))
    assert priced(stay("1"), rules=rules, past=base_150()) == [("primary_same_price", 150 * POINT)]


def test_bed_days_are_rate_over_the_mean_of_all_groups_to_four_decimals():
    """300 yuan a day where all groups cost 10,000: 3.0000 a day, 90 for thirty days (derived)."""
    rules = ruled(stay=StayRule(None, None, {"T11": 30_000}))
    assert priced(stay("1", drg="T11", stay_days=1), stay("2", drg="T11", stay_days=30), rules=rules) == [
        ("bed_day", 3 * POINT),
        ("bed_day", 90 * POINT),
    ]


def test_bed_days_may_be_written_for_all_groups_of_an_adrg_and_follow_the_scale():
    rules = ruled(stay=StayRule(None, None, {"TB1": 30_000}), scale=1000)
    assert priced(stay("1", drg="TB19", stay_days=10), rules=rules) == [("bed_day", 300 * POINT)]


@pytest.mark.parametrize(
    ("days", "rule"), [(1, "excluded"), (2, "excluded"), (3, "normal"), (59, "normal"), (60, "excluded")]
)
def test_stays_of_two_days_or_sixty_are_left_out_in_qingyang(days, rule):
    rules = ruled(stay=StayRule(2, 60, {}))
    assert priced(stay("1", stay_days=days), rules=rules) == [(rule, 0 if rule == "excluded" else 80 * POINT)]


def test_blank_days_are_counted_from_the_dates_and_are_at_least_one():
    rules = ruled(stay=StayRule(1, None, {}))
    blank = stay("1", stay_days=0) | {"stay_days": None}
    assert priced(blank, stay("2", stay_days=2) | {"stay_days": None}, rules=rules) == [
        ("excluded", 0),
        ("normal", 80 * POINT),
    ]


def test_the_table_has_a_row_for_each_case_in_their_order_with_what_the_bill_said():
    cases, grouped = tables([stay("2", person_id=2, admitted_on=date(YEAR, 11, 28)), stay("1", person_fen=None)])
    table = price_cases(cases, grouped, terms())
    assert table.to_pylist()[0] == {
        "case_id": "2",
        "institution_id": "A",
        "consortium_id": "",
        "is_chronic": 0,
        "drg": "H11",
        "month": 12,
        "weight_ppm": 800_000,
        "coefficient_ppm": 1_000_000,
        "points_micro": 80 * POINT,
        "rule": "normal",
        "total_fen": 800_000,
        "person_fen": 200_000,
        "fund_billed_fen": 600_000,
    }
    assert table["person_fen"].to_pylist() == [200_000, None]


def test_no_cases_make_an_empty_table():
    assert price_cases(*tables([]), terms()).num_rows == 0


def test_cases_and_groups_of_different_tables_are_refused():
    with pytest.raises(BadInput, match="does not have the rows"):
        price_cases(tables([stay("1")])[0], tables([stay("2")])[1], terms())
