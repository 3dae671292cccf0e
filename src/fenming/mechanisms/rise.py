"""By how much an amount rose, as a share of what it was."""

from fenming.kernel import PPM, compiled, divide

EXPLAIN = "({amount} − {before}) ÷ {before}"


@compiled
def rise(amount: int, before: int) -> int:
    """The change from `before` to `amount` in ppm of `before`, which must be positive; below zero where it fell."""
    return divide((amount - before) * PPM, before)
