"""What holds of the scoring verbs whatever goes in: bounded by the weight, never falling as results get better, exact."""

from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as draw

from fenming.kernel import PPM, BadInput
from fenming.mechanisms import verb
from fenming.mechanisms.wilson_low import QUANTILES

EVERY = settings(max_examples=200, derandomize=True, deadline=None)
weights = draw.integers(0, PPM)
results = draw.integers(-PPM, 3 * PPM)
rates = draw.integers(0, PPM)
directions = draw.sampled_from(("up", "down"))
peers = draw.dictionaries(draw.sampled_from([f"U{place}" for place in range(40)]), results, min_size=1)


def call(name: str, *given_values: object) -> object:
    return verb(name).function(*given_values)


def nearest(exact: Fraction) -> int:
    return (-1 if exact < 0 else 1) * int(abs(exact) + Fraction(1, 2))


def better_than(value: int, by: int, direction: str) -> int:
    return value - by if direction == "down" else value + by


@draw.composite
def counts(drawn):
    """A count and what it is counted on, at least one."""
    denominator = drawn(draw.integers(1, 10**6))
    return drawn(draw.integers(0, denominator)), denominator


@given(weights, results, results, directions, draw.integers(0, PPM))
def met_score_is_all_or_nothing_and_never_falls(weight, value, target, direction, by):
    score = call("met_score", weight, value, target, direction)
    assert score in (0, weight)
    assert score <= call("met_score", weight, better_than(value, by, direction), target, direction)


@given(weights, results, rates, directions, draw.integers(0, PPM))
def proportional_score_is_bounded_and_never_falls(weight, value, target, direction, by):
    score = call("proportional_score", weight, value, target, direction)
    assert 0 <= score <= weight
    assert score <= call("proportional_score", weight, better_than(value, by, direction), target, direction)
    if direction == "up" and 0 <= value < target:
        assert score == nearest(Fraction(weight * value, target))


@given(results, results, directions)
def shortfall_is_nothing_where_reached_and_the_distance_elsewhere(value, target, direction):
    gap = call("shortfall", value, target, direction)
    assert gap in (0, abs(value - target))
    assert (gap == 0) == (call("met_score", 1, value, target, direction) == 1)


@given(weights, results, draw.integers(1, PPM), weights, weights)
def deducted_score_falls_by_whole_steps_to_its_floor(weight, gap, step, points, least):
    score = call("deducted_score", weight, gap, step, points, least)
    assert min(least, weight) <= score <= weight
    assert call("deducted_score", weight, gap + 1, step, points, least) <= score
    assert call("deducted_score", weight, 0, step, points, least) == weight
    if gap > 0 and weight - points > least:
        assert call("deducted_score", weight, min(gap, step), step, points, least) == weight - points


@given(weights, counts(), draw.integers(0, 20), draw.integers(1, 20))
def sampled_score_is_the_qualified_share_or_vetoed(weight, counted, untrue, veto_at):
    qualified, sampled = counted
    score = call("sampled_score", weight, qualified, sampled, untrue, veto_at)
    assert score == (0 if untrue >= veto_at else nearest(Fraction(weight * qualified, sampled)))
    more = call("sampled_score", weight, min(qualified + 1, sampled), sampled, untrue, veto_at)
    assert score <= more <= weight


@given(peers, rates, rates, draw.randoms())
def quantile_lies_among_the_results_whatever_their_order(values, share, other, random):
    listed = list(values.items())
    random.shuffle(listed)
    found = call("quantile", values, share)
    assert found == call("quantile", dict(listed), share)
    assert min(values.values()) <= found <= max(values.values())
    assert call("quantile", values, min(share, other)) <= call("quantile", values, max(share, other))


@given(peers, rates)
def quantile_agrees_with_fractions(values, share):
    ordered = sorted(values.values())
    place = Fraction(share * (len(ordered) - 1), PPM)
    lower = int(place)
    above = ordered[min(lower + 1, len(ordered) - 1)]
    assert call("quantile", values, share) == nearest(ordered[lower] + (place - lower) * (above - ordered[lower]))


@given(weights, results, draw.tuples(results, results), directions, draw.integers(0, PPM))
def spread_score_lies_between_half_and_all_and_never_falls(weight, value, ends, direction, by):
    low, high = sorted(ends)
    score = call("spread_score", weight, value, low, high, direction)
    assert nearest(Fraction(weight, 2)) <= score <= weight
    assert score <= call("spread_score", weight, better_than(value, by, direction), low, high, direction)
    mirrored = "up" if direction == "down" else "down"
    assert score == call("spread_score", weight, -value, -high, -low, mirrored)


@given(weights, peers, directions)
def spread_score_gives_all_where_all_are_alike(weight, values, direction):
    value = next(iter(values.values()))
    alike = dict.fromkeys(values, value)
    low, high = (call("quantile", alike, share) for share in (100_000, 900_000))
    assert call("spread_score", weight, value, low, high, direction) == weight


@given(peers, directions, draw.randoms())
def placed_shares_the_better_place_and_does_not_mind_the_order(values, direction, random):
    places = call("placed", values, direction)
    listed = list(values.items())
    random.shuffle(listed)
    assert call("placed", dict(listed), direction) == places
    assert min(places.values()) == 1
    for party, place in places.items():
        own = values[party]
        assert place == 1 + sum(one < own if direction == "down" else one > own for one in values.values())


