"""The rate method: standards, ceilings, very high cases, and the fund's share; published months come out as printed."""

from dataclasses import replace

import pytest

from fenming.kernel import Source
from fenming.mechanisms import Name, derive
from fenming.mechanisms import given as read
from fenming.mechanisms.per_head import per_head
from fenming.mechanisms.per_weight import per_weight
from fenming.mechanisms.ratio import ratio
from fenming.mechanisms.times import times
from fenming.payment.drg import Decision, fund_shares, price_cases, rate_of, standards
from fenming.payment.drg.rules import PayRule, StayRule
from tests.payment.drg.places import RULES, history, ruled, stay, tables, terms

RATE = 1_000_000  # fen for a weight of one


def paid(*stays, rules=RULES, levels=None):
    priced_by = terms(rules, history(levels=levels or {}))
    return standards(price_cases(*tables(stays), priced_by), RATE, priced_by).to_pylist()


def test_a_standard_is_weight_times_rate():
    assert paid(stay("1"))[0]["standard_fen"] == 800_000


def test_the_rate_is_the_predicted_total_over_all_weights():
    def leaf(name: str, value: int):
        return read(Name(name, name, name), value, Source("points", name))

    rate = rate_of(
        Name("payment.rate", "费率", "rate"),
        leaf("predicted", 1_050_000_000),
        leaf("points", 10**11),
        leaf("scale", 100),
    )
    assert rate.value == 1_050_000


def test_pay_is_held_to_a_tenth_above_cost_but_for_the_groups_that_are_spared():
    rules = ruled(pay=PayRule(1_100_000, {}))
    spared = replace(rules, outlier=replace(RULES.outlier, waived_groups=frozenset({"H11"})))
    cheap = stay("1", total_fen=500_000)
    assert [paid(cheap, rules=one)[0]["payable_fen"] for one in (RULES, rules, spared)] == [800_000, 550_000, 800_000]
    assert paid(stay("1", total_fen=760_000), rules=rules)[0]["payable_fen"] == 800_000


@pytest.mark.parametrize(
    ("level", "yuan", "is_very_high"),
    [("city", 24_000, 0), ("city", 24_001, 1), ("county", 16_001, 1), ("primary", 99_999, 0)],
)
def test_a_case_far_above_its_standard_may_ask_for_payment_by_item(level, yuan, is_very_high):
    """Above three times the standard at level 3, twice at level 2 (rule of a city whose name was not seen)."""
    rules = ruled(
        pay=PayRule(None, {"city": 3_000_000, "county": 2_000_000}), outlier=replace(RULES.outlier, high_cut_ppm=None)
    )
    assert paid(stay("1", total_fen=yuan * 100), rules=rules, levels={"A": level})[0]["is_very_high"] == is_very_high


@pytest.mark.parametrize(
    ("decision", "payable"),
    [(Decision("at_cost"), 3_000_000), (Decision("capped", 2_000_000), 2_000_000), (Decision("refused"), 800_000)],
)
def test_what_a_review_approved_is_paid_by_item(decision, payable):
    rules = ruled(outlier=replace(RULES.outlier, high_cut_ppm=None))
    priced_by = terms(rules)
    decisions = {"1": decision}
    points = price_cases(*tables([stay("1", total_fen=3_000_000)]), priced_by, decisions)
    assert standards(points, RATE, priced_by, decisions)["payable_fen"].to_pylist() == [payable]


def test_a_stay_left_out_has_no_standard():
    assert paid(stay("1", stay_days=1), rules=ruled(stay=StayRule(2, None, {})))[0]["standard_fen"] is None


@pytest.mark.parametrize(
    ("standard", "floor", "due"),
    [(2_000_000, "zero", 1_504_500), (200_000, "zero", 0), (200_000, "claw_back", -25_500), (None, "zero", 0)],
)
def test_the_fund_owes_its_share_of_what_is_left_of_the_standard(standard, floor, due):
    """(20,000 − 1,000 − 500 − 800) × 85 % = 15,045; standard 2,000: nothing, or 255 taken back (derived)."""
    table = price_cases(*tables([stay("1")]), terms()).append_column("payable_fen", [[standard]])
    named = {"excluded_fen": 100_000, "upfront_copay_fen": 50_000, "deductible_fen": 80_000, "rate_ppm": 850_000}
    for name, value in named.items():
        table = table.append_column(name, [[value]])
    assert fund_shares(table, floor)["fund_due_fen"].to_pylist() == [due]


def tenths(value: int, unit: int) -> int:
    """`value` in tenths of `unit`, a half away from zero."""
    return (2 * 10 * abs(value) + unit) // (2 * unit) * (1 if value >= 0 else -1)


def test_a_hospitals_published_month_comes_out_as_printed():
    """2,266 discharges, 1,529 grouped, index 1.053, 174,098 points at 64 yuan, cost 11,152,300 yuan."""
    cost, income = 1_115_230_000, times(174_098, 6_400)
    assert income == 1_114_227_200
    assert tenths(ratio(1_529, 2_266), 1_000) == 6_748  # 67.48 %
    assert income - cost == -1_002_800  # −1.00 in ten thousand yuan
    assert tenths(ratio(income - cost, cost), 1_000) == -9  # −0.09 %
    assert tenths(per_head(cost, 1_529), 1_000) == 7_294  # yuan a case
    assert tenths(per_weight(cost, 1_053_000 * 1_529, 1), 100) == 69_267  # 6,926.7 with the index as printed
    assert (
        tenths(per_weight(cost, 1_052_600 * 1_529, 1), 1_000) == 6_929
    )  # as published, with an index that prints as 1.053


def test_figures_of_the_month_are_made_by_the_same_verbs():
    points = read(Name("points", "点数", "points", "point"), 174_098, Source("published", "points"))
    value = read(Name("value", "点值", "point value"), 6_400, Source("published", "point_value"))
    income = derive(Name("income", "DRG收入", "DRG income"), "times", {"count": points, "amount": value})
    assert income.value == 1_114_227_200
