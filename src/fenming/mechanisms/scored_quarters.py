"""Money of a year released by quarterly scores."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide, split_whole

EXPLAIN = "{whole} over quarters {weights}, each times its score {scores}"


def scored_quarters(whole: int, weights: Mapping[str, int], scores: Mapping[str, int]) -> int:
    """Fen earned: the year's amount is split over quarters by `weights`, each part times its score in ppm.

    Every quarter must have its score: a missing one is never counted as zero.
    """
    parts = split_whole(whole, weights)
    return sum(divide(parts[quarter] * scores[quarter], PPM) for quarter in parts)
