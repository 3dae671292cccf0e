"""A part of an amount in proportion to a quantity."""

from fenming.kernel.compiled import compiled
from fenming.kernel.money import divide

EXPLAIN = "{whole} × {part} ÷ {quantity}"


@compiled
def by_quantity(whole: int, part: int, quantity: int) -> int:
    """What of `whole` fen falls on `part` of a positive `quantity`, rounded once, half away from zero.

    In a compiled loop `quantity` must stay below 2,000 million and `part` must not exceed it.
    """
    if whole < 0:
        return -by_quantity_of(-whole, part, quantity)
    return by_quantity_of(whole, part, quantity)


@compiled
def by_quantity_of(whole: int, part: int, quantity: int) -> int:
    """The same for a whole that is not negative: whole multiples first, so that nothing overflows."""
    return whole // quantity * part + divide(whole % quantity * part, quantity)
