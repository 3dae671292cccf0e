"""What a case may cost by its score."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import divide
from fenming.mechanisms.dip_points import exact_product

EXPLAIN = "{score} × {coefficients} × {point_value}"
MICRO_POINTS, MICRO_YUAN_IN_FEN = 1_000_000, 10_000


def dip_standard(score: int, coefficients: Mapping[str, int], point_value: int) -> int:
    """Fen, rounded once: `score` in micro-points × coefficients (ppm) × `point_value` in millionths of a yuan."""
    exact = Fraction(score * exact_product(coefficients) * point_value, MICRO_POINTS * MICRO_YUAN_IN_FEN)
    return divide(exact.numerator, exact.denominator)
