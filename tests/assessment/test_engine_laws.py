"""What holds of every assessment: better results never cost their owner points, few people never decide everything."""

from itertools import pairwise
from random import Random

import pytest
from tests.assessment.engine_county import UNITS, Row, assessed, changed, drawn_rows, small_pack

from fenming.kernel import Book, divide
from fenming.mechanisms import recompute

DRAWS = 25
FULL = 1_000_000
RAISED = ("control_done", "standard_met", "points_done")  # more of it is better, and no interval ends above


@pytest.mark.parametrize("draw", range(DRAWS))
def test_a_better_result_never_lowers_its_owners_score(draw):
    random = Random(draw)
    rows = drawn_rows(random)
    unit, measure = random.choice(list(UNITS)), random.choice(RAISED)
    before, after = assessed(rows), assessed(raised(rows, measure, unit, random.randint(1, 30)))
    for scheme in ("health_unit", "peers", "process", "target"):
        for key, item in before.schemes[scheme][unit].items.items():
            assert after.schemes[scheme][unit].items[key].score.value >= item.score.value
        assert after.schemes[scheme][unit].total.value >= before.schemes[scheme][unit].total.value


@pytest.mark.parametrize("draw", range(DRAWS))
def test_less_of_what_should_be_little_never_lowers_its_owners_score(draw):
    random = Random(draw)
    rows = drawn_rows(random)
    unit = random.choice(list(UNITS))
    waited = next(row[3] for row in rows if row[0] == "wait_done" and row[2] == unit)
    before, after = assessed(rows), assessed(changed(rows, "wait_done", unit, random.randint(0, waited)))
    for scheme in ("health_unit", "peers"):
        assert after.schemes[scheme][unit].total.value >= before.schemes[scheme][unit].total.value


def raised(rows: list[Row], measure: str, unit: str, by: int) -> list[Row]:
    """More of a measure in every period; a part never grows beyond its whole."""
    whole = {(row[1], row[2]): row[3] for row in rows if row[0] == measure.replace("_done", "_all")}
    bounded = measure == "control_done"
    return [
        (*row[:3], min(row[3] + by, whole[row[1], unit]) if bounded else row[3] + by)
        if (row[0], row[2]) == (measure, unit)
        else row
        for row in rows
    ]


def twelve(controlled: int, unit: str) -> list[Row]:
    """A county in which one unit has twelve hypertensives, so many of them controlled."""
    rows = drawn_rows(Random(5))
    return changed(changed(rows, "control_all", unit, 12), "control_done", unit, controlled)


def test_one_reading_of_twelve_moves_a_unit_by_no_more_than_one_in_twelve_and_the_heads_of_credibility():
    values = []
    for controlled in range(13):
        found = assessed(twelve(controlled, "U06"))
        county = found.value("control", "county", "county")
        own, everyone = (controlled, 12), (county.numerator.value, county.denominator.value)
        values.append(found.value("control", "unit", "U06").credible.value)
        exact = divide((own[0] * everyone[1] + 30 * everyone[0]) * FULL, 42 * everyone[1])
        assert values[-1] == exact
    # 1 ÷ (12 + 30) of its own reading, and what that reading moves the rate of the whole county it is part of.
    moved_county = divide(30 * FULL, 42 * everyone[1])
    steps = [after - before for before, after in pairwise(values)]
    assert all(0 < step <= divide(FULL, 42) + moved_county + 2 for step in steps)


def test_one_reading_of_twelve_never_takes_a_unit_from_worst_to_best():
    def place(controlled: int, rule: str) -> int:
        found = assessed(twelve(controlled, "U06"), small_pack(rule=rule))
        values = {unit: found.value("control", "unit", unit).scored.value for unit in UNITS}
        return sorted(values, key=values.get).index("U06")

    for controlled in range(12):
        before, after = place(controlled, "credibility"), place(controlled + 1, "credibility")
        assert after - before <= len(UNITS) // 2
    assert (place(0, "naked"), place(12, "naked")) == (0, len(UNITS) - 1)
    assert place(12, "credibility") - place(0, "credibility") < len(UNITS)


def test_one_reading_moves_the_points_of_a_spread_by_a_fraction_of_what_it_moves_the_naked_rate():
    def points(controlled: int, rule: str) -> int:
        found = assessed(twelve(controlled, "U06"), small_pack(rule=rule))
        return found.schemes["health_unit"]["U06"].items["control", "year"].score.value

    for controlled in range(12):
        naked = points(controlled + 1, "naked") - points(controlled, "naked")
        credible = points(controlled + 1, "credibility") - points(controlled, "credibility")
        assert credible <= max(naked, divide(200_000 * 125, 42 * 100) + 1_000)


@pytest.mark.parametrize("draw", range(8))
def test_every_figure_recomputes_and_scores_lie_within_their_weights(draw):
    found = assessed(drawn_rows(Random(100 + draw)))
    assert all(recompute(figure) == figure.value for figure in Book(found.figures()))
    for parties in found.schemes.values():
        for one in parties.values():
            assert all(0 <= item.score.value <= item.weight.value for item in one.items.values())
            assert all(0 <= total.value <= FULL for total in one.totals.values())
