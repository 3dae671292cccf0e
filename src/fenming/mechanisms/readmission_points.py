"""What is left of a stay's points when the person comes back too soon."""

from fractions import Fraction

from fenming.kernel import PPM

EXPLAIN = "{points} × {kept}, for a readmission in the same group"


def readmission_points(points: int | Fraction, kept: int) -> Fraction:
    """The earlier stay's micro-points times what is `kept` of them (ppm), exact."""
    return Fraction(points * kept, PPM)
