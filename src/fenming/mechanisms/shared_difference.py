"""A standard rate with part of the difference to what was spent."""

from fenming.kernel import PPM, divide

EXPLAIN = "{actual} against the standard {standard}: above, the standard + {over_rate} of the excess; below, the actual + {under_rate} of the shortfall"


def shared_difference(actual: int, standard: int, over_rate: int, under_rate: int) -> int:
    """`standard` fen plus `over_rate` ppm of what `actual` exceeds it by, or `actual` plus `under_rate` of what it falls short."""
    gap = actual - standard
    if gap > 0:
        return standard + divide(gap * over_rate, PPM)
    return actual + divide(-gap * under_rate, PPM)
