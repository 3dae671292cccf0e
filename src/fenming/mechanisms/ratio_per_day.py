"""An amount for each one and day: beds in use, visits for each doctor's day."""

from fenming.kernel import PPM, divide

EXPLAIN = "{part} ÷ ({whole} × {days})"


def ratio_per_day(part: int, whole: int, days: int) -> int:
    """`part` over `whole` times `days` in ppm, rounded once: 1,000,000 is one for each and day. `whole` and `days` positive."""
    return divide(part * PPM, whole * days)
