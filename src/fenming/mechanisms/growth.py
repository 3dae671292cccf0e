"""How spending per head moved from one year to the next."""

from fenming.kernel import PPM, divide

EXPLAIN = "({spend} ÷ {heads}) ÷ ({spend_before} ÷ {heads_before})"


def growth(spend: int, heads: int, spend_before: int, heads_before: int) -> int:
    """This year's spend per head as ppm of last year's: 1,000,000 is unchanged. No intermediate is rounded.

    All of `heads`, `spend_before`, `heads_before` must be positive; the caller says so to the user.
    """
    return divide(spend * heads_before * PPM, heads * spend_before)
