"""By how much one amount exceeds another."""

from fenming.kernel import compiled

EXPLAIN = "{amount} − {limit}, not below zero"


@compiled
def excess(amount: int, limit: int) -> int:
    """`amount` above `limit`, zero when it does not exceed it: surplus and overspend are both this."""
    return max(amount - limit, 0)
