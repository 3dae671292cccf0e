"""A death rate as it would be among a standard population."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import PPM, divide

EXPLAIN = "Σ weight × deaths ÷ residents over the age groups, ÷ Σ weight, of {standard}"


def standardised_rate(deaths: Mapping[str, int], residents: Mapping[str, int], standard: Mapping[str, int]) -> int:
    """Direct standardisation in ppm, rounded once: every group's own rate, weighted as the `standard` population weighs it.

    `residents` are positive in every group. Groups of the standard that are not among `residents` do not count, nor does their weight.
    """
    weights = sum(standard[group] for group in residents)
    expected = sum(
        (Fraction(standard[group] * deaths[group], heads) for group, heads in residents.items()), start=Fraction(0)
    )
    return divide(expected.numerator * PPM, expected.denominator * weights)
