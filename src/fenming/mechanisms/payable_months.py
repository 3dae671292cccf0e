"""For how many months a balance pays."""

from fenming.kernel import PPM, divide

EXPLAIN = "{balance} ÷ ({spend} ÷ {months})"


def payable_months(balance: int, spend: int, months: int) -> int:
    """Cumulative `balance` over the monthly mean of `spend` in `months` months, in millionths of a month.

    `spend` must be positive. Rounded once, for showing; whether a gate is passed, `covers_months` says without rounding.
    """
    return divide(balance * months * PPM, spend)
