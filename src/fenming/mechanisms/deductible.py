"""What the insured person bears before the fund begins to pay."""

from fenming.kernel.compiled import compiled

EXPLAIN = "the smaller of {amount} and the deductible {standard}, never below zero"


@compiled
def deductible(amount: int, standard: int) -> int:
    """The part of `amount` fen that a deductible of `standard` fen takes: never more than the amount, never negative.

    Source: the national field act_pay_dedc, the smaller of the deductible in force and the eligible cost.
    """
    return max(min(amount, standard), 0)
