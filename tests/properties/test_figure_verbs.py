"""What holds of the verbs over figures whatever goes in: ten thousand draws each, and every verb has its property."""

from fractions import Fraction
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from fenming import mechanisms
from fenming.kernel import BadInput
from fenming.mechanisms import verb, verb_names

DRAWS = 10_000
PPM = 1_000_000
SCALES = (1, 9, 100, 50_000, 10_000_000, 10**11, 10**16)


def amount(random: Random) -> int:
    """Not negative, of any size, often a round number or nothing."""
    return random.choice((0, 1, random.randint(0, 100) * 10**6, *(random.randint(0, scale) for scale in SCALES)))


def signed(random: Random) -> int:
    return amount(random) * random.choice((1, -1))


def positive(random: Random) -> int:
    return amount(random) + 1


def parties(random: Random, least: int = 1) -> dict[str, int]:
    """Up to a dozen parties with weights, some nothing, not all."""
    scale = random.choice((1, 2, 10, 5_000, 10**9))
    weights = {f"party_{place}": random.randint(0, scale) for place in range(random.randint(least, 12))}
    chosen = random.choice(list(weights))
    return weights | {chosen: weights[chosen] + 1}


def nearest(exact: Fraction) -> int:
    """The whole number nearest to `exact`, a half away from zero; another way than the kernel's."""
    sign = -1 if exact < 0 else 1
    return sign * int(abs(exact) + Fraction(1, 2))


def drawn_tiers(random: Random, reading: str) -> dict[str, object]:
    """One to five tiers, edges rising from nothing, rates falling as in practice or not."""
    count = random.randint(1, 5)
    edges = sorted(random.sample(range(1, 500_000), count - 1))
    rates = [random.choice((0, PPM, random.randint(0, PPM))) for _ in range(count)]
    if random.random() < 0.5:
        rates.sort(reverse=True)
    return {"steps": list(zip([0, *edges], rates, strict=True)), "reading": reading}


def split_gives_the_whole_and_nobody_a_fen_from_his_share(random: Random) -> None:
    whole, weights = signed(random), parties(random)
    parts, total = verb("split").function(whole, weights), sum(weights.values())
    assert list(parts) == list(weights)
    assert sum(parts.values()) == whole
    for party, weight in weights.items():
        assert abs(parts[party] * total - whole * weight) < total
        assert parts[party] * whole >= 0
        assert weight or not parts[party]


def split_mirrors_and_gives_more_weight_no_less(random: Random) -> None:
    whole, weights = amount(random), parties(random, 2)
    parts = verb("split").function(whole, weights)
    assert verb("split").function(-whole, weights) == {party: -part for party, part in parts.items()}
    for party, other in zip(weights, list(weights)[1:], strict=False):
        if weights[party] >= weights[other]:
            assert parts[party] >= parts[other]
    scaled = {party: 7 * weight for party, weight in weights.items()}
    assert verb("split").function(whole, scaled) == parts


