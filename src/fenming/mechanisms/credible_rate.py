"""A rate of few people drawn towards the rate of all (small numbers)."""

from fenming.kernel import PPM, divide

EXPLAIN = "({numerator} + {heads} at the rate of all, {all_numerator} ÷ {all_denominator}) ÷ ({denominator} + {heads})"


def credible_rate(numerator: int, denominator: int, all_numerator: int, all_denominator: int, heads: int) -> int:
    """(own rate × n + rate of all × K) ÷ (n + K) in ppm, rounded once; K is `heads`, n the `denominator`.

    One person more or less moves it by at most 1 ÷ (n + K); with nobody it is the rate of all. `all_denominator` must be positive.
    """
    own = numerator * all_denominator + heads * all_numerator
    return divide(own * PPM, (denominator + heads) * all_denominator)
