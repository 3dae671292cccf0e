"""The points of a case far below its group's mean."""

from fractions import Fraction

EXPLAIN = "{full} × {cost} ÷ {mean}"


def low_points(full: int | Fraction, cost: int | Fraction, mean: int | Fraction) -> Fraction:
    """Full micro-points in the ratio of the case's cost to the mean (both fen), exact; `mean` must be positive."""
    return Fraction(full * cost, mean)
