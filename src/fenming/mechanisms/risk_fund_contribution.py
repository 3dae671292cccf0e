"""What the risk fund takes this year."""

from fenming.kernel import PPM, divide

EXPLAIN = "{contribution}, no more than fills {balance} up to {target} of {financing}"


def risk_fund_contribution(contribution: int, financing: int, balance: int, target: int) -> int:
    """The year's `contribution` fen, but only until `balance` fen stands at `target` ppm of the year's `financing` fen.

    After money was used the balance is lower, so the fund takes again: refilling needs no rule of its own.
    """
    room = divide(financing * target, PPM) - balance
    return max(0, min(contribution, room))
