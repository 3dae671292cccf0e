"""What holds of the verbs of days, heads, quotas and budgets whatever goes in."""

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from fenming.mechanisms import verb

DRAWS = 2_000
PPM = 1_000_000
SCALES = (1, 100, 50_000, 10_000_000, 10**11)
SHANGHAI = {"reading": "marginal", "steps": ((0, PPM), (1_050_000, 500_000), (1_200_000, 0))}


def fen(random: Random) -> int:
    return random.randint(0, random.choice(SCALES))


def rate(random: Random) -> int:
    return random.choice((0, PPM, random.randint(0, PPM)))


def nearest(exact: Fraction) -> int:
    """The whole number nearest to `exact`, a half away from zero."""
    return (-1 if exact < 0 else 1) * int(abs(exact) + Fraction(1, 2))


def call(name: str, *given: object) -> object:
    return verb(name).function(*given)


def falling(random: Random) -> dict[str, object]:
    """Tiers whose rates fall, from nothing on."""
    edges = sorted(random.sample(range(1, 500_000), random.randint(0, 3)))
    rates = sorted((rate(random) for _edge in range(len(edges) + 1)), reverse=True)
    return {"reading": "marginal", "steps": tuple(zip((0, *edges), rates, strict=True))}


def cells(random: Random) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Heads, spend and squares by cell, as bills of single heads would give them."""
    heads, spend, squares = {}, {}, {}
    for place in range(random.randint(1, 5)):
        paid = [fen(random) for _head in range(random.randint(0, 6))]
        heads[f"c{place}"], spend[f"c{place}"] = len(paid), sum(paid)
        squares[f"c{place}"] = sum(one * one for one in paid)
    return heads, spend, squares


def grown_mean_is_the_exact_quotient_rounded_once(random: Random) -> None:
    amounts = {year: fen(random) for year in ("oldest", "middle", "latest")}
    weights = dict(zip(amounts, random.choice(((1, 2, 7), (1, 3, 6), (2, 3, 5), (1, 1, 1))), strict=True))
    growth = random.randint(-PPM, PPM)
    mean = Fraction(sum(amounts[year] * weights[year] for year in amounts), sum(weights.values()))
    assert call("grown_mean", amounts, weights, growth) == nearest(mean * (1 + Fraction(growth, PPM)))
    assert min(amounts.values()) <= call("grown_mean", amounts, weights, 0) <= max(amounts.values())


def lesser_is_one_of_both_and_above_neither(random: Random) -> None:
    amount, limit = fen(random) - 50, fen(random) - 50
    assert call("lesser", amount, limit) in (amount, limit)
    assert call("lesser", amount, limit) <= min(amount, limit)


def outpatient_package_and_its_deductions_make_the_share(random: Random) -> None:
    amounts, weights = {"a": fen(random), "b": fen(random)}, {"a": 2, "b": 3}
    taken = {"critical_illness": fen(random), "check_up": fen(random)}
    growth, share = rate(random), rate(random)
    left = call("outpatient_package", amounts, weights, growth, share, taken)
    exact = Fraction(2 * amounts["a"] + 3 * amounts["b"], 5) * Fraction(PPM + growth, PPM) * Fraction(share, PPM)
    assert left == nearest(exact - sum(taken.values()))


def package_per_head_times_heads_is_the_package_but_for_the_rounding(random: Random) -> None:
    financing, taken, carried, heads = fen(random), {"risk_fund": fen(random)}, fen(random), fen(random) + 1
    left = financing - taken["risk_fund"] + carried
    assert abs(2 * (call("package_per_head", financing, taken, carried, heads) * heads - left)) <= heads


def bed_day_payable_never_exceeds_the_days_at_quota_and_adds_up(random: Random) -> None:
    days, quota = random.randint(0, 400), fen(random)
    share = rate(random)
    shares, ratios = {"class_a": share, "class_b": PPM - share}, {"class_a": rate(random), "class_b": rate(random)}
    assert 0 <= call("bed_day_payable", days, quota, ratios, shares) <= days * quota
    assert call("bed_day_payable", days, quota, dict.fromkeys(shares, PPM), shares) == days * quota


def capped_at_share_is_never_above_either(random: Random) -> None:
    amount, base, limit = fen(random), fen(random), 1_020_000
    paid = call("capped_at_share", amount, base, limit)
    assert paid <= amount
    assert 2 * PPM * paid <= 2 * base * limit + PPM


def shared_difference_lies_between_actual_and_standard(random: Random) -> None:
    actual, standard, over, under = fen(random), fen(random), rate(random), rate(random)
    low, high = sorted((actual, standard))
    assert low <= call("shared_difference", actual, standard, over, under) <= high


def sliced_never_falls_and_is_continuous_at_every_edge(random: Random) -> None:
    base, tiers = fen(random), random.choice((SHANGHAI, falling(random)))
    edge = base * random.choice(tiers["steps"])[0] // PPM
    around = [call("sliced", amount, base, tiers) for amount in (edge, edge + 1, edge + 2)]
    assert all(0 <= later - earlier <= 1 for earlier, later in pairwise(around))
    assert call("sliced", edge, base, {"reading": "whole", "steps": ((0, PPM),)}) == edge


def staged_days_pays_more_days_no_less_and_nothing_beyond_the_last(random: Random) -> None:
    day, days = fen(random), random.randint(0, 120)
    stages, rates = {"acute": 30, "stable": 30}, {"acute": rate(random), "stable": rate(random)}
    paid = call("staged_days", day, days, stages, rates)
    assert paid <= call("staged_days", day, days + 1, stages, rates)
    assert call("staged_days", day, days + 60, stages, rates) == call("staged_days", day, 60, stages, rates)


def days_in_stages_put_every_day_somewhere(random: Random) -> None:
    stays = {str(random.randint(1, 200)): random.randint(-2, 5) for _length in range(random.randint(0, 6))}
    stages = {"acute": 30, "stable": random.randint(1, 40)}
    found = call("days_in_stages", stays, stages)
    assert list(found) == ["acute", "stable", "beyond"]
    assert sum(found.values()) == sum(int(length) * count for length, count in stays.items())


def bed_day_points_grow_day_by_day(random: Random) -> None:
    day, mean, days = fen(random), fen(random) + 1, random.randint(0, 400)
    one = call("bed_day_points", day, mean, 1)
    assert call("bed_day_points", day, mean, days) == one * days
    assert abs(2 * (one * mean - 100 * day * PPM)) <= 100 * mean


def capitation_head_does_not_round_patients(random: Random) -> None:
    cost, share, growth, visits = fen(random), rate(random), rate(random), random.randint(1, 10**6)
    exact = Fraction(cost * share * (PPM + growth), PPM * PPM) / Fraction(visits, 7)
    assert call("capitation_head", cost, share, growth, visits, 7) == nearest(exact)


def grown_share_without_growth_is_the_share(random: Random) -> None:
    whole, part, growth = fen(random), rate(random), rate(random)
    assert call("grown_share", whole, part, 0) == call("share", whole, part)
    assert call("grown_share", whole, part, growth) >= call("share", whole, part)


def capitation_of_years_is_the_mean_of_the_years_heads(random: Random) -> None:
    heads = {year: random.randint(1, 5_000) for year in ("oldest", "middle", "latest")}
    spend, signed = {year: fen(random) for year in heads}, random.randint(0, 10_000)
    exact = sum(Fraction(spend[year], heads[year]) for year in heads) / 3 * signed
    assert call("capitation_of_years", spend, heads, signed) == nearest(exact)


def quota_settlement_lies_between_spend_and_quota(random: Random) -> None:
    spend, quota = fen(random), fen(random)
    low, high = sorted((spend, quota))
    assert low <= call("quota_settlement", spend, quota, rate(random), falling(random)) <= high


def within_agrees_with_the_exact_share(random: Random) -> None:
    part, whole, limit = fen(random), fen(random) + 1, rate(random)
    assert call("within", part, whole, limit) == int(Fraction(part, whole) <= Fraction(limit, PPM))


def kept_saving_is_no_more_than_either_limit_and_nothing_if_barred(random: Random) -> None:
    saving, quota, part, limit = fen(random), fen(random), rate(random), rate(random)
    kept = call("kept_saving", saving, quota, part, limit, 1)
    assert kept == min(call("share", saving, part), call("share", quota, limit))
    assert call("kept_saving", saving, quota, part, limit, 0) == 0


def risk_fund_contribution_never_fills_above_the_target(random: Random) -> None:
    contribution, financing, balance, target = fen(random), fen(random), fen(random), rate(random)
    taken = call("risk_fund_contribution", contribution, financing, balance, target)
    full = call("share", financing, target)
    assert 0 <= taken <= contribution
    assert taken == 0 or balance + taken <= full
    assert taken in (0, contribution) or balance + taken == full


def draw_leaves_nothing_below_zero(random: Random) -> None:
    need, balance, allowed = fen(random) - 100, fen(random) - 100, random.randint(0, 1)
    drawn = call("draw", need, balance, allowed)
    assert 0 <= drawn <= max(need, 0)
    assert drawn <= max(balance, 0)
    assert allowed or drawn == 0


def leaned_parts_sum_to_the_old_whole_and_the_new_money(random: Random) -> None:
    before = {"primary": fen(random) + 1, "other": fen(random) + 1, "third": fen(random)}
    increment, part = random.choice((1, -1)) * min(fen(random), sum(before.values())), rate(random)
    after = call("leaned", increment, before, part)
    assert sum(after.values()) == sum(before.values()) + increment
    assert list(after) == list(before)


def shrunken_weights_of_all_heads_make_the_mean(random: Random) -> None:
    heads, spend, squares = cells(random)
    weights, people = call("shrunken_weights", heads, spend, squares), sum(heads.values())
    assert all(weight >= 0 for weight in weights.values())
    assert abs(2 * (sum(heads[cell] * weight for cell, weight in weights.items()) - people * PPM)) <= max(people, 1)


def weight_errors_fall_with_heads(random: Random) -> None:
    heads, spend, squares = cells(random)
    errors = call("weight_errors", heads, spend, squares)
    ordered = sorted(heads, key=lambda cell: heads[cell])
    assert [errors[cell] for cell in ordered] == sorted(errors.values(), reverse=True)


def weighted_heads_at_the_mean_are_the_heads(random: Random) -> None:
    heads = {f"c{place}": fen(random) for place in range(random.randint(1, 6))}
    assert call("weighted_heads", heads, dict.fromkeys(heads, PPM)) == sum(heads.values()) * PPM


def rise_and_what_was_before_make_the_amount(random: Random) -> None:
    amount, before = fen(random), fen(random) + 1
    assert call("rise", amount, before) == nearest(Fraction((amount - before) * PPM, before))
    assert call("rise", before, before) == 0


def need_error_is_nothing_for_all_and_the_same_for_both_halves(random: Random) -> None:
    all_heads = {f"c{place}": random.randint(0, 500) for place in range(random.randint(1, 5))}
    weights, errors = ({cell: random.randint(0, 3 * PPM) for cell in all_heads} for _ in range(2))
    half = {cell: random.randint(0, count) for cell, count in all_heads.items()}
    rest = {cell: all_heads[cell] - count for cell, count in half.items()}
    whole = fen(random)
    assert call("need_error", whole, all_heads, all_heads, weights, errors) == 0
    both = [call("need_error", whole, own, all_heads, weights, errors) for own in (half, rest)]
    assert both[0] == both[1] >= 0


def corridor_reach_is_the_least_overspend_that_reaches_the_limit(random: Random) -> None:
    limit, budget, tiers = fen(random), fen(random), falling(random)
    reached = call("corridor_reach", limit, budget, tiers)
    if reached is None:
        assert call("corridor", budget * 1000 + 10**12, budget, tiers) < limit
    else:
        assert call("corridor", reached, budget, tiers) >= limit
        assert reached == 0 or call("corridor", reached - 1, budget, tiers) < limit


PROPERTIES = [
    held for held in list(globals().values()) if getattr(held, "__module__", "") == __name__ and "_" in held.__name__
]


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_property_holds_on_two_thousand_draws(holds):
    random = Random(holds.__name__)
    for _draw in range(DRAWS):
        holds(random)
