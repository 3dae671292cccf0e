"""Every place where a price is not continuous is named with its amount, and no other place is."""

from dataclasses import replace
from fractions import Fraction

import pytest

from fenming.payment.drg import jumps
from fenming.payment.drg.rules import StayRule
from tests.payment.drg.places import RULES, ruled, stay, terms
from tests.payment.drg.test_pricing import POINT, priced


def named(rules) -> dict[str, tuple]:
    priced_by = terms(rules)
    return {jump.parameter: (jump.at, jump.unit, jump.amount) for jump in jumps(priced_by.sheet("H11", "A"), priced_by)}


def outlier(**changed):
    return ruled(outlier=replace(RULES.outlier, **changed), readmission=None)


def test_the_low_cut_is_a_jump_of_what_lies_between_the_ratio_and_the_full_points():
    assert named(outlier()) == {"low_cut": (320_000, "fen", 48 * POINT)}


def test_the_high_cut_joins_where_the_part_above_it_is_added():
    assert "high_cut" not in named(outlier())
    edge = [priced(stay("1", total_fen=fen), rules=outlier())[0][1] for fen in (2_400_000, 2_400_001)]
    assert edge[1] - edge[0] == 100


def test_a_high_cut_that_a_review_decides_is_named_without_an_amount():
    assert named(outlier(high="review"))["high_cut"] == (2_400_000, "fen", None)


def test_an_extreme_cut_is_named_since_a_review_may_pay_anything():
    assert named(outlier(extreme_cut_ppm=5_000_000))["extreme_cut"] == (4_000_000, "fen", None)


def test_without_cuts_there_is_no_jump():
    assert named(outlier(low_cut_ppm=None, high_cut_ppm=None, high="none")) == {}
    assert named(outlier(low_cut_ppm=1_000_000)) == {}


def test_days_of_stay_and_of_return_are_jumps_too():
    rules = replace(outlier(low_cut_ppm=None), stay=StayRule(2, 60, {}), readmission=RULES.readmission)
    assert named(rules) == {
        "left_out_at_most": (2, "day", 80 * POINT),
        "left_out_at_least": (60, "day", -80 * POINT),
        "readmission_window": (15, "day", 40 * POINT),
    }


@pytest.mark.parametrize("low", [350_000, 400_000, 600_000])
@pytest.mark.parametrize("high", [1_500_000, 2_000_000, 3_000_000])
def test_the_jumps_named_are_those_that_pricing_makes(low, high):
    """From fen to fen over the whole range of costs, points move by the slope alone but where a jump is named."""
    rules = outlier(low_cut_ppm=low, high_cut_ppm=high)
    edges = {int(at) for at, _unit, _amount in named(rules).values()}
    around = sorted({edge + step for edge in (8_000 * low // 10_000, 8_000 * high // 10_000) for step in range(-3, 4)})
    points = dict(
        zip(
            around,
            (
                one
                for _rule, one in priced(*(stay(str(fen), person_id=fen, total_fen=fen) for fen in around), rules=rules)
            ),
            strict=True,
        )
    )
    jumped = {fen for fen in around if fen - 1 in points and points[fen] - points[fen - 1] > Fraction(100)}
    assert jumped == {edge for edge in edges if edge in points}
