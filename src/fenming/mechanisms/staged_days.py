"""Days of a long stay paid by its stages."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import PPM, divide

EXPLAIN = "{days} at {day_rate}, by stages of {stage_days} at {stage_rates}"


def staged_days(day_rate: int, days: int, stage_days: Mapping[str, int], stage_rates: Mapping[str, int]) -> int:
    """The fund's part in fen of `days` at `day_rate` fen, each stage at its ppm in the order of `stage_days`.

    Days beyond the last stage are paid nothing; whoever calls tells of them. Rounded once.
    """
    left, paid = days, Fraction(0)
    for stage, length in stage_days.items():
        inside = min(left, length)
        paid += Fraction(inside * day_rate * stage_rates[stage], PPM)
        left -= inside
    return divide(paid.numerator, paid.denominator)
