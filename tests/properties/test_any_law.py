"""What holds under every law that localities can choose, for every person's year: at least a hundred thousand of them."""

from functools import cache
from itertools import combinations
from random import Random

import numpy as np
import pytest
from tests.properties.laws import CHOICES, dated, drawn_law, drawn_years, facts, paid, refunded

from fenming.adjudication.desk.bills import field
from fenming.adjudication.desk.summary import check_payers
from fenming.adjudication.plan.claim import MONEY
from fenming.adjudication.telling.history import plain_results

LAWS, PERSONS = 130, 800
DRAWN = [drawn_law(Random(200 + seed)) for seed in range(LAWS)]
LAYERS = (
    "pool_fen",
    "large_amount_fen",
    "critical_illness_fen",
    "civil_servant_fen",
    "medical_aid_fen",
    "tilted_aid_fen",
)
each_law = pytest.mark.parametrize("seed", range(LAWS))


@cache
def rules_of(seed: int):
    return dated(DRAWN[seed][1])


def _sums(person: np.ndarray, amounts: np.ndarray) -> np.ndarray:
    sums = np.zeros(person.max() + 1, np.int64)
    np.add.at(sums, person, amounts)
    return sums


def test_the_laws_take_every_pair_of_options_that_localities_could_combine():
    seen = {pair for chosen, _figures in DRAWN for pair in combinations(sorted(chosen.items()), 2)}
    options = [(name, option) for name in sorted(CHOICES) for option in CHOICES[name]]
    assert seen == {(one, other) for one, other in combinations(sorted(options), 2) if one[0] != other[0]}
    assert LAWS * PERSONS >= 100_000


@each_law
def test_payers_sum_to_the_bill_and_no_layer_pays_on_money_that_another_paid(seed):
    bills = drawn_years(seed, PERSONS)
    result = paid(bills, rules_of(seed))
    assert (sum(result[name] for name in LAYERS) == result["fund_fen"]).all()
    whole = result["fund_fen"] + result["given_fen"] + result["account_fen"] + result["cash_fen"]
    assert (whole == field(bills, "total_fen")).all()
    check_payers(bills, np.array(list(result.values())))
    own = field(bills, "original") < 0
    left = field(bills, "eligible_fen") + field(bills, "upfront_fen")
    for name in LAYERS:
        assert (result[name][own] >= 0).all()
        left = left - result[name]
        assert (left[own] >= 0).all(), name


@each_law
def test_more_eligible_cost_never_means_less_payment(seed):
    """On the bill itself never a fen less; over the year no more than a fen a bill, as layers round one after another.

    Two rules may take more. A yearly cap on the base: base paid at a low rate early is lost to a higher rate later. A
    civil-servant supplement with a cap beside medical aid: where it pays earlier, aid pays less and the cap still ends it.
    """
    bills = drawn_years(seed, PERSONS, with_refunds=False)
    draw = np.random.default_rng(seed)
    person = field(bills, "person")
    first = np.flatnonzero(np.diff(person, prepend=0))
    counts = np.diff(first, append=len(person))
    chosen = first + draw.integers(0, counts)
    more = draw.integers(1, 3_000_000, len(chosen))
    wider, richer = bills.copy(), bills.copy()
    for name, grown in (("total_fen", (wider, richer)), ("eligible_fen", (richer,))):
        for one in grown:
            field(one, name)[chosen] += more
    before, after = (paid(one, rules_of(seed))["fund_fen"] for one in (wider, richer))
    assert (after[chosen] >= before[chosen]).all()
    if DRAWN[seed][0]["annual_cap_on"] == "payment":
        falls = _sums(person, after)[1:] + counts < _sums(person, before)[1:]
        has_both = (field(bills, "is_civil_servant") * field(bills, "category"))[first] > 0
        assert not (falls & ~has_both).any()


@each_law
def test_refunding_everything_returns_every_year_to_zero(seed):
    bills = drawn_years(seed, PERSONS, with_refunds=False)
    everything = refunded(bills, np.ones(bills.shape[1], bool))
    result = paid(everything, rules_of(seed))
    for name in (*MONEY, "admission"):
        if name != "difference_fen":
            assert not _sums(field(everything, "person"), result[name]).any(), name


@each_law
def test_a_replayed_refund_leaves_the_year_as_if_the_bill_had_never_been(seed):
    rules = dated(DRAWN[seed][1] | {"benefits.resident.refund": _replay(seed)})
    bills = drawn_years(seed, PERSONS, with_refunds=False)
    chosen = np.random.default_rng(seed).random(bills.shape[1]) < 0.1
    with_refunds = refunded(bills, chosen)
    without = paid(np.ascontiguousarray(bills[:, ~chosen]), rules)
    result = paid(with_refunds, rules)
    persons = field(bills, "person").max() + 1
    for name in (*LAYERS, "fund_fen", "deductible_applied_fen", "admission"):
        one = np.zeros(persons, np.int64)
        other = one.copy()
        np.add.at(one, field(with_refunds, "person"), result[name])
        np.add.at(other, field(bills, "person")[~chosen], without[name])
        assert (one == other).all(), name


def _replay(seed: int):
    figure = DRAWN[seed][1]["benefits.resident.refund"]
    return type(figure)(figure.name, "replay", "", "parameter")


@each_law
def test_persons_are_independent_of_each_other(seed):
    bills = drawn_years(seed, PERSONS)
    rules = rules_of(seed)
    together = np.array(list(paid(bills, rules).values()))
    person = field(bills, "person")
    half = int(np.searchsorted(person, PERSONS // 2))
    moved = np.concatenate([bills[:, half:], bills[:, :half]], axis=1)
    original = field(moved, "original")
    refunds = original >= 0
    original[refunds] = np.where(
        original[refunds] >= half, original[refunds] - half, original[refunds] + len(person) - half
    )
    apart = np.array(list(paid(moved, rules).values()))
    assert (np.concatenate([apart[:, len(person) - half :], apart[:, : len(person) - half]], axis=1) == together).all()


@pytest.mark.parametrize("seed", range(0, LAWS, 10))
def test_plain_python_pays_what_the_compiled_loop_pays(seed):
    bills, rules = drawn_years(seed, 60), rules_of(seed)
    plain = plain_results(bills.astype(object), facts(rules))
    assert plain.tolist() == np.array(list(paid(bills, rules).values())).tolist()
