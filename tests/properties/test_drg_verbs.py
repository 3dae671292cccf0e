"""What holds of the verbs of DRG payment whatever goes in, against exact fractions."""

from fractions import Fraction
from random import Random

import pytest

from fenming.kernel import BadInput
from fenming.mechanisms import verb, verb_names

DRAWS = 3_000
PPM = 1_000_000
TRIMS = ("none", "quartile", "deviation", "percent")


def cost(random: Random) -> int:
    return random.randint(1, random.choice((9, 10_000, 10**7, 10**10)))


def mean(random: Random) -> Fraction:
    return Fraction(cost(random), random.randint(1, 500))


def points(random: Random) -> Fraction:
    return mean(random) * 1_000


def costs(random: Random) -> list[int]:
    scale = cost(random)
    return [random.randint(1, scale) for _ in range(random.randint(0, 30))]


def trimmed_keeps_the_middle_of_the_cases_in_order(random: Random) -> None:
    listed, trim, edge = costs(random), random.choice(TRIMS), random.choice((0, 50_000, 500_000, 1_500_000, 3_000_000))
    edge = min(edge, 499_999) if trim == "percent" else edge
    kept = verb("trimmed").function(listed, trim, edge)
    ordered = sorted(listed)
    assert kept == sorted(kept)
    assert not kept or any(ordered[at : at + len(kept)] == kept for at in range(len(ordered)))
    assert verb("trimmed").function(random.sample(listed, len(listed)), trim, edge) == kept
    wider = verb("trimmed").function(listed, trim, edge // 2 if trim == "percent" else 2 * edge)
    assert len(wider) >= len(kept)


def trimmed_by_deviations_agrees_with_fractions(random: Random) -> None:
    listed, edge = costs(random), random.choice((PPM, 2 * PPM, 3 * PPM))
    if listed:
        middle = Fraction(sum(listed), len(listed))
        variance = sum((one - middle) ** 2 for one in listed) / len(listed)
        inside = sorted(one for one in listed if (one - middle) ** 2 <= Fraction(edge, PPM) ** 2 * variance)
        assert verb("trimmed").function(listed, "deviation", edge) == inside


def smoothed_mean_lies_between_the_years_and_does_not_mind_larger_weights(random: Random) -> None:
    weights = {f"y{year}": random.randint(0, 9) for year in range(3)}
    means = {year: mean(random) for year in random.sample(sorted(weights), random.randint(1, 3))}
    smoothed = verb("smoothed_mean").function(means, weights)
    assert min(means.values()) <= smoothed <= max(means.values())
    assert smoothed == verb("smoothed_mean").function(means, {year: 7 * weight for year, weight in weights.items()})


def relative_weight_does_not_depend_on_the_currency_and_the_mean_weighs_one(random: Random) -> None:
    group, region, times = mean(random), mean(random), random.randint(1, 100)
    weigh = verb("relative_weight").function
    assert weigh(group, region) == weigh(group * times, region * times)
    assert weigh(region, region) == PPM
    assert weigh(group, region) * region == group * PPM


def base_points_grow_with_the_scale(random: Random) -> None:
    weight = points(random)
    assert verb("base_points").function(weight, 1000) == 10 * verb("base_points").function(weight, 100)


def cost_coefficient_stays_in_its_bounds_and_is_the_ratio_within(random: Random) -> None:
    own, group = mean(random), mean(random)
    least, most = sorted((random.randint(0, 2 * PPM), random.randint(0, 2 * PPM)))
    bounded, free = (
        verb("cost_coefficient").function(own, group, low, high) for low, high in ((least, most), (0, None))
    )
    assert least <= bounded <= most
    assert free * group == own * PPM
    assert bounded == free or bounded in (least, most)


def full_points_are_the_base_at_a_coefficient_of_one(random: Random) -> None:
    base, coefficient = points(random), random.randint(0, 3 * PPM)
    assert verb("full_points").function(base, PPM) == base
    assert verb("full_points").function(base, coefficient) * PPM == base * coefficient


def incomplete_points_never_exceed_the_base_and_never_fall_with_cost(random: Random) -> None:
    base, middle, spent, coefficient = points(random), mean(random), cost(random), random.randint(1, 2 * PPM)
    incomplete = verb("incomplete_points").function
    assert 0 < incomplete(base, coefficient, spent, middle) <= base
    assert incomplete(base, coefficient, spent, middle) <= incomplete(base, coefficient, spent + 1, middle)


def low_points_pay_in_the_ratio_of_cost(random: Random) -> None:
    full, middle, spent = points(random), mean(random), cost(random)
    low = verb("low_points").function
    assert low(full, 2 * spent, middle) == 2 * low(full, spent, middle)
    assert low(full, middle, middle) == full


def high_points_join_the_full_points_at_the_cut_and_rise_as_cost_does(random: Random) -> None:
    full, middle, cut, more = points(random), mean(random), random.randint(PPM, 5 * PPM), cost(random)
    high = verb("high_points").function
    edge = middle * cut / PPM
    assert high(full, edge, middle, cut) == full
    assert high(full, edge + more, middle, cut) - full == full * more / middle


def cost_points_are_proportional_to_cost_and_the_mean_is_worth_the_scale(random: Random) -> None:
    region, scale, spent = cost(random), random.choice((100, 1000)), cost(random)
    worth = verb("cost_points").function
    assert worth(region, region, scale) == scale * PPM
    assert worth(2 * spent, region, scale) == 2 * worth(spent, region, scale)


def readmission_points_keep_their_part(random: Random) -> None:
    whole, kept = points(random), random.randint(0, PPM)
    cut = verb("readmission_points").function
    assert cut(whole, kept) + cut(whole, PPM - kept) == whole


def per_weight_is_the_exact_quotient_rounded_once(random: Random) -> None:
    whole, weights, scale = cost(random), cost(random), random.choice((1, 100, 1000))
    exact = Fraction(whole * PPM * scale, weights)
    assert verb("per_weight").function(whole, weights, scale) == int(exact + Fraction(1, 2))


def rate_standard_undoes_per_weight_to_half_a_fen_a_weight(random: Random) -> None:
    predicted, weights = cost(random), random.randint(1, 10**12)
    rate = verb("per_weight").function(predicted, weights, 100)
    standard = verb("rate_standard").function(weights, rate, 100)
    assert abs(standard - predicted) <= Fraction(weights, 2 * 100 * PPM) + Fraction(1, 2)


def fund_share_is_floored_or_taken_back_and_never_differs_above_zero(random: Random) -> None:
    standard, rate = cost(random), random.randint(0, PPM)
    deducted = {name: random.randint(0, standard) for name in ("self_pay", "first_pay", "deductible")}
    share = verb("fund_share").function
    taken, floored = (share(standard, deducted, rate, rule) for rule in ("claw_back", "zero"))
    assert floored == max(taken, 0)
    exact = Fraction((standard - sum(deducted.values())) * rate, PPM)
    assert abs(taken - exact) <= Fraction(1, 2)


def point_value_times_points_is_the_money_but_for_the_last_digit(random: Random) -> None:
    fund, patients, whole = cost(random), cost(random), random.randint(1, 10**13)
    value = verb("point_value").function(fund, patients, whole)
    assert abs(value * whole - (fund + patients) * 10_000 * PPM) <= whole


def floored_split_pays_the_fund_out_and_takes_from_nobody(random: Random) -> None:
    parties = [f"h{place}" for place in range(random.randint(1, 8))]
    weights = {party: random.randint(0, 10**6) for party in parties} | {parties[0]: random.randint(1, 10**6)}
    patients = {party: random.randint(0, random.choice((0, 100, 10**6))) for party in parties}
    fund = random.randint(0, 10**6)
    parts = verb("floored_split").function(fund, weights, patients)
    assert list(parts) == parties
    assert sum(parts.values()) == fund
    assert min(parts.values()) >= 0
    with pytest.raises(BadInput, match="below zero"):
        verb("floored_split").function(-1, weights, patients)


PROPERTIES = [
    held
    for name, held in list(globals().items())
    if any(name.startswith(f"{one}_") for one in verb_names()) and callable(held)
]


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_property_holds_on_thousands_of_draws(holds):
    random = Random(holds.__name__)
    for _ in range(DRAWS):
        holds(random)
