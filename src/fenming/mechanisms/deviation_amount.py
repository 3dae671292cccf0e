"""What a case far from its standard is worth, where scores are yuan."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import PPM, divide

EXPLAIN = "{standard} at a cost of {cost}, cuts {cuts}"


def deviation_amount(cost: int, standard: int, cuts: Mapping[str, int]) -> int:
    """Fen: from the upper cut on the cost less `excess` of the standard, up to the lower cut the cost, else the standard.

    `standard` is score × coefficient in fen; `cuts` holds `low`, `high` and `excess` in ppm of it. With 1.5 and 0.5 it is
    continuous above; below the lower cut it is not. Source: a city's method, quoted in a study note.
    """
    exact = exact_deviation_amount(cost, standard, cuts)
    return divide(exact.numerator, exact.denominator)


def exact_deviation_amount(cost: int, standard: int | Fraction, cuts: Mapping[str, int]) -> Fraction:
    """The same before any rounding; `standard` may be finer than a fen."""
    if cost * PPM >= standard * cuts["high"]:
        return cost - Fraction(standard * cuts["excess"], PPM)
    return Fraction(cost if cost * PPM <= standard * cuts["low"] else standard)
