"""A whole in equal parts."""

from collections.abc import Collection

from fenming.kernel import split_whole

EXPLAIN = "{whole} in equal parts among {parties}"


def equal(whole: int, parties: Collection[str]) -> dict[str, int]:
    """Equal parts by party that sum to `whole`; fen left over go one each to the parties named first."""
    return split_whole(whole, dict.fromkeys(parties, 1))
