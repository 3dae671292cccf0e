"""Did income reach what was spent?"""

from fenming.kernel import compiled

EXPLAIN = "is {income} at least {spend}?"


@compiled
def in_balance(income: int, spend: int) -> int:
    """1 when `income` is not below `spend`: no current deficit; otherwise 0."""
    return 1 if income >= spend else 0
