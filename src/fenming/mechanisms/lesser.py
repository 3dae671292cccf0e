"""The lesser of what is wanted and what there is room for."""

from fenming.kernel import compiled

EXPLAIN = "{amount}, not above {limit}"


@compiled
def lesser(amount: int, limit: int) -> int:
    """The lesser of the two, in their own unit; both may be negative, as a fund that shrinks makes a growth."""
    return min(amount, limit)
