"""A whole divided among parties to the last fen."""

from collections.abc import Mapping

from fenming.kernel import split_whole

EXPLAIN = "{whole} split by {weights}, largest remainder"


def split(whole: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Parts by party that sum to `whole`; see `kernel.split_whole` for the rule on remainders."""
    return split_whole(whole, weights)
