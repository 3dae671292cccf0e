"""Past years weighted, and what they grow to."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide

EXPLAIN = "{amounts} weighted by {weights}, × (1 + {rate})"


def grown_mean(amounts: Mapping[str, int], weights: Mapping[str, int], rate: int) -> int:
    """The mean of the years' `amounts` fen by their whole `weights`, grown by `rate` ppm; rounded once, at the end.

    Years are the keys of both; a year that weighs nothing need not have an amount. Weights sum to more than zero.
    """
    weighed = sum(amounts[year] * weight for year, weight in weights.items() if weight)
    return divide(weighed * (PPM + rate), sum(weights.values()) * PPM)
