"""The points of a case far above its group's mean."""

from fractions import Fraction

from fenming.kernel import PPM

EXPLAIN = "{full} × (1 + {cost} ÷ {mean} − {cut})"


def high_points(full: int | Fraction, cost: int | Fraction, mean: int | Fraction, cut: int) -> Fraction:
    """Full micro-points and as many times more as the cost lies above `cut` (ppm) times the mean, exact.

    At the cut it gives the full points: there is no jump. `mean` must be positive.
    """
    return full + full * (Fraction(cost, mean) - Fraction(cut, PPM))
