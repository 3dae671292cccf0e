"""An amount for each head."""

from fenming.kernel import compiled, divide

EXPLAIN = "{whole} ÷ {heads}"


@compiled
def per_head(whole: int, heads: int) -> int:
    """`whole` fen over `heads`, rounded to the fen; `heads` must be positive."""
    return divide(whole, heads)
