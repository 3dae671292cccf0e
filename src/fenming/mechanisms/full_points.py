"""The points of an ordinary case."""

from fractions import Fraction

from fenming.kernel import PPM

EXPLAIN = "{base} × {coefficient}"


def full_points(base: int | Fraction, coefficient: int | Fraction) -> Fraction:
    """Base micro-points of the group times the coefficient in ppm, exact."""
    return Fraction(base * coefficient, PPM)
