"""Totals, reserve, primary care, risk fund and need of a small county, to the fen."""

from datetime import date

import pytest
from tests.budget.made_tables import made_tables

from fenming.budget.making import Known
from fenming.budget.making.plan import make_plan
from fenming.budget.making.risk_fund import fill
from fenming.kernel import BadInput, Book, Grade, Source
from fenming.mechanisms import Name, given, recompute
from fenming.policy import Policy, load_pack

SUIXI = "cn/ah/340621"
GROWING = {"fund_growth_ppm": 40_000}


def plan_of(tmp_path, year=2025, pack=SUIXI, **known):
    rules = load_pack(pack)
    policies = (rules.on(date(year, 12, 31)), Policy(rules, date(year - 1, 12, 31)))
    return make_plan(policies, made_tables(tmp_path), Known(**known), {})


def test_every_figure_of_a_plan_is_what_its_verb_makes_and_reads_back(tmp_path):
    plan = plan_of(tmp_path, **GROWING, surplus_fen=500_000, risk_balance_fen=10, financing_fen=20_000_000)
    book = plan.book()
    assert len(book) > 40
    assert [figure.name for figure in book if recompute(figure) != figure.value] == []
    assert Book.from_json(book.to_json()).to_json() == book.to_json()


def test_a_total_grows_no_faster_than_the_fund(tmp_path):
    totals = plan_of(tmp_path, **GROWING).schemes["resident"].totals
    assert (totals.growth_wanted.value, totals.growth.value) == (50_000, 40_000)
    assert totals.total.value == 10_400_000
    assert plan_of(tmp_path, fund_growth_ppm=90_000).schemes["resident"].totals.total.value == 10_500_000
    assert plan_of(tmp_path, fund_growth_ppm=-10_000).schemes["resident"].totals.total.value == 9_900_000


def test_without_the_funds_growth_the_total_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(BadInput, match="--fund-growth"):
        plan_of(tmp_path)


def test_an_earned_surplus_is_left_in_from_2026_and_both_numbers_are_shown(tmp_path):
    history = {("resident", 2025): 10_000_000}
    plan = plan_of(tmp_path, 2026, **GROWING, surplus_fen=500_000, history=history)
    totals = plan.schemes["resident"].totals
    assert (totals.by_spend.value, totals.by_earned.value, totals.total.value) == (10_400_000, 10_920_000, 10_920_000)
    (kept,) = [one for one in plan.promises if one.name.endswith("surplus_kept")]
    assert kept.holds
    assert (kept.left.value, kept.right.value) == (10_920_000, 10_920_000)


def test_before_2026_the_total_follows_the_spend_and_says_what_it_would_be(tmp_path):
    plan = plan_of(tmp_path, **GROWING, surplus_fen=500_000)
    assert plan.schemes["resident"].totals.total.value == 10_400_000
    (told,) = [finding for finding in plan.findings if finding.code == "budget.surplus_not_kept"]
    assert "109,200.00" in told.what


def test_the_reserve_and_the_rest_make_the_total_and_a_trigger_opens_it(tmp_path):
    reserve = plan_of(tmp_path, **GROWING, reserve_need_fen=999_999_999).schemes["resident"].reserve
    assert (reserve.held.value, reserve.distributable.value, reserve.released.value) == (520_000, 9_880_000, 0)
    known = {**GROWING, "reserve_need_fen": 100_000, "triggers": ("policy_change",)}
    assert plan_of(tmp_path, **known).schemes["resident"].reserve.released.value == 100_000
    with pytest.raises(BadInput, match="'weather'"):
        plan_of(tmp_path, **known | {"triggers": ("weather",)})


def test_new_money_leans_to_primary_care_and_its_share_rises(tmp_path):
    primary = plan_of(tmp_path, **GROWING).schemes["resident"].primary
    assert (primary.primary.value, primary.other.value) == (2_200_000, 8_200_000)
    assert (primary.share_before.value, primary.share_after.value) == (200_000, 211_538)


def test_the_risk_fund_fills_to_its_target_and_is_filled_again_after_use(tmp_path):
    known = {**GROWING, "financing_fen": 100_000_000, "risk_balance_fen": 8_500_000}
    fund = plan_of(tmp_path, **known, emergency_need_fen=4_000_000, is_approved=True).risk_fund
    assert (fund.contribution.value, fund.after.value) == (1_500_000, 10_000_000)
    assert (fund.drawn.value, fund.refill.value) == (4_000_000, 3_000_000)
    assert plan_of(tmp_path, **known, emergency_need_fen=4_000_000).risk_fund.drawn.value == 0


