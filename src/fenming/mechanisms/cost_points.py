"""The points that a cost is worth where no group prices it."""

from fractions import Fraction

from fenming.kernel import PPM

EXPLAIN = "{cost} ÷ {regional_mean} × {scale}"


def cost_points(cost: int, regional_mean: int | Fraction, scale: int) -> Fraction:
    """The case's cost over the region's mean cost, times `scale` points for a weight of one, in micro-points, exact.

    For cases without a (stable) group, and for cases approved at cost. `regional_mean` must be positive.
    """
    return Fraction(cost * scale * PPM, regional_mean)
