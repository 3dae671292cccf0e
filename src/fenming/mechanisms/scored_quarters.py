"""Money of a year released by quarterly scores."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide, split_whole

EXPLAIN = "{whole} over quarters {weights}, each times its score {scores}"


def scored_quarters(whole: int, weights: Mapping[str, int], scores: Mapping[str, int]) -> int:
    """Fen earned: the year's amount is split over quarters by `weights`, each part times its score in ppm.

    A quarter without a score earns nothing; the caller reports it as missing.
    """
    parts = split_whole(whole, weights)
    return sum(divide(parts[quarter] * scores.get(quarter, 0), PPM) for quarter in parts)