@given(peers, directions, draw.integers(0, PPM))
def placed_never_falls_back_by_a_better_result(values, direction, by):
    party = next(iter(values))
    raised = values | {party: better_than(values[party], by, direction)}
    assert call("placed", raised, direction)[party] <= call("placed", values, direction)[party]


@given(weights, draw.integers(1, 500), draw.lists(draw.tuples(rates, rates), max_size=6), draw.data())
def ranked_score_never_rises_down_the_places(weight, count, drawn, data):
    points = sorted((one for _places, one in drawn), reverse=True)
    bands = [{"places": places, "points": one} for (places, _one), one in zip(drawn, points, strict=True)]
    place = data.draw(draw.integers(1, count))
    score = call("ranked_score", weight, place, count, bands)
    assert 0 <= call("ranked_score", weight, place + 1, count, bands) <= score <= weight


@given(weights, results, draw.tuples(rates, rates))
def interval_score_is_full_inside_and_falls_away_from_it(weight, value, ends):
    low, high = sorted(ends)
    score = call("interval_score", weight, value, low, high)
    assert 0 <= score <= weight
    assert score == weight or not low <= value <= high
    away = value + 1 if value >= high else value - 1
    if not low <= value <= high:
        assert call("interval_score", weight, away, low, high) <= score


@given(counts(), counts(), draw.integers(0, 500))
def credible_rate_lies_between_own_and_all_and_moves_by_no_more_than_a_head(own, everyone, heads):
    numerator, denominator = own
    value = call("credible_rate", numerator, denominator, *everyone, heads)
    naked, county = Fraction(numerator, denominator), Fraction(*everyone)
    exact = (naked * denominator + county * heads) / (denominator + heads)
    assert value == nearest(exact * PPM)
    assert min(naked, county) <= exact <= max(naked, county)
    if numerator < denominator:
        more = call("credible_rate", numerator + 1, denominator, *everyone, heads)
        assert 0 <= more - value <= nearest(Fraction(PPM, denominator + heads)) + 1


@given(counts(), draw.integers(0, 500))
def credible_rate_of_nobody_is_that_of_all(everyone, heads):
    assert call("credible_rate", 0, 0, *everyone, heads + 1) == nearest(Fraction(*everyone) * PPM)


def wilson_ends(numerator: int, denominator: int, confidence: int) -> tuple[Decimal, Decimal]:
    """The ends of the interval in ppm as the formula is printed, to eighty digits."""
    with localcontext() as context:
        context.prec = 80
        count, whole, z = Decimal(numerator), Decimal(denominator), Decimal(QUANTILES[confidence]) / PPM
        half = z * (count * (whole - count) / whole + z * z / 4).sqrt()
        middle, divisor = count + z * z / 2, whole + z * z
        return (middle - half) / divisor * PPM, (middle + half) / divisor * PPM


@given(counts(), draw.sampled_from(sorted(QUANTILES)))
def wilson_low_is_the_formula_rounded_down(counted, confidence):
    low, _high = wilson_ends(*counted, confidence)
    found = call("wilson_low", *counted, confidence)
    assert found == (0 if counted[0] == 0 else int(low))
    assert found * counted[1] <= counted[0] * PPM


@given(counts(), draw.sampled_from(sorted(QUANTILES)))
def wilson_high_is_the_formula_rounded_up(counted, confidence):
    _low, high = wilson_ends(*counted, confidence)
    found = call("wilson_high", *counted, confidence)
    assert found == (PPM if counted[0] == counted[1] else ceil(high))
    assert found * counted[1] >= counted[0] * PPM


@given(
    draw.dictionaries(draw.text(min_size=1), draw.tuples(rates, draw.integers(1, 9)), min_size=1), draw.integers(0, 9)
)
def weighted_score_lies_between_its_scores_and_never_falls(drawn, by):
    scores, parts = ({key: pair[at] for key, pair in drawn.items()} for at in (0, 1))
    value = call("weighted_score", scores, parts)
    assert min(scores.values()) <= value <= max(scores.values())
    first = next(iter(scores))
    assert value <= call("weighted_score", scores | {first: scores[first] + by}, parts)
    assert value == call("weighted_score", dict(reversed(scores.items())), {key: 7 * one for key, one in parts.items()})


@given(rates, rates, draw.dictionaries(draw.sampled_from("abcdef"), rates, min_size=1))
def graded_never_falls_with_the_score(score, by, grades):
    lower, higher = call("graded", score, grades), call("graded", score + by, grades)
    assert grades[lower] <= grades[higher]
    assert grades[lower] <= score or grades[lower] == min(grades.values())


@given(draw.integers(0, 10**12), draw.sampled_from(("good", "bad", "unnamed")), rates, rates)
def graded_effect_adds_takes_or_leaves(whole, grade, plus, minus):
    effect = call("graded_effect", whole, grade, {"good": plus, "bad": -minus})
    assert effect == nearest(Fraction(whole, PPM) * {"good": plus, "bad": -minus, "unnamed": 0}[grade])


PROPERTIES = [
    held
    for held in list(globals().values())
    if getattr(held, "__module__", "") == __name__ and hasattr(held, "hypothesis")
]


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_property_holds_of_every_draw(holds):
    EVERY(holds)()


def test_an_interval_at_a_confidence_without_its_quantile_is_refused_with_those_there_are():
    with pytest.raises(BadInput, match=r"950000"):
        call("wilson_low", 9, 12, 940_000)
