"""How dear a group is beside all cases."""

from fractions import Fraction

from fenming.kernel import PPM

EXPLAIN = "{group_mean} ÷ {regional_mean}"


def relative_weight(group_mean: int | Fraction, regional_mean: int | Fraction) -> Fraction:
    """Group mean cost over the region's mean cost in ppm, exact (RW of DRG and DIP); `regional_mean` must be positive."""
    return Fraction(group_mean * PPM, regional_mean)
