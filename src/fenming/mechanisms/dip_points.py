"""What a case earns in points: score, deviation, coefficients, one rounding."""

from collections.abc import Mapping
from fractions import Fraction
from math import prod
from typing import Any

from fenming.kernel import PPM, divide
from fenming.mechanisms.deviation_score import deviation_factor

EXPLAIN = "{score} at a cost of {cost} beside the mean {mean}, cuts {cuts}, × {coefficients}"


def dip_points(
    score: int, cost: int, mean: Mapping[str, int], cuts: Mapping[str, int], coefficients: Mapping[str, int]
) -> int:
    """Micro-points, rounded once: the score as `deviation_score` has it × every one of `coefficients` (ppm by name)."""
    exact = score * deviation_factor(cost, mean, cuts) * exact_product(coefficients)
    return divide(exact.numerator, exact.denominator)


def exact_product(coefficients: Mapping[Any, int]) -> Fraction:
    """All coefficients multiplied, before any rounding; none make one."""
    return prod((Fraction(rate, PPM) for rate in coefficients.values()), start=Fraction(1))
