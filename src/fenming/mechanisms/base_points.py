"""The points of a group before any coefficient."""

from fractions import Fraction

EXPLAIN = "{weight} × {scale}"


def base_points(weight: int | Fraction, scale: int) -> int | Fraction:
    """`weight` ppm times `scale` points for a weight of one (100 or 1,000), in micro-points, exact."""
    return weight * scale
