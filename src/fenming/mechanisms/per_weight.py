"""An amount for a weight of one."""

from fenming.kernel import PPM, compiled, divide

EXPLAIN = "{whole} ÷ {weights}"


@compiled
def per_weight(whole: int, weights: int) -> int:
    """`whole` fen over the sum of weights (ppm), in fen for a weight of one, rounded once; `weights` must be positive.

    The rate of the rate method (predicted total ÷ Σ weights), and a hospital's cost per weight.
    """
    return divide(whole * PPM, weights)
