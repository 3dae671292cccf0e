"""A rate of deaths, stays or other cases as it would be among a standard population."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import PPM, divide

EXPLAIN = "Σ weight × cases ÷ heads over the age groups, ÷ Σ weight, of {standard}"


def standardised_rate(cases: Mapping[str, int], heads: Mapping[str, int], standard: Mapping[str, int]) -> int:
    """Direct standardisation in ppm, rounded once: every group's own rate, weighted as the `standard` population weighs it.

    `heads` are positive in every group. Groups of the standard that are not among `heads` do not count, nor does their weight.
    """
    weights = sum(standard[group] for group in heads)
    expected = sum(
        (Fraction(standard[group] * cases[group], count) for group, count in heads.items()), start=Fraction(0)
    )
    return divide(expected.numerator * PPM, expected.denominator * weights)
