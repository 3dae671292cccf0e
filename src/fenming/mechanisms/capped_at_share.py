"""An amount, at most a share of another."""

from fenming.kernel import PPM, divide

EXPLAIN = "{amount}, at most {rate} of {base}"


def capped_at_share(amount: int, base: int, rate: int) -> int:
    """`amount` fen, but not above `rate` ppm of `base` fen; the limit is rounded to the fen."""
    return min(amount, divide(base * rate, PPM))
