"""What holds of DIP's verbs whatever goes in."""

from fractions import Fraction
from random import Random

import pytest

from fenming.mechanisms import verb

DRAWS = 2_000
PPM = 1_000_000
MICRO = 1_000_000
SPEC = {"low": 500_000, "high": 2_000_000, "review": 5_000_000}


def call(name: str, *given: object):
    return verb(name).function(*given)


def fen(random: Random) -> int:
    return random.randint(1, random.choice((9, 100, 50_000, 10_000_000, 10**11)))


def mean(random: Random) -> dict[str, int]:
    cases = random.randint(1, 500)
    return {"total": cases + fen(random), "cases": cases}


def yearly(random: Random) -> dict[str, list[int]]:
    """Three years, some without cases, never all."""
    years = {f"y{place}": [fen(random), random.randint(0, 60)] for place in (1, 2, 3)}
    chosen = random.choice(list(years))
    return years | {chosen: [years[chosen][0], years[chosen][1] + 1]}


def weights(random: Random) -> dict[str, int]:
    return dict(zip(("y1", "y2", "y3"), random.choice(((1, 2, 7), (1, 3, 6), (1, 1, 1))), strict=True))


def nearest(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2)) if exact >= 0 else -int(-exact + Fraction(1, 2))


def dip_mean_lies_between_the_years_and_does_not_care_for_years_without_cases(random: Random) -> None:
    group, years = yearly(random), weights(random)
    means = [Fraction(total, cases) for total, cases in group.values() if cases]
    came = call("dip_mean", group, years)
    assert nearest(min(means)) <= came <= nearest(max(means))
    assert came == call("dip_mean", {year: held for year, held in group.items() if held[1]}, years)


def dip_weight_of_the_region_itself_is_one(random: Random) -> None:
    region, years = yearly(random), weights(random)
    assert call("dip_weight", region, region, years) == PPM


def dip_score_of_a_thousand_is_a_thousand_weights_up_to_their_rounding(random: Random) -> None:
    group, base, years = yearly(random), yearly(random), weights(random)
    weight = call("dip_weight", group, base, years)
    assert abs(call("dip_score", group, base, years, 1000) - 1000 * weight) <= 500


def dip_score_fixed_in_yuan_is_the_mean_in_yuan(random: Random) -> None:
    group, years = yearly(random), weights(random)
    points = call("dip_score_fixed", group, years, 100)
    assert nearest(Fraction(points * 100, MICRO)) - call("dip_mean", group, years) in {-1, 0, 1}


def deviation_kind_has_one_answer_that_only_the_ratio_decides(random: Random) -> None:
    cost, one, times = fen(random), mean(random), random.randint(1, 9)
    more = {"total": one["total"] * times, "cases": one["cases"] * times}
    assert call("deviation_kind", cost, one, SPEC) == call("deviation_kind", cost, more, SPEC)


def deviation_score_is_as_the_specification_writes_it(random: Random) -> None:
    score, one = fen(random), mean(random)
    cost = nearest(Fraction(one["total"], one["cases"]) * Fraction(random.randint(0, 4_900_000), PPM))
    kind, ratio = call("deviation_kind", cost, one, SPEC), Fraction(cost * one["cases"], one["total"])
    if kind == "review":
        with pytest.raises(ValueError, match="experts"):
            call("deviation_score", score, cost, one, SPEC)
        return
    written = {"low": score * ratio, "high": score * (ratio - 2 + 1), "normal": Fraction(score)}[kind]
    assert call("deviation_score", score, cost, one, SPEC) == nearest(written)


