"""The most that may be paid."""

from fenming.kernel.compiled import compiled

EXPLAIN = "{amount}, at most {limit}"


@compiled
def cap(amount: int, limit: int) -> int:
    """`amount` fen, but not more than `limit` fen; a limit already overdrawn (negative) leaves zero to a positive amount."""
    return min(amount, max(limit, 0))