def test_need_moves_money_between_parties_and_none_in_or_out(tmp_path):
    plan = plan_of(tmp_path, **GROWING).schemes["resident"]
    for level in ("consortium", "town"):
        parties = plan.need.parties[level].values()
        for column in ("by_heads", "by_need"):
            assert sum(getattr(party, column).value for party in parties) == plan.package.value
        assert sum(party.difference.value for party in parties) == 0
        assert all(party.error.value > 0 for party in parties)
    people = plan.need.parties["consortium"]["people"]
    assert people.difference.value > 0  # more of the elderly with chronic diseases
    assert people.by_need.grade is Grade.ASSUMED


def test_past_years_with_a_weight_must_be_known(tmp_path):
    folder = tmp_path / "packs" / SUIXI / "budget" / "making"
    folder.mkdir(parents=True)
    (folder / "history_weights.yaml").write_text(
        "label: 权重\nlabel_en: weights\nmeaning: 测试。\nkind: split\nset_by: [county]\nversions:\n  - from: 2024-01-01\n"
        "    value: {oldest: 1, middle: 2, latest: 7}\n    cite: {document: assumed, clause: 测试}\n    checked_on: 2026-11-22\n",
        "utf8",
    )
    rules = load_pack(SUIXI, (tmp_path / "packs",))
    policies, tables = (rules.on(date(2025, 12, 31)), rules.on(date(2024, 12, 31))), made_tables(tmp_path)
    with pytest.raises(BadInput, match="2022"):
        make_plan(policies, tables, Known(**GROWING), {})
    plan = make_plan(policies, tables, Known(**GROWING, history={("resident", 2022): 8_000_000}), {})
    assert plan.schemes["resident"].totals.total.value == 9_984_000  # (0.8 + 1.8 + 7.0) million × 1.04


GROWTH = """
label: 增长率
label_en: growth
meaning: 测试用的增长率。
kind: table
of: rate
set_by: [city]
versions:
  - from: 2025-08-07
    value: {resident: 3%}
    cite: {document: assumed, clause: 测试}
    checked_on: 2026-11-22
"""


def test_guangdong_takes_the_mean_of_three_years_first_and_last_years_total_later(tmp_path):
    folder = tmp_path / "packs/cn/gd/budget/making"
    folder.mkdir(parents=True)
    (folder / "growth.yaml").write_text(GROWTH.replace("[city]", "[province, city]"), "utf8")
    rules, tables = load_pack("cn/gd", (tmp_path / "packs",)), made_tables(tmp_path)
    policies = (rules.on(date(2025, 12, 31)), rules.on(date(2025, 12, 31)))
    history = {("resident", 2022): 8_000_000}
    first = make_plan(policies, tables, Known(**GROWING, history=history, is_first_year=True), {})
    assert first.schemes["resident"].totals.total.value == 9_270_000  # (8 + 9 + 10) ÷ 3 million × 1.03
    assert make_plan(policies, tables, Known(**GROWING), {}).schemes["resident"].totals.total.value == 10_300_000


def test_guangdong_as_shipped_leaves_growth_to_its_cities(tmp_path):
    with pytest.raises(BadInput, match=r"budget\.making\.growth"):
        plan_of(tmp_path, pack="cn/gd", **GROWING)


def test_xining_takes_three_yuan_a_head_until_ten_percent():
    policy = load_pack("cn/qh/630100").on(date(2024, 12, 31))
    heads = given(Name("heads", "人数", "heads", "person"), 200_000, Source("test", "heads"))
    fund, _findings = fill(policy, heads, Known(financing_fen=6_000_000_000, risk_balance_fen=570_000_000))
    assert fund.contribution.value == 30_000_000
    fund, _findings = fill(policy, heads, Known(financing_fen=6_000_000_000, risk_balance_fen=0))
    assert fund.contribution.value == 60_000_000


@pytest.mark.parametrize(("year", "share"), [(2009, 40_000), (2010, 30_000), (2011, 30_000)])
def test_hebei_takes_four_three_and_three_percent(year, share):
    assert load_pack("cn/he").on(date(year, 12, 31))["budget.risk_fund.contribution_rate"].value == share
