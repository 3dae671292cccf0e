"""What holds of the claim verbs whatever goes in: searched for counterexamples, and tried on ten thousand draws each."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fenming.mechanisms.cap import cap
from fenming.mechanisms.deductible import deductible
from fenming.mechanisms.floor import floor
from fenming.mechanisms.share import share
from fenming.mechanisms.tiers import tiers
from fenming.mechanisms.tiers_whole import tiers_whole

DRAWS = 10_000
PPM = 1_000_000
SCALES = (1, 100, 50_000, 10_000_000, 10**11)


def share_is_within_half_a_fen_and_mirrors_its_sign(random: Random) -> None:
    whole, rate = signed(random), random.randint(0, PPM)
    paid = share(whole, rate)
    assert abs(2 * (paid * PPM - whole * rate)) <= PPM
    assert share(-whole, rate) == -paid
    assert abs(paid) <= abs(whole)


def share_of_more_is_not_less_nor_more_than_the_rise(random: Random) -> None:
    amount, more, rate = fen(random), fen(random), random.randint(0, PPM)
    assert 0 <= share(amount + more, rate) - share(amount, rate) <= more


def deductible_and_what_is_above_it_make_the_amount(random: Random) -> None:
    amount, standard = fen(random), signed(random)
    applied = deductible(amount, standard)
    assert 0 <= applied <= amount
    assert amount - applied == max(amount - max(standard, 0), 0)


def cap_never_exceeds_its_limit_nor_the_amount(random: Random) -> None:
    amount, limit = signed(random), signed(random)
    assert cap(amount, limit) <= max(limit, 0)
    assert cap(amount, limit) <= amount
    assert cap(amount, limit) in (amount, limit, 0)


def floor_is_never_below_its_least_nor_the_amount(random: Random) -> None:
    amount, least = signed(random), signed(random)
    assert floor(amount, least) >= max(amount, least)
    assert floor(amount, least) in (amount, least)


def tiers_rise_with_the_amount_and_never_by_more_than_it(random: Random) -> None:
    edges, rates = steps(random)
    amount, more = near(random, edges), fen(random)
    paid = tiers(amount, edges, rates)
    assert 0 <= tiers(amount + more, edges, rates) - paid <= more
    assert 0 <= paid <= max(amount - edges[0], 0)


def tiers_of_one_rate_are_that_share_to_half_a_fen_a_tier(random: Random) -> None:
    edges, rates = steps(random)
    amount, same = near(random, edges), (rates[0],) * len(edges)
    flat = share(max(amount - edges[0], 0), rates[0])
    assert abs(2 * (tiers(amount, edges, same) - flat)) <= len(edges) + 1


def tiers_whole_pays_one_share_at_the_rate_reached(random: Random) -> None:
    edges, rates = steps(random)
    amount = near(random, edges)
    reached = [rate for edge, rate in zip(edges, rates, strict=True) if amount > edge]
    assert tiers_whole(amount, edges, rates) == (share(amount, reached[-1]) if reached else 0)


PROPERTIES = [
    share_is_within_half_a_fen_and_mirrors_its_sign,
    share_of_more_is_not_less_nor_more_than_the_rise,
    deductible_and_what_is_above_it_make_the_amount,
    cap_never_exceeds_its_limit_nor_the_amount,
    floor_is_never_below_its_least_nor_the_amount,
    tiers_rise_with_the_amount_and_never_by_more_than_it,
    tiers_of_one_rate_are_that_share_to_half_a_fen_a_tier,
    tiers_whole_pays_one_share_at_the_rate_reached,
]


def fen(random: Random) -> int:
    """An amount of some order of magnitude."""
    return random.randint(0, random.choice(SCALES))


def signed(random: Random) -> int:
    return random.choice((-1, 1)) * fen(random)


def steps(random: Random) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Rising edges and their rates."""
    edges = sorted({fen(random) for _edge in range(random.randint(1, 8))})
    return tuple(edges), tuple(random.choice((0, 1, 600_000, PPM, random.randint(0, PPM))) for _edge in edges)


def near(random: Random, edges: tuple[int, ...]) -> int:
    """An amount anywhere, or within a fen of an edge."""
    return random.choice((fen(random), max(random.choice(edges) + random.randint(-1, 1), 0)))


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_property_holds_on_ten_thousand_draws(holds):
    random = Random(holds.__name__)
    for _draw in range(DRAWS):
        holds(random)


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
@settings(max_examples=100, deadline=None)
@given(random=st.randoms(use_true_random=False))
def test_no_counterexample_is_found(holds, random):
    holds(random)
