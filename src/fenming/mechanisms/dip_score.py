"""A group's score: its mean cost beside a base, so many times."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import divide
from fenming.mechanisms.dip_mean import Yearly, exact_mean

EXPLAIN = "mean cost of {group} ÷ mean cost of {base} × {times}, years weighted {years}"
MICRO = 1_000_000


def dip_score(group: Yearly, base: Yearly, years: Mapping[str, int], times: int) -> int:
    """Score in micro-points, rounded once: mean of `group` ÷ mean of `base` × `times`.

    `base` is the region's cases, or those of a reference disease; `times` is usually 1000. Source: DIP specification, quoted.
    """
    score = Fraction(exact_mean(group, years) * times * MICRO, exact_mean(base, years))
    return divide(score.numerator, score.denominator)
