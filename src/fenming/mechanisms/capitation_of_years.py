"""Signed heads at the mean of past years' spend per head."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import divide

EXPLAIN = "{signed} × mean over years of {spend} ÷ {heads}"


def capitation_of_years(spend: Mapping[str, int], heads: Mapping[str, int], signed: int) -> int:
    """`signed` heads times the plain mean of each year's `spend` fen per head of that year; rounded once, in fen.

    Years are the keys of both; the heads of every year must be positive.
    """
    mean = sum((Fraction(fen, heads[year]) for year, fen in spend.items()), Fraction(0))
    return divide(signed * mean.numerator, mean.denominator * len(spend))
