"""Working capital: gates, size, who gets none, and that all of it is back when the year ends."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.payment.advances.own_pack import fen, payee, policy

from fenming.kernel import BadInput
from fenming.mechanisms import recompute
from fenming.payment.advances import (
    Application,
    Claim,
    Ledgers,
    book_return,
    check_apart,
    check_recovered,
    month_orders,
    working_capital,
)
from fenming.payment.fund import Gate
from fenming.policy import load_pack

OPEN = (Gate("payable_months", "payable months", "passed", "34.72 ≥ 12"),)
DAY = date(2025, 3, 20)


def application(*spend_fen, name="H1", first=2024, **more):
    spend = {first - place: fen(f"{name}.{first - place}", value) for place, value in enumerate(spend_fen)}
    return Application(payee(name), spend, **more)


def amounts(rules, *applications, year=2025, gates=OPEN):
    found = working_capital(rules, year, applications, gates, DAY)
    return {key: figure.value for key, figure in found.amounts.items()}, [finding.why for finding in found.findings]


def test_one_month_of_last_years_spend_by_the_national_rule():
    assert amounts(load_pack("cn").on(DAY), application(1_200_000_000)) == ({"H1": 100_000_000}, [])


def test_three_past_years_are_averaged_without_rounding_in_between(tmp_path):
    rules = policy(tmp_path, working_capital_base_years="3")
    assert amounts(rules, application(100, 100, 101))[0] == {"H1": 8}
    assert amounts(rules, application(1_000_000_000, 1_100_000_000, 1_500_000_001))[0] == {"H1": 100_000_000}


def test_more_years_than_the_nation_allows_are_refused(tmp_path):
    with pytest.raises(BadInput, match="outside what the nation allows"):
        amounts(policy(tmp_path, working_capital_base_years="4"), application(1, 1, 1, 1))


def test_yinzhou_lends_two_months_and_yunnan_looks_at_one_year():
    assert amounts(load_pack("cn/zj/330212").on(DAY), application(1_200_000_000))[0] == {"H1": 200_000_000}
    assert load_pack("cn/yn").on(DAY)["payment.advances.working_capital_base_years"].grade.word == "summary"


def test_guangyuan_lent_to_quotas_of_a_million_and_two_months_to_grade_a():
    pack = load_pack("cn/sc/510800").on(date(2013, 9, 1))
    shares = {
        name: pack[f"payment.advances.working_capital_{name}"].value for name in ("months", "months_best", "quota_min")
    }
    assert shares == {"months": 1, "months_best": 2, "quota_min": 100_000_000}


def test_a_quota_is_the_entry_and_the_best_get_two_months(tmp_path):
    rules = policy(tmp_path, working_capital_months_best="2", working_capital_quota_min="1000000 元")
    small = application(120_000, name="H1", quota=fen("q1", 99_999_999))
    enough = application(120_000, name="H2", quota=fen("q2", 100_000_000))
    best = application(120_000, name="H3", quota=fen("q3", 100_000_000), is_best=True)
    found, whys = amounts(rules, small, enough, best)
    assert found == {"H2": 10_000, "H3": 20_000}
    assert len(whys) == 1
    assert "below 1,000,000.00 yuan" in whys[0]


def test_xinyang_leaves_out_what_was_prepaid_otherwise():
    rules = load_pack("cn/ha/411500").on(date(2025, 8, 1))
    with_prepaid = application(1_200_000, prepaid={2024: fen("prepaid", 240_000)})
    found, whys = amounts(rules, with_prepaid, application(1_200_000, name="H2"))
    assert found == {"H1": 80_000}
    assert whys == ["what it was prepaid otherwise was not given"]


def test_a_closed_or_unknown_gate_lends_nothing_and_says_which():
    gates = (*OPEN, Gate("last_year", "no deficit last year", "unknown", "2024 was not given"))
    found, whys = amounts(load_pack("cn").on(DAY), application(1_200_000), gates=gates)
    assert (found, whys) == ({}, ["2024 was not given"])


def test_working_capital_for_building_is_refused():
    found, whys = amounts(load_pack("cn").on(DAY), application(1_200_000, uses=("drugs", "construction")))
    assert found == {}
    assert "not for: construction" in whys[0]


def test_a_missing_past_year_is_named(tmp_path):
    _, whys = amounts(policy(tmp_path, working_capital_base_years="2"), application(1_200_000))
    assert whys == ["its spend of 2023 was not given"]


def test_more_than_is_out_cannot_be_returned_and_a_receipt_counts_once():
    ledgers, at = Ledgers(), datetime.fromisoformat("2025-12-20T10:00")
    ledgers.book(working_capital(load_pack("cn").on(DAY), 2025, [application(1_200)], OPEN, DAY).steps)
    book_return(ledgers, payee(), 60, "R1", at)
    book_return(ledgers, payee(), 60, "R1", at)
    assert ledgers.of("working_capital", payee()) == 40
    assert [finding.fen for finding in check_recovered(ledgers, 2025)] == [40]
    with pytest.raises(BadInput, match=r"0\.40 yuan are out"):
        book_return(ledgers, payee(), 41, "R2", at)
    with pytest.raises(BadInput, match="receipt"):
        book_return(ledgers, payee(), 1, " ", at)


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    values = {"monthly_share": "95%", "quality_deposit_share": "5%"}
    return policy(tmp_path_factory.mktemp("year"), **values)


@settings(max_examples=40, deadline=None)
@given(past=st.lists(st.integers(0, 10**9), min_size=1, max_size=4), earned=st.integers(0, 10**8))
def test_at_the_years_end_advances_less_recoveries_are_zero(rules, past, earned):
    applications = [application(spend, name=f"H{place}") for place, spend in enumerate(past)]
    lent = working_capital(rules, 2025, applications, OPEN, DAY)
    ledgers = Ledgers()
    ledgers.book(lent.steps)
    out = {one.payee.institution_id: ledgers.of("working_capital", one.payee) for one in applications}
    assert out == {key: figure.value for key, figure in lent.amounts.items()}
    claims = [
        Claim(one.payee, fen(f"e{key}", earned), outstanding=fen(f"o{key}", out[key]))
        for key, one in ((one.payee.institution_id, one) for one in applications)
    ]
    ledgers.book(month_orders(rules, "2025-12", claims).steps)
    for one in applications:
        left = ledgers.of("working_capital", one.payee)
        if left:
            book_return(
                ledgers, one.payee, left, f"R-{one.payee.institution_id}", datetime.fromisoformat("2025-12-31T09:00")
            )
    assert list(check_recovered(ledgers, 2025)) == []
    assert list(check_apart(ledgers)) == []
    for figure in lent.amounts.values():
        assert all(recompute(lower) == lower.value for lower in figure.walk())
