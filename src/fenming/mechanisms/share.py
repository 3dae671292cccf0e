"""A share of a whole at a rate."""

from fenming.kernel.compiled import compiled
from fenming.kernel.money import PPM, divide

EXPLAIN = "{whole} × {rate}"


@compiled
def share(whole: int, rate: int) -> int:
    """`rate` ppm of `whole` fen, rounded once, half away from zero.

    A rate above one million gives more than the whole. In a compiled loop `whole` must stay below 4.6 million million fen.
    """
    return divide(whole * rate, PPM)
