"""Risk money held back from payments, returned when the year balances."""

from fenming.kernel import compiled

EXPLAIN = "{withheld}, returned when {balance} is not overdrawn"


@compiled
def deposit_if_balanced(withheld: int, balance: int) -> int:
    """All of `withheld` fen when the year's `balance` is not negative, nothing when it is overdrawn.

    Source: a county's plan of 2014, 5 % of each month's payment (mirrored copy).
    """
    return withheld if balance >= 0 else 0
