"""Several scores in one, each with its weight."""

from collections.abc import Mapping

from fenming.kernel import divide

EXPLAIN = "{scores} weighted {weights}"


def weighted_score(scores: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """Weighted mean in the unit of `scores`, rounded once: quarters of a year, or a party's own score and the one above it.

    Every key of `weights` must have its score: a missing one is never counted as zero. Weights sum to more than zero.
    """
    return divide(sum(scores[key] * weight for key, weight in weights.items()), sum(weights.values()))
