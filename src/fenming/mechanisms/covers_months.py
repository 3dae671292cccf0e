"""Does a balance pay for as many months as it must?"""

from fenming.kernel import compiled

EXPLAIN = "does {balance} pay for {least} months at {spend} in {months} months?"


@compiled
def covers_months(balance: int, spend: int, months: int, least: int) -> int:
    """1 when `balance` is at least `least` times the monthly mean of `spend` over `months`; otherwise 0. Never rounded.

    Source: 医保办函〔2024〕101号, 12 months for employees and 6 for residents before working capital is paid.
    """
    return 1 if balance * months >= least * spend else 0
