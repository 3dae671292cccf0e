"""A share of a whole, grown."""

from fenming.kernel import PPM, divide

EXPLAIN = "{whole} × {rate} × (1 + {growth})"


def grown_share(whole: int, rate: int, growth: int) -> int:
    """`rate` ppm of `whole` fen, grown by `growth` ppm, rounded once."""
    return divide(whole * rate * (PPM + growth), PPM * PPM)
