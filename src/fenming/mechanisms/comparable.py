"""Can this year be compared with the last at all?"""

from fenming.kernel import compiled

EXPLAIN = "are heads {heads}, last year's heads {heads_before} and spend {spend_before} all above zero?"


@compiled
def comparable(heads: int, heads_before: int, spend_before: int) -> int:
    """1 when a growth per head can be computed, otherwise 0."""
    return 1 if heads > 0 and heads_before > 0 and spend_before > 0 else 0
