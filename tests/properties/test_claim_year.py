"""What holds of every person's year, whatever the bills."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adjudication.bill_table import bill_table, facts, payments, refund, registered
from tests.adjudication.histories import counties, diseases, persons
from tests.adjudication.rule_sets import dated

from fenming.adjudication.plan.claim import Paid
from fenming.adjudication.plan.loop import adjudicate_rows
from fenming.adjudication.plan.year import YEAR
from fenming.adjudication.telling.history import exact_bills, plain_years

ONE_YEAR = 365 * 24
MANY = settings(max_examples=150, deadline=None)
KEPT = ("owner", "day", "month", "supplied_until")  # which person and day it was stays known
LAST_STAY = ("stay", *(name for name in YEAR if name.startswith("stay_")))


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    return dated(tmp_path_factory.mktemp("pack"))


@MANY
@given(county=counties, counts=diseases)
def test_payers_sum_to_the_bill_and_no_layer_pays_what_another_paid(rules, county, counts):
    bills = [bill for person in county for bill in person]
    for bill, paid in zip(bills, payments(county, rules, registered(*counts)), strict=True):
        assert paid.fund_fen + paid.person_fen == bill.total_fen
        assert paid.fund_fen == paid.pool_fen + paid.critical_illness_fen
        sign = -1 if bill.refunds is not None else 1
        assert 0 <= sign * paid.critical_illness_fen <= sign * paid.critical_base_fen or paid.critical_base_fen == 0
        assert 0 <= sign * paid.deductible_applied_fen <= sign * bill.eligible_fen
        assert 0 <= sign * paid.pool_fen <= sign * bill.eligible_fen
        assert sign * paid.fund_fen <= sign * bill.eligible_fen


@MANY
@given(person=persons(hours=ONE_YEAR), counts=diseases)
def test_the_pools_yearly_cap_holds_at_every_moment(rules, person, counts):
    so_far = 0
    for paid in payments([person], rules, registered(*counts)):
        so_far += paid.pool_fen
        assert 0 <= so_far <= 30_000_000


@MANY
@given(person=persons(hours=ONE_YEAR, schemes=("390",)), more=st.integers(1, 10_000_000), place=st.integers(0, 11))
def test_more_eligible_cost_never_means_less_payment_over_the_year(rules, person, more, place):
    bills = [bill for bill in person if bill.refunds is None]
    place %= len(bills)
    bill = bills[place]
    richer = replace(bill, total_fen=bill.total_fen + more, eligible_fen=bill.eligible_fen + more)
    wider = replace(bill, total_fen=bill.total_fen + more)
    before = payments([[*bills[:place], wider, *bills[place + 1 :]]], rules)
    after = payments([[*bills[:place], richer, *bills[place + 1 :]]], rules)
    assert after[place].fund_fen >= before[place].fund_fen
    assert sum(paid.fund_fen for paid in after) >= sum(paid.fund_fen for paid in before)


@MANY
@given(person=persons(hours=ONE_YEAR), counts=diseases)
def test_refunding_everything_returns_the_year_to_nothing(rules, person, counts):
    bills = list(person)
    done = {bill.refunds for bill in bills}
    for number, bill in enumerate(person):
        if bill.refunds is None and number not in done:
            bills.append(refund(bills, number, bills[-1].hours))
    paid = payments([bills], rules, registered(*counts))
    assert sum(payment.fund_fen for payment in paid) == 0
    assert all(value == 0 for value in _left_in_year(bills, facts(rules, registered(*counts))))


def _left_in_year(bills, known):
    """What the residents' year still holds behind the last bill, apart from when and where it was."""
    columns = exact_bills(bill_table([bills]), known)
    law, years = known.rules.exact, plain_years(known)
    result = np.zeros((len(Paid._fields), columns.shape[1]), object)
    adjudicate_rows(columns, columns.shape[1], law, years, result)
    for record in (record for record in years[0] if record.owner >= 0):
        for name in set(YEAR) - {*KEPT, *LAST_STAY}:
            value = getattr(record, name)
            yield from value if isinstance(value, list) else (value,)


@MANY
@given(person=persons(hours=ONE_YEAR, schemes=("390",)))
def test_a_refund_at_once_is_as_if_the_bill_had_never_been(rules, person):
    kept = [bill for bill in person if bill.refunds is None]
    twin = [*kept, replace(kept[0], hours=kept[-1].hours)]
    alone = payments([twin], rules)
    between = payments([[*kept, kept[-1], refund([*kept, kept[-1]], len(kept), kept[-1].hours), twin[-1]]], rules)
    assert between[-1] == alone[-1]


@MANY
@given(county=counties)
def test_persons_are_independent_of_each_other_and_of_their_order(rules, county):
    together = payments(county, rules)
    apart = [paid for person in county for paid in payments([person], rules)]
    backward = [paid for person in reversed(county) for paid in payments([person], rules)]
    assert together == apart
    assert sorted(payments(county[::-1], rules)) == sorted(backward) == sorted(apart)
