"""How uncertain an estimated weight is."""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt

from fenming.kernel import PPM
from fenming.mechanisms.shrunken_weights import credibility

EXPLAIN = "standard error of the weights estimated from {spend} ÷ {heads} and {squares}"


def weight_errors(heads: Mapping[str, int], spend: Mapping[str, int], squares: Mapping[str, int]) -> dict[str, int]:
    """The standard error in ppm of each cell's weight by `shrunken_weights`; the error of the mean itself is left out.

    About two standard errors to either side hold the true weight in 19 of 20 cells, where spend is not too skewed.
    """
    found = credibility(heads, spend, squares)
    if found.mean <= 0:
        return dict.fromkeys(heads, 0)
    scale = Fraction(PPM * found.mean.denominator, found.mean.numerator)
    return {cell: _root(error * scale * scale) for cell, error in found.squared_error.items()}


def _root(value: Fraction) -> int:
    """The whole number nearest to the square root."""
    return (isqrt(4 * value.numerator // value.denominator) + 1) // 2
