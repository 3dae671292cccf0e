"""A group's score: its mean cost in units of a fixed amount."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import divide
from fenming.mechanisms.dip_mean import Yearly, exact_mean

EXPLAIN = "mean cost of {group} ÷ {amount}, years weighted {years}"
MICRO = 1_000_000


def dip_score_fixed(group: Yearly, years: Mapping[str, int], amount: int) -> int:
    """Score in micro-points, rounded once: mean of `group` ÷ `amount` fen. An amount of one yuan makes a score worth a yuan."""
    score = Fraction(exact_mean(group, years) * MICRO, amount)
    return divide(score.numerator, score.denominator)
