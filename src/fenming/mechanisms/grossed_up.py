"""The whole of which an amount is a share."""

from fenming.kernel import PPM, divide

EXPLAIN = "{part} ÷ {rate}"


def grossed_up(part: int, rate: int) -> int:
    """Fen of which `part` is `rate` ppm, rounded once; `rate` must be positive."""
    return divide(part * PPM, rate)
