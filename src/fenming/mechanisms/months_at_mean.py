"""So many months at the mean of past months."""

from fenming.kernel import divide

EXPLAIN = "{months} × {amount} ÷ {over_months}"


def months_at_mean(amount: int, over_months: int, months: int) -> int:
    """`months` times the monthly mean of `amount` fen over `over_months`, rounded once; `over_months` must be positive.

    Working capital is a month or two of past spend (医保办函〔2024〕101号); a pace carried on for a year is twelve.
    """
    return divide(amount * months, over_months)
