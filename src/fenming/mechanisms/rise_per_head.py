"""By how much an amount per head rose, as a share of what it was per head."""

from fenming.kernel import PPM, divide

EXPLAIN = "({amount} ÷ {heads}) ÷ ({amount_before} ÷ {heads_before}) − 1"


def rise_per_head(amount: int, heads: int, amount_before: int, heads_before: int) -> int:
    """The change of the amount per head in ppm of what it was, rounded once; below zero where it fell.

    All but `amount` must be positive; the caller says so to the user.
    """
    return divide((amount * heads_before - amount_before * heads) * PPM, amount_before * heads)
