"""What is missing stops the year; it is never counted as full and never as zero."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from fenming.budget import build_budget
from fenming.kernel import BadInput
from fenming.mechanisms import verb
from fenming.settlement import settle
from fenming.settlement.clearing import Settlement
from fenming.settlement.county_year import CountyYear, UnitYear
from tests.support.small_county import row, small_county_year, small_roll, small_unit, suixi_policy


def county(change: Callable[[UnitYear], UnitYear] = lambda unit: unit) -> CountyYear:
    """Eight units of one consortium; `change` is done to the first."""
    units = [
        small_unit(
            f"U{number}", "people", (100, 5_000_000 + 1_000 * number, 100, 5_100_000), (5, 1_500_000, 5, 1_400_000)
        )
        for number in range(8)
    ]
    return small_county_year([change(units[0]), *units[1:]])


def settled(year: CountyYear) -> Settlement:
    policy = suixi_policy()
    return settle(policy, build_budget(policy, small_roll({"people": 800}, {"people": 40})), year)


def test_a_missing_chronic_score_is_not_full_marks() -> None:
    year = county()
    people = replace(year.consortia["people"], chronic_score=None)
    with pytest.raises(BadInput, match="no chronic assessment score"):
        settled(replace(year, consortia={"people": people}))


def test_a_missing_quarter_is_not_zero() -> None:
    scores = row("facts.unit.U0.scores", {"q1": 1_000_000, "q2": 1_000_000, "q3": 1_000_000}, "ppm")
    with pytest.raises(BadInput, match="U0 has no row for q4"):
        settled(county(lambda unit: replace(unit, scores=scores)))


def test_an_item_left_out_does_not_raise_the_pay_for_the_others() -> None:
    def without_one(unit: UnitYear) -> UnitYear:
        items = dict(list(unit.met.value.items())[:-1])
        return replace(unit, met=row("facts.unit.U0.met", items, "flag"))

    with pytest.raises(BadInput, match="U0 has no row for item_12"):
        settled(county(without_one))


def test_the_best_half_is_never_more_than_half_of_the_units() -> None:
    paid = [earned for earned in settled(county()).public_health.units.values() if "result" in earned]
    assert len(paid) == 4


@pytest.mark.parametrize(("units", "places"), [(232, [29, 58, 87, 116]), (20, [2, 5, 7, 10]), (3, [0, 0, 1, 1])])
def test_bands_end_where_their_share_of_the_units_ends(units: int, places: list[int]) -> None:
    assert [verb("last_place").function(units, 125_000, bands) for bands in (1, 2, 3, 4)] == places
