"""The points of a stay that was broken off."""

from fractions import Fraction

from fenming.kernel import PPM

EXPLAIN = "{base} × {coefficient} × {cost} ÷ {mean}, at most {base}"


def incomplete_points(
    base: int | Fraction, coefficient: int | Fraction, cost: int, mean: int | Fraction
) -> int | Fraction:
    """Base micro-points × coefficient (ppm) × the case's cost over the group's mean, never above the base; exact.

    Jinhua 2017 has no coefficient here (give one million); Zhejiang 2019 has. `mean` must be positive.
    """
    return min(base, Fraction(base * coefficient * cost, mean * PPM))