def split_gives_left_over_fen_to_the_largest_remainders_in_order(random: Random) -> None:
    whole, weights = amount(random), parties(random)
    total, parts = sum(weights.values()), verb("split").function(whole, weights)
    more = [place for place, (party, weight) in enumerate(weights.items()) if parts[party] > whole * weight // total]
    ranked = sorted(range(len(weights)), key=lambda place: (-(whole * list(weights.values())[place] % total), place))
    assert sorted(more) == sorted(ranked[: len(more)])


def split_refuses_weights_that_are_negative_or_all_nothing(random: Random) -> None:
    weights = random.choice(({}, dict.fromkeys(parties(random), 0), {**parties(random), "party_0": -positive(random)}))
    with pytest.raises(BadInput, match="weights"):
        verb("split").function(signed(random), weights)


def equal_parts_differ_by_one_fen_and_the_first_get_it(random: Random) -> None:
    whole, names = amount(random), list(parties(random))
    parts = list(verb("equal").function(whole, names).values())
    assert sum(parts) == whole
    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


def corridor_lies_between_nothing_and_the_overspend(random: Random) -> None:
    overspend, budget = amount(random), amount(random)
    for reading in ("marginal", "whole"):
        assert 0 <= verb("corridor").function(overspend, budget, drawn_tiers(random, reading)) <= overspend


def corridor_rises_with_the_overspend_and_has_no_jump_when_marginal(random: Random) -> None:
    budget, tiers = positive(random), drawn_tiers(random, "marginal")
    edge = nearest(Fraction(budget * random.choice(tiers["steps"])[0], PPM))
    overspend, more = max(0, edge + random.randint(-3, 3)), random.choice((1, amount(random)))
    borne = verb("corridor").function
    rise = borne(overspend + more, budget, tiers) - borne(overspend, budget, tiers)
    assert 0 <= rise <= more


def corridor_is_within_half_a_fen_a_tier_of_the_exact_integral(random: Random) -> None:
    overspend, budget, tiers = amount(random), amount(random), drawn_tiers(random, "marginal")
    edges = [nearest(Fraction(budget * above, PPM)) for above, _ in tiers["steps"]]
    exact = Fraction(0)
    for (_, rate), low, high in zip(tiers["steps"], edges, [*edges[1:], overspend], strict=True):
        exact += Fraction(max(0, min(overspend, max(high, low)) - low) * rate, PPM)
    borne = verb("corridor").function(overspend, budget, tiers)
    assert abs(borne - exact) <= Fraction(len(edges), 2)


def corridor_read_whole_pays_all_at_the_rate_reached(random: Random) -> None:
    overspend, budget, tiers = amount(random), amount(random), drawn_tiers(random, "whole")
    reached = [rate for above, rate in tiers["steps"] if overspend > nearest(Fraction(budget * above, PPM))]
    rate = reached[-1] if reached else tiers["steps"][0][1]
    assert verb("corridor").function(overspend, budget, tiers) == nearest(Fraction(overspend * rate, PPM))


def scored_quarters_pay_no_more_than_the_whole_and_all_at_full_score(random: Random) -> None:
    whole, weights = amount(random), parties(random)
    scores = {quarter: random.choice((0, PPM, random.randint(0, PPM))) for quarter in weights}
    earned = verb("scored_quarters").function
    paid = earned(whole, weights, scores)
    assert 0 <= paid <= whole
    assert earned(whole, weights, dict.fromkeys(weights, PPM)) == whole
    better = {quarter: random.randint(score, PPM) for quarter, score in scores.items()}
    assert earned(whole, weights, better) >= paid
    scores.pop(random.choice(list(scores)))
    with pytest.raises(KeyError):
        earned(whole, weights, scores)


def met_items_pay_no_more_than_the_whole_and_more_when_more_is_met(random: Random) -> None:
    whole, met = amount(random), {item: random.randint(0, 1) for item in parties(random)}
    earned = verb("met_items").function
    paid = earned(whole, met)
    assert 0 <= paid <= whole
    assert earned(whole, dict.fromkeys(met, 1)) == whole
    assert earned(whole, dict.fromkeys(met, 0)) == 0
    assert paid + earned(whole, {item: 1 - flag for item, flag in met.items()}) == whole
    assert earned(whole, met | {random.choice(list(met)): 1}) >= paid


def rank_is_a_permutation_by_amount_ties_in_order(random: Random) -> None:
    amounts = {party: random.choice((signed(random), random.randint(0, 3))) for party in parties(random)}
    places = verb("rank").function(amounts)
    assert sorted(places.values()) == list(range(1, len(amounts) + 1))
    listed = sorted(amounts, key=lambda party: places[party])
    assert [amounts[party] for party in listed] == sorted(amounts.values())
    for ahead, behind in pairwise(listed):
        assert amounts[ahead] < amounts[behind] or list(amounts).index(ahead) < list(amounts).index(behind)


def growth_is_the_exact_quotient_rounded_once(random: Random) -> None:
    spend, heads, before, heads_before = signed(random), positive(random), positive(random), positive(random)
    exact = Fraction(spend, heads) / Fraction(before, heads_before) * PPM
    assert verb("growth").function(spend, heads, before, heads_before) == nearest(exact)
    assert verb("growth").function(before, heads, before, heads) == PPM


def mean_growth_lies_between_the_least_and_the_most(random: Random) -> None:
    growths = {party: random.randint(0, 3 * PPM) for party in parties(random)}
    mean = verb("mean_growth").function(growths)
    assert min(growths.values()) <= mean <= max(growths.values())
    assert mean == nearest(Fraction(sum(growths.values()), len(growths)))


def slower_is_so_when_it_fell_or_grew_less_than_the_mean(random: Random) -> None:
    growth, mean = random.randint(0, 2 * PPM), random.randint(0, 2 * PPM)
    flag = verb("slower").function
    assert flag(growth, mean) == int(growth < PPM or growth < mean)
    assert flag(growth, mean) >= flag(growth + 1, mean)
    assert flag(max(PPM, mean), mean) == 0


def per_head_is_the_exact_quotient_rounded_once(random: Random) -> None:
    whole, heads = signed(random), positive(random)
    assert verb("per_head").function(whole, heads) == nearest(Fraction(whole, heads))
    assert verb("per_head").function(-whole, heads) == -verb("per_head").function(whole, heads)


def ratio_is_the_exact_share_rounded_once(random: Random) -> None:
    part, whole = signed(random), positive(random)
    assert verb("ratio").function(part, whole) == nearest(Fraction(part * PPM, whole))
    assert verb("ratio").function(whole, whole) == PPM


def excess_both_ways_makes_the_difference_and_one_of_them_is_nothing(random: Random) -> None:
    one, other = signed(random), signed(random)
    over, under = verb("excess").function(one, other), verb("excess").function(other, one)
    assert over - under == one - other
    assert min(over, under) == 0


def difference_and_its_part_make_the_whole(random: Random) -> None:
    whole, part = signed(random), signed(random)
    assert verb("difference").function(whole, part) + part == whole


def negative_twice_is_the_amount_and_once_cancels_it(random: Random) -> None:
    one = signed(random)
    assert verb("negative").function(one) + one == 0
    assert verb("negative").function(verb("negative").function(one)) == one


def times_adds_up_head_by_head(random: Random) -> None:
    heads, more, fen = amount(random), amount(random), signed(random)
    times = verb("times").function
    assert times(heads + more, fen) == times(heads, fen) + times(more, fen)
    assert times(1, fen) == fen


def total_is_the_same_in_any_order_and_in_any_grouping(random: Random) -> None:
    parts = {party: signed(random) for party in parties(random)}
    shuffled = dict(random.sample(list(parts.items()), len(parts)))
    first = dict(list(parts.items())[: random.randint(0, len(parts))])
    rest = {party: fen for party, fen in parts.items() if party not in first}
    add = verb("total").function
    assert add(**parts) == add(**shuffled) == add(**first) + add(**rest)


def collected_keeps_every_part_in_order(random: Random) -> None:
    parts = {party: signed(random) for party in parties(random)}
    assert list(verb("collected").function(**parts).items()) == list(parts.items())


def comparable_says_just_when_growth_can_be_worked_out(random: Random) -> None:
    heads, heads_before, before = (random.choice((0, signed(random))) for _ in range(3))
    flag = verb("comparable").function(heads, heads_before, before)
    assert flag == int(min(heads, heads_before, before) > 0)
    if flag:
        verb("growth").function(amount(random), heads, before, heads_before)


def counted_is_the_number_of_parties(random: Random) -> None:
    named = parties(random)
    assert verb("counted").function(named) == len(named)


def last_place_never_reaches_beyond_its_share_and_misses_it_by_less_than_a_place(random: Random) -> None:
    units, rate, bands = random.randint(0, 5_000), random.randint(0, PPM), random.randint(1, 8)
    last = verb("last_place").function(units, rate, bands)
    assert last * PPM <= units * rate * bands < (last + 1) * PPM
    assert last <= verb("last_place").function(units, rate, bands + 1)


PROPERTIES = [
    held
    for name, held in list(globals().items())
    if any(name.startswith(f"{one}_") for one in verb_names()) and callable(held)
]


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_property_holds_on_ten_thousand_draws(holds):
    random = Random(holds.__name__)
    for _ in range(DRAWS):
        holds(random)


def test_the_package_gives_functions_whichever_verbs_were_used_before():
    for name in verb_names():
        assert callable(verb(name).function)
    for name in mechanisms.__all__:
        assert not isinstance(getattr(mechanisms, name), ModuleType), name


def test_every_verb_has_a_property():
    elsewhere = (
        import_module(f"tests.properties.{file.stem}") for file in Path(__file__).parent.glob("test_*_verbs.py")
    )
    named = [*(held.__name__ for held in PROPERTIES), *(name for module in elsewhere for name in vars(module))]
    assert [one for one in verb_names() if not any(name.startswith(f"{one}_") for name in named)] == []
