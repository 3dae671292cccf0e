"""An amount for a weight of one."""

from fenming.kernel import PPM, divide

EXPLAIN = "{whole} ÷ {weights} × {scale}"


def per_weight(whole: int, weights: int, scale: int) -> int:
    """`whole` fen over a sum of weights in millionths of a `scale`-th, in fen for a weight of one, rounded once.

    The rate of the rate method (predicted total ÷ Σ weights) and a hospital's cost per weight. `scale` is how many points
    a weight of one is where points are given, and 1 where weights are. `weights` must be positive.
    """
    return divide(whole * PPM * scale, weights)
