"""A month's payment: shares, deposits, caps, offsets, and what each ledger books."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.payment.advances.own_pack import fen, payee, policy

from fenming.kernel import BadInput
from fenming.ledger import balances
from fenming.mechanisms import recompute
from fenming.payment.advances import Claim, Evidence, Ledgers, OrderBook, Payee, check_apart, month_orders, sums
from fenming.policy import load_pack

MONTH = "2025-03"
COLUMNS = ("earned", "part", "paid", "deposit", "offset", "order", "left")


def claim(earned_fen, name="H1", outstanding_fen=None, **more):
    outstanding = None if outstanding_fen is None else fen(f"{name}.outstanding", outstanding_fen)
    return Claim(payee(name), fen(f"{name}.earned", earned_fen), outstanding=outstanding, **more)


def paid(rules, *claims):
    return [
        tuple(getattr(one, column).value for column in COLUMNS) for one in month_orders(rules, MONTH, claims).payments
    ]


def test_ninety_five_paid_and_five_withheld_leave_nothing_to_the_clearing(tmp_path):
    rules = policy(tmp_path, monthly_share="95%", quality_deposit_share="5%")
    assert paid(rules, claim(100_000)) == [(100_000, 95_000, 95_000, 5_000, 0, 95_000, 0)]


def test_a_deposit_never_takes_more_than_what_is_not_paid(tmp_path):
    rules = policy(tmp_path, monthly_share="95%", quality_deposit_share="5%")
    assert paid(rules, claim(10)) == [(10, 10, 10, 0, 0, 10, 0)]


def test_shenzhen_pays_ninety_seven_percent_and_leaves_three_to_the_years_end():
    rules = load_pack("cn/gd/440300").on(date(2014, 6, 30))
    assert paid(rules, claim(1_000_000)) == [(1_000_000, 970_000, 970_000, 0, 0, 970_000, 30_000)]


def test_zhejiang_pays_at_least_eighty_five_percent_a_month():
    rules = load_pack("cn/zj").on(date(2020, 6, 30))
    assert paid(rules, claim(1_000_000)) == [(1_000_000, 850_000, 850_000, 0, 0, 850_000, 150_000)]


def test_suixi_is_assumed_to_pay_ninety_five_percent_and_says_so():
    month = month_orders(load_pack("cn/ah/340621").on(date(2024, 3, 31)), "2024-03", [claim(1_000_000)])
    assert month.payments[0].order.value == 950_000
    assert month.payments[0].order.grade.word == "assumed"


def test_risk_money_is_held_out_of_each_payment_within_the_monthly_cap(tmp_path):
    rules = policy(
        tmp_path,
        monthly_share="100%",
        quality_deposit_share="5%",
        quality_deposit_basis="paid",
        monthly_cap="{county: 2600000 元, outside: 2500000 元}",
    )
    over, under = claim(300_000_000, group="county"), claim(200_000_000, "H2", group="outside")
    assert paid(rules, over, under) == [
        (300_000_000, 300_000_000, 247_000_000, 13_000_000, 0, 247_000_000, 40_000_000),
        (200_000_000, 200_000_000, 190_000_000, 10_000_000, 0, 190_000_000, 0),
    ]


def test_primary_care_has_its_own_lower_deposit(tmp_path):
    rules = policy(tmp_path, monthly_share="90%", quality_deposit_share="5%", quality_deposit_share_primary="2%")
    assert [one[3] for one in paid(rules, claim(100_000), claim(100_000, "H2", is_primary=True))] == [5_000, 2_000]


def test_working_capital_is_set_off_as_far_as_the_payment_goes(tmp_path):
    rules = policy(tmp_path, monthly_share="95%")
    assert paid(rules, claim(100_000, outstanding_fen=40_000), claim(100_000, "H2", outstanding_fen=200_000)) == [
        (100_000, 95_000, 95_000, 0, 40_000, 55_000, 5_000),
        (100_000, 95_000, 95_000, 0, 95_000, 0, 5_000),
    ]


def test_where_working_capital_is_returned_nothing_is_set_off(tmp_path):
    rules = policy(tmp_path, monthly_share="95%", working_capital_recovery="by_return")
    assert paid(rules, claim(100_000, outstanding_fen=40_000))[0][4:6] == (0, 95_000)


def test_a_month_that_earned_less_than_nothing_pays_nothing_and_is_pointed_at(tmp_path):
    rules = policy(tmp_path, monthly_share="95%", quality_deposit_share="5%")
    month = month_orders(rules, MONTH, [claim(-5_000)])
    assert [month.orders, month.steps] == [(), ()]
    assert month.payments[0].left.value == -5_000
    assert [finding.code for finding in month.findings] == ["advances.negative_month"]


def test_without_a_monthly_share_nothing_is_assumed(tmp_path):
    with pytest.raises(BadInput, match="monthly_share"):
        month_orders(policy(tmp_path, quality_deposit_share="5%"), MONTH, [claim(1)])


def test_shares_beyond_the_whole_are_refused(tmp_path):
    with pytest.raises(BadInput, match="more than the whole"):
        month_orders(policy(tmp_path, monthly_share="98%", quality_deposit_share="5%"), MONTH, [claim(1)])


def test_an_institution_that_comes_twice_is_refused(tmp_path):
    with pytest.raises(BadInput, match="comes twice"):
        month_orders(policy(tmp_path, monthly_share="95%"), MONTH, [claim(1), claim(2)])


def test_residents_and_employees_of_one_hospital_are_two_payees_with_accounts_of_their_own(tmp_path):
    rules = policy(tmp_path, monthly_share="95%", quality_deposit_share="5%")
    payees = [Payee("H1", "医院", "Hospital", scheme) for scheme in ("resident", "employee")]
    month = month_orders(rules, MONTH, [Claim(one, fen(f"{one.key}.earned", 100_000)) for one in payees])
    assert [order.id for order in month.orders] == [
        "part_payment/2025-03/resident/H1",
        "part_payment/2025-03/employee/H1",
    ]
    ledgers, book = Ledgers(), OrderBook()
    ledgers.book(month.steps)
    book.make(month.orders, Evidence(datetime.fromisoformat("2025-04-10T09:00")))
    book.send(month.orders[0].id, Evidence(datetime.fromisoformat("2025-04-11T09:00")))
    book.pay(month.orders[0].id, Evidence(datetime.fromisoformat("2025-04-12T09:00"), "R1"))
    ledgers.book(book.steps())
    left = balances(ledgers.journals["part_payment"].entries)
    assert left["Assets:Fund:Resident"] == -95_000
    assert left["Liabilities:Payable:Resident:H1"] == 0
    assert left["Liabilities:Payable:Employee:H1"] == -95_000
    assert ledgers.of("quality_deposit", payees[1]) == 5_000


@pytest.mark.parametrize("month", ["2025-13", "March", "2025"])
def test_what_is_no_month_is_refused(tmp_path, month):
    with pytest.raises(BadInput, match="is no month"):
        month_orders(policy(tmp_path, monthly_share="95%"), month, [])


def test_every_figure_of_a_month_gives_its_value_again(tmp_path):
    rules = policy(tmp_path, monthly_share="95%", quality_deposit_share="5%")
    for figure in month_orders(rules, MONTH, [claim(123_457, outstanding_fen=1_001)]).figures():
        assert {recompute(lower) == lower.value for lower in figure.walk()} == {True}


def test_a_month_booked_twice_changes_nothing_and_another_content_is_refused(tmp_path):
    rules = policy(tmp_path, monthly_share="95%", quality_deposit_share="5%")
    ledgers = Ledgers()
    ledgers.book(month_orders(rules, MONTH, [claim(100_000)]).steps)
    heads = [journal.head for journal in ledgers.journals.values()]
    ledgers.book(month_orders(rules, MONTH, [claim(100_000)]).steps)
    assert [journal.head for journal in ledgers.journals.values()] == heads
    with pytest.raises(BadInput, match="with another content"):
        ledgers.book(month_orders(rules, MONTH, [claim(100_001)]).steps)


def test_ledgers_come_back_from_their_folder_as_they_were(tmp_path):
    rules = policy(tmp_path, monthly_share="95%", quality_deposit_share="5%")
    ledgers = Ledgers()
    ledgers.book(month_orders(rules, MONTH, [claim(100_000)]).steps)
    ledgers.save(tmp_path / "ledgers")
    again = Ledgers.load(tmp_path / "ledgers")
    assert again.outstanding("quality_deposit") == {"Liabilities:QualityDeposit:H1": 5_000}
    path = tmp_path / "ledgers" / "quality_deposit.jsonl"
    path.write_text(path.read_text().replace("5000", "4000"))
    with pytest.raises(BadInput):
        Ledgers.load(tmp_path / "ledgers")


RULES = {
    "beside": {"monthly_share": "95%", "quality_deposit_share": "5%"},
    "within": {"monthly_share": "87%", "quality_deposit_share": "10%", "quality_deposit_basis": "paid"},
    "capped": {"monthly_share": "90%", "quality_deposit_share": "3%", "monthly_cap": "{county: 5000 元}"},
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    return {name: policy(tmp_path_factory.mktemp(name), **values) for name, values in RULES.items()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    which=st.sampled_from(sorted(RULES)),
    drawn=st.lists(st.tuples(st.integers(-(10**6), 10**9), st.integers(0, 10**9)), min_size=1, max_size=6),
)
def test_every_fen_earned_is_paid_withheld_or_left_and_ledgers_stay_apart(rules, which, drawn):
    claims = [claim(earned, f"H{place}", out, group="county") for place, (earned, out) in enumerate(drawn)]
    month = month_orders(rules[which], MONTH, claims)
    for one in month.payments:
        assert one.earned.value == one.paid.value + one.deposit.value + one.left.value
        assert one.paid.value == one.order.value + one.offset.value
        assert min(one.paid.value, one.deposit.value, one.offset.value, one.order.value) >= 0
    ledgers = Ledgers()
    ledgers.book(month.steps)
    assert list(check_apart(ledgers)) == []
    assert all(sum(balances(journal.entries).values()) == 0 for journal in ledgers.journals.values())
    totals = sums(month)
    assert totals["order"] == sum(order.amount_fen for order in month.orders)
    assert totals["paid"] == sum(ledgers.outstanding("part_payment").values())
    assert totals["deposit"] == sum(ledgers.outstanding("quality_deposit").values())
