"""What may be drawn from money held back."""

from fenming.kernel import compiled

EXPLAIN = "{need}, no more than {balance}, where it is allowed ({is_allowed})"


@compiled
def draw(need: int, balance: int, is_allowed: int) -> int:
    """`need` fen as far as `balance` fen reaches, nothing where the condition for using it (`is_allowed`, 1 or 0) is not met."""
    if is_allowed:
        return min(max(need, 0), max(balance, 0))
    return 0
