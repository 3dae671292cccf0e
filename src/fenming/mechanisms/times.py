"""So many times so much."""

from fenming.kernel import compiled

EXPLAIN = "{count} × {amount}"


@compiled
def times(count: int, amount: int) -> int:
    """`count` times `amount`, e.g. heads × standard per head; the unit is the amount's."""
    return count * amount
