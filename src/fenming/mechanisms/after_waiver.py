"""What is still to be paid of an amount of which a part is waived."""

from fenming.kernel import PPM, divide

EXPLAIN = "{amount} less {waived} waived"


def after_waiver(amount: int, waived: int) -> int:
    """`amount` fen less the part `waived` (ppm); the waived part is rounded half away from zero, so both sum to the amount."""
    return amount - divide(amount * waived, PPM)
