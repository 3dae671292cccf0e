"""How costly a group is beside all cases of the region."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import PPM, divide
from fenming.mechanisms.dip_mean import Yearly, exact_mean

EXPLAIN = "mean cost of {group} ÷ mean cost of {region}, years weighted {years}"


def dip_weight(group: Yearly, region: Yearly, years: Mapping[str, int]) -> int:
    """RW = m ÷ M in ppm, rounded once; both means over the same weighted years, see `dip_mean`."""
    weight = Fraction(exact_mean(group, years), exact_mean(region, years))
    return divide(weight.numerator * PPM, weight.denominator)
