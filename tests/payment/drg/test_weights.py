"""Weights are group means over the mean of all, exact, from years that count as the pack says."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from fenming.kernel import BadInput
from fenming.payment.drg import History, mean_costs
from tests.payment.drg.places import PLAIN, RULES, YEAR, before, history, ruled, tables, terms

YUAN = 100


def weighing(**changed):
    return ruled(weight=replace(RULES.weight, **changed))


def coefficient(**changed):
    return ruled(coefficient=replace(RULES.coefficient, **changed))


def test_a_weight_is_the_group_mean_over_the_mean_of_all_cases():
    priced = terms()
    assert priced.means.region == 10_000 * YUAN
    assert priced.weight("H11") == 800_000
    assert priced.sheet("H11", "A").base == 80 * 1_000_000


def test_a_weight_of_one_may_be_a_thousand_points():
    assert terms(ruled(scale=1000)).sheet("H11", "A").base == 800 * 1_000_000


@pytest.mark.parametrize(
    ("weights", "mean"), [((1, 2, 7), 11_600), ((1, 3, 6), 11_500), ((2, 3, 5), 11_300), ((1, 1, 1), 11_000)]
)
def test_later_years_weigh_more(weights, mean):
    costs = {
        YEAR - 3: {("A", "H11"): [10_000]},
        YEAR - 2: {("A", "H11"): [11_000]},
        YEAR - 1: {("A", "H11"): [12_000]},
    }
    rules = weighing(year_weights=dict(zip(RULES.weight.year_weights, weights, strict=True)))
    assert mean_costs(history(costs), rules).group["H11"] == mean * YUAN


def test_a_year_without_cases_takes_its_weight_with_it():
    costs = {YEAR - 3: {("A", "H11"): [8_000]}, YEAR - 1: {("A", "H11"): [16_000]}}
    assert mean_costs(history(costs), RULES).group["H11"] == 15_000 * YUAN


def test_other_years_and_cases_without_group_or_cost_do_not_count():
    listed = [*before(YEAR - 1, PLAIN), *before(YEAR, {("A", "H11"): [1]}), *before(YEAR - 4, {("A", "H11"): [1]})]
    listed += before(YEAR - 1, {("A", ""): [90_000]}) + before(YEAR - 1, {("A", "N11"): [0]})
    means = mean_costs(History(*tables(listed)), RULES)
    assert means.group == {"H11": 8_000 * YUAN, "X99": 12_000 * YUAN}
    assert means.region == 10_000 * YUAN


def test_nothing_is_rounded_on_the_way():
    costs = {YEAR - 3: {("A", "H11"): [1, 1, 2]}, YEAR - 2: {("A", "H11"): [1, 2]}, YEAR - 1: {("A", "X99"): [7]}}
    priced = terms(past=history(costs))
    group = (Fraction(400, 3) * 1 + 150 * 2) / 3
    region = (Fraction(400, 3) * 1 + 150 * 2 + 700 * 7) / 10
    assert priced.weight("H11") == group / region * 1_000_000


@pytest.mark.parametrize(
    ("trim", "edge", "mean"),
    [("none", 0, 292), ("quartile", 1_500_000, 115), ("percent", 200_000, 120), ("deviation", 1_500_000, 115)],
)
def test_far_cases_are_left_out_as_the_pack_says(trim, edge, mean):
    costs = {YEAR - 1: {("A", "H11"): [100, 110, 120, 130, 1_000]}}
    assert mean_costs(history(costs), weighing(trim=trim, edge_ppm=edge)).group["H11"] == mean * YUAN


def test_a_group_with_too_few_cases_a_year_is_unstable():
    costs = {year: {("A", "H11"): [8_000] * 5, ("A", "X99"): [9_000] * 4} for year in (YEAR - 2, YEAR - 1)}
    priced = terms(weighing(stable_cases_min=5), history(costs))
    assert priced.sheet("H11", "A").is_stable
    assert not priced.sheet("X99", "A").is_stable


def test_given_weights_stand_in_place_of_history():
    priced = terms(weighing(source="given"), history(weights={"H11": 900_000, "N11": 2_500_000}))
    assert priced.weight("H11") == 900_000
    assert priced.weight("X99") is None
    assert priced.sheet("N11", "A").mean_fen == 25_000 * YUAN
    assert priced.sheet("N11", "A").is_stable


def test_a_hospital_coefficient_is_its_own_mean_over_the_regions_in_the_base_years():
    costs = {YEAR - 3: {("A", "H11"): [1]}, YEAR - 1: {("A", "H11"): [8_800], ("B", "H11"): [7_200]}}
    priced = terms(coefficient(by="institution", years=2), history(costs))
    assert priced.coefficient("H11", "A") == 1_100_000
    assert priced.coefficient("H11", "B") == 900_000


def test_a_hospital_new_in_the_group_has_a_coefficient_of_one():
    priced = terms(coefficient(by="institution", years=2))
    assert priced.coefficient("H11", "B") == priced.coefficient("N11", "A") == 1_000_000


def test_hospitals_of_a_level_share_its_coefficient_and_one_without_level_has_one():
    costs = {YEAR - 1: {("A", "H11"): [10_000], ("B", "H11"): [8_000], ("C", "H11"): [6_000]}}
    levels = {"A": "county", "B": "county", "C": "primary", "D": "primary", "E": ""}
    priced = terms(coefficient(by="level", years=1), history(costs, levels=levels))
    assert priced.coefficient("H11", "A") == priced.coefficient("H11", "B") == 1_125_000
    assert priced.coefficient("H11", "D") == 750_000
    assert priced.coefficient("H11", "E") == priced.coefficient("H11", "unknown") == 1_000_000


def test_coefficients_stay_within_their_bounds():
    costs = {YEAR - 1: {("A", "H11"): [15_000], ("B", "H11"): [5_000]}}
    priced = terms(coefficient(by="institution", years=2, least_ppm=700_000, most_ppm=1_300_000), history(costs))
    assert (priced.coefficient("H11", "A"), priced.coefficient("H11", "B")) == (1_300_000, 700_000)


def test_groups_at_one_price_have_no_coefficient_whatever_the_hospital():
    costs = {YEAR - 1: {("A", "H11"): [15_000], ("B", "H11"): [5_000]}}
    rules = coefficient(by="institution", years=2, same_price_groups=frozenset({"H11"}))
    priced = terms(rules, history(costs))
    assert priced.sheet("H11", "A").full == priced.sheet("H11", "B").full


def test_the_order_of_earlier_cases_does_not_matter():
    random = Random("order")
    listed = [
        one
        for year in (YEAR - 3, YEAR - 2, YEAR - 1)
        for one in before(
            year, {(h, d): [random.randint(1, 50) for _ in range(9)] for h in "AB" for d in ("H11", "X99")}
        )
    ]
    for trim, edge in (("quartile", 500_000), ("percent", 200_000), ("deviation", 1_000_000)):
        rules = ruled(
            weight=replace(RULES.weight, trim=trim, edge_ppm=edge),
            coefficient=replace(RULES.coefficient, by="institution", years=2),
        )
        shuffled = random.sample(listed, len(listed))
        assert mean_costs(History(*tables(listed)), rules) == mean_costs(History(*tables(shuffled)), rules)


def test_without_earlier_cases_the_message_says_which_years_are_missing():
    with pytest.raises(BadInput, match="no grouped cases of the years 2021 to 2023"):
        terms(past=history({YEAR: PLAIN}))


def test_groups_of_other_cases_are_refused():
    cases, grouped = tables(before(YEAR - 1, PLAIN))
    with pytest.raises(BadInput, match="does not have the rows of the cases"):
        mean_costs(History(cases, grouped.slice(1)), RULES)
    with pytest.raises(BadInput, match="does not have the rows of the cases"):
        mean_costs(History(cases, grouped.take(list(reversed(range(grouped.num_rows))))), RULES)
