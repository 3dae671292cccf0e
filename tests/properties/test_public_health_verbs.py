"""What holds of the verbs of work points, the split table, estimates and risk whatever goes in."""

from fractions import Fraction
from random import Random

import pytest

from fenming.kernel import PPM
from fenming.mechanisms import verb

DRAWS = 2_000
KINDS = ("visit", "check", "lecture", "vaccination")
LEVELS = {"medium": 2, "high": 4}


def call(name: str, **given: object) -> object:
    return verb(name).function(**given)


def nearest(exact: Fraction) -> int:
    """The whole number nearest to `exact`, a half upwards; nothing here is negative."""
    return int(exact + Fraction(1, 2))


def by_kind(random: Random, most: int) -> dict[str, int]:
    return {kind: random.randint(0, most) for kind in KINDS}


def work_points_add_up_over_parts_and_never_fall_with_more_work(random: Random) -> None:
    points, here, there = by_kind(random, 40), by_kind(random, 10**9), by_kind(random, 10**9)
    both = {kind: here[kind] + there[kind] for kind in KINDS}
    apart = [call("work_points", points=points, served=served) for served in (here, there)]
    assert call("work_points", points=points, served=both) == sum(apart)
    assert call("work_points", points=points, served=both) >= max(apart)


def split_cells_are_the_whole_task_and_each_is_shown_to_the_nearest_fen(random: Random) -> None:
    amount, weight, share = random.randint(0, 10**6), random.randint(0, PPM), random.randint(0, PPM)
    cells = call("split_cells", amount=amount, weight=weight, township_share=share)
    assert cells["township"] + cells["village"] == amount * weight * PPM
    for party in ("township", "village"):
        assert cells[f"{party}_shown"] == nearest(Fraction(cells[party], PPM * PPM))


def estimated_patients_are_the_exact_product_rounded_once(random: Random) -> None:
    residents, adults, prevalence = random.randint(0, 10**7), random.randint(0, PPM), random.randint(0, PPM)
    exact = Fraction(residents) * Fraction(adults, PPM) * Fraction(prevalence, PPM)
    given = {"residents": residents, "adult_share": adults, "prevalence": prevalence}
    assert call("estimated_patients", **given) == nearest(exact)
    assert 0 <= call("estimated_patients", **given) <= residents


def risk_points_never_lower_the_level_by_another_sign(random: Random) -> None:
    points, counts = by_kind(random, 3), by_kind(random, 2)
    more = counts | {random.choice(KINDS): 3}
    first, second = (call("risk_points", points=points, counts=signs) for signs in (counts, more))
    order = ["low", *LEVELS]
    lower, higher = (order.index(call("risk_level", points=each, levels=LEVELS)) for each in (first, second))
    assert first <= second
    assert lower <= higher


def risk_level_does_not_mind_the_order_in_which_levels_are_written(random: Random) -> None:
    points = random.randint(0, 9)
    backwards = dict(reversed(LEVELS.items()))
    assert call("risk_level", points=points, levels=LEVELS) == call("risk_level", points=points, levels=backwards)


LAWS = (
    work_points_add_up_over_parts_and_never_fall_with_more_work,
    split_cells_are_the_whole_task_and_each_is_shown_to_the_nearest_fen,
    estimated_patients_are_the_exact_product_rounded_once,
    risk_points_never_lower_the_level_by_another_sign,
    risk_level_does_not_mind_the_order_in_which_levels_are_written,
)


@pytest.mark.parametrize("law", LAWS, ids=[law.__name__ for law in LAWS])
def test_the_law_holds_for_random_inputs(law):
    random = Random(law.__name__)
    for _draw in range(DRAWS):
        law(random)
