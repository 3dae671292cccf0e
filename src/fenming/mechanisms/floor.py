"""The least that must be paid."""

from fenming.kernel.compiled import compiled

EXPLAIN = "{amount}, at least {least}"


@compiled
def floor(amount: int, least: int) -> int:
    """`amount` fen, but not less than `least` fen."""
    return max(amount, least)
