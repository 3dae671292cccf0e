"""How low the probability behind a premature mortality may lie by chance."""

from collections.abc import Mapping
from math import isqrt

from fenming.kernel import PPM
from fenming.mechanisms.premature_mortality import survival, survival_variance
from fenming.mechanisms.wilson_low import normal_quantile

EXPLAIN = "the least probability that {deaths} among {residents} agree with, at {confidence} confidence (Chiang)"


def premature_mortality_low(deaths: Mapping[str, int], residents: Mapping[str, int], confidence: int) -> int:
    """Lower end in ppm of the interval around `premature_mortality`, rounded down, not below 0.

    Normal interval with Chiang's variance of the survival, exact to the last ppm. Raises BadInput for a `confidence`
    without its quantile. Source: C. L. Chiang, variance of life-table probabilities.
    """
    middle, reach, whole = interval_parts(deaths, residents, confidence)
    return max((middle - reach) // whole, 0)


def interval_parts(deaths: Mapping[str, int], residents: Mapping[str, int], confidence: int) -> tuple[int, int, int]:
    """Middle, half width rounded up, and divisor: the ends are (middle ∓ half width) ÷ divisor, in ppm."""
    lost, spread = 1 - survival(deaths, residents), survival_variance(deaths, residents)
    squared = (lost.denominator * normal_quantile(confidence)) ** 2 * spread.numerator * spread.denominator
    root = isqrt(squared)
    middle = lost.numerator * PPM * spread.denominator
    return middle, root + (root * root < squared), lost.denominator * spread.denominator
