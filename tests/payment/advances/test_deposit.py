"""Quality deposits: the ladder with its jump, in proportion, by the year's balance; nothing lost between."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.payment.advances.own_pack import fen, payee, policy

from fenming.kernel import BadInput, Figure
from fenming.mechanisms import recompute
from fenming.mechanisms.deposit_by_points import jump_at_least
from fenming.payment.advances import Claim, Held, Ledgers, month_orders, release_deposits
from fenming.policy import load_pack

DAY = date(2026, 6, 30)
LADDER = {
    "quality_deposit_full_points": "80",
    "quality_deposit_least_points": "60",
    "quality_deposit_loss_per_point": "3%",
}


def held(withheld_fen, score_ppm=None, balance_fen=None, name="H1"):
    score = None if score_ppm is None else Figure(f"{name}.score", score_ppm, "ppm", "table", "得分", "score")
    balance = None if balance_fen is None else fen(f"{name}.balance", balance_fen)
    return {name: Held(payee(name), fen(f"{name}.withheld", withheld_fen), score, balance)}


def released(rules, deposits):
    return {key: figure.value for key, figure in release_deposits(rules, 2025, deposits, DAY).released.items()}


@pytest.mark.parametrize(
    ("points", "share_ppm"), [(100, 10**6), (80, 10**6), (79, 970_000), (70, 700_000), (60, 400_000), (59, 0), (0, 0)]
)
def test_the_ladder_of_fujian_2001_with_its_jump_at_sixty(points, share_ppm):
    rules = load_pack("cn/fj").on(date(2001, 12, 31))
    assert released(rules, held(10**6, points * 10_000)) == {"H1": share_ppm}


def test_the_jump_of_the_ladder_is_forty_percent_and_has_a_name():
    assert jump_at_least(80, 60, 30_000) == 400_000


@pytest.mark.parametrize(("of", "expected"), [("of_hundred", 900_000), ("of_full", 947_368)])
def test_in_proportion_to_the_score_of_a_hundred_or_of_the_full_points(tmp_path, of, expected):
    values = {
        "quality_deposit_release": "in_proportion",
        "quality_deposit_proportion": of,
        "quality_deposit_full_points": "95",
    }
    assert released(policy(tmp_path, **values), held(10**6, 900_000)) == {"H1": expected}


@pytest.mark.parametrize(("balance", "expected"), [(0, 500), (-1, 0)])
def test_risk_money_comes_back_when_the_year_balances(tmp_path, balance, expected):
    rules = policy(tmp_path, quality_deposit_release="if_balanced")
    assert released(rules, held(500, balance_fen=balance)) == {"H1": expected}


def test_without_a_score_the_deposit_stays_and_is_named(tmp_path):
    rules = policy(tmp_path, quality_deposit_release="by_points", **LADDER)
    found = release_deposits(rules, 2025, held(500), DAY)
    assert (found.released, found.orders, found.steps) == ({}, (), ())
    assert [(finding.code, finding.fen) for finding in found.findings] == [("advances.deposit_undecided", 500)]


def test_without_a_rule_of_release_none_is_assumed(tmp_path):
    with pytest.raises(BadInput, match="quality_deposit_release"):
        release_deposits(policy(tmp_path), 2025, held(500, 900_000), DAY)


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    values = {"monthly_share": "95%", "quality_deposit_share": "5%", "quality_deposit_release": "by_points", **LADDER}
    return policy(tmp_path_factory.mktemp("deposit"), **values)


@settings(max_examples=40, deadline=None)
@given(earned=st.lists(st.integers(0, 10**9), min_size=1, max_size=4), score=st.integers(0, 10**6))
def test_every_fen_withheld_is_released_or_kept_and_the_account_ends_at_zero(rules, earned, score):
    ledgers = Ledgers()
    for month, fen_earned in enumerate(earned, 1):
        claim = Claim(payee(), fen(f"e{month}", fen_earned))
        ledgers.book(month_orders(rules, f"2025-{month:02d}", [claim]).steps)
    withheld = ledgers.of("quality_deposit", payee())
    found = release_deposits(rules, 2025, held(withheld, score), DAY)
    ledgers.book(found.steps)
    ledgers.book(found.steps)
    assert found.released["H1"].value + found.kept["H1"].value == withheld
    assert ledgers.outstanding("quality_deposit") == {}
    assert sum(order.amount_fen for order in found.orders) == found.released["H1"].value
    assert all(recompute(lower) == lower.value for lower in found.kept["H1"].walk())