def deviation_jump_is_what_one_fen_more_brings_at_the_lower_cut_and_nothing_at_the_upper(random: Random) -> None:
    unit, score = random.randint(1, 10**6) * 2, random.randint(0, 10**12)
    one = {"total": unit, "cases": 1}
    jump = call("deviation_jump", score, SPEC)
    just_below, at = (call("deviation_score", score, cost, one, SPEC) for cost in (unit // 2 - 1, unit // 2))
    step = nearest(Fraction(score, unit)) + 1
    assert abs(at - just_below - jump["low"]) <= step
    above, full = (call("deviation_score", score, cost, one, SPEC) for cost in (2 * unit + 1, 2 * unit))
    assert full == score
    assert jump["high"] == 0
    assert 0 <= above - full <= step


def deviation_amount_never_pays_above_cost_and_meets_the_standard_at_the_upper_cut(random: Random) -> None:
    cuts = {"low": 600_000, "high": 1_500_000, "excess": 500_000}
    standard = random.randint(1, 10**9) * 2
    assert call("deviation_amount", standard * 3 // 2, standard, cuts) == standard
    cost = fen(random)
    paid = call("deviation_amount", cost, standard, cuts)
    assert paid == standard or paid <= cost


def supported_amount_takes_the_best_support_alone(random: Random) -> None:
    amount, assessment = fen(random), random.randint(900_000, 1_050_000)
    supports = {f"s{place}": random.randint(50_000, 150_000) for place in range(random.randint(1, 4))}
    best = dict([max(supports.items(), key=lambda one: one[1])])
    assert call("supported_amount", amount, supports, assessment) == call("supported_amount", amount, best, assessment)


def dip_points_are_the_same_whichever_coefficient_comes_first(random: Random) -> None:
    score, one = fen(random), mean(random)
    cost = nearest(Fraction(one["total"], one["cases"])) or 1
    rates = {name: random.randint(500_000, 1_500_000) for name in ("institution", "age", "severity")}
    if call("deviation_kind", cost, one, SPEC) == "review":
        return
    turned = dict(reversed(rates.items()))
    assert call("dip_points", score, cost, one, SPEC, rates) == call("dip_points", score, cost, one, SPEC, turned)
    assert call("dip_points", score, cost, one, SPEC, {}) == call("deviation_score", score, cost, one, SPEC)


def dip_standard_of_no_coefficients_is_points_times_value(random: Random) -> None:
    points, value = fen(random), random.randint(1, 10**8)
    assert call("dip_standard", points, {}, value) == nearest(Fraction(points * value, MICRO * 10_000))


def budget_point_value_of_even_years_is_any_years_value(random: Random) -> None:
    cost, points = fen(random), fen(random)
    years = weights(random)
    same = call("budget_point_value", dict.fromkeys(years, cost), dict.fromkeys(years, points), years)
    assert same == call("budget_point_value", {"y3": cost}, {"y3": points}, {"y3": 1})


def settlement_point_value_rises_with_the_fund_and_falls_with_its_share(random: Random) -> None:
    fund, points, rate = fen(random), fen(random), random.randint(1, PPM)
    value = call("settlement_point_value", fund, rate, points)
    assert call("settlement_point_value", fund + 1, rate, points) >= value
    assert call("settlement_point_value", fund, PPM, points) <= value


def review_quota_never_exceeds_its_share(random: Random) -> None:
    cases, rate = random.randint(0, 10**6), random.randint(0, PPM)
    quota = call("review_quota", cases, rate)
    assert quota * PPM <= cases * rate < (quota + 1) * PPM


def related_procedure_counts_from_its_share_on(random: Random) -> None:
    fee, cost, share = random.randint(0, 10**6), fen(random), random.randint(1, PPM)
    assert call("related_procedure", fee, cost, share) == int(Fraction(fee, cost) >= Fraction(share, PPM))


def candidate_group_is_the_same_in_any_order(random: Random) -> None:
    drawn = {f"g{place}": {"matched": random.randint(0, 2), "mean": random.randint(0, 9)} for place in range(6)}
    shuffled = dict(random.sample(list(drawn.items()), len(drawn)))
    cost = random.randint(0, 9)
    chosen = call("candidate_group", drawn, cost)
    assert chosen == call("candidate_group", shuffled, cost)
    assert drawn[chosen]["matched"] == max(one["matched"] for one in drawn.values())


def grossed_up_at_its_share_gives_the_part_back_within_a_rounding(random: Random) -> None:
    part, rate = fen(random), random.randint(1, PPM)
    assert nearest(Fraction(call("grossed_up", part, rate) * rate, PPM)) - part in {-1, 0, 1}


def case_fund_and_what_others_paid_make_the_standard_unless_it_is_floored(random: Random) -> None:
    standard, patient, others = (fen(random) for _ in range(3))
    owed = call("case_fund", standard, patient, others, "claw_back")
    assert owed + patient + others == standard
    assert call("case_fund", standard, patient, others, "zero") == max(owed, 0)


PROPERTIES = [
    held
    for name, held in list(globals().items())
    if callable(held)
    and any(name.startswith(f"{one}_") for one in ("dip", "deviation", "supported", "budget", "settlement"))
] + [review_quota_never_exceeds_its_share, related_procedure_counts_from_its_share_on]
PROPERTIES += [candidate_group_is_the_same_in_any_order, grossed_up_at_its_share_gives_the_part_back_within_a_rounding]
PROPERTIES += [case_fund_and_what_others_paid_make_the_standard_unless_it_is_floored]


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_dip_property_holds_on_two_thousand_draws(holds):
    random = Random(holds.__name__)
    for _ in range(DRAWS):
        holds(random)
