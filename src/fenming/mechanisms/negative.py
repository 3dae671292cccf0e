"""The same amount, the other way."""

from fenming.kernel import compiled

EXPLAIN = "− {amount}"


@compiled
def negative(amount: int) -> int:
    """Minus `amount`: what one party gives up for another to receive."""
    return -amount
