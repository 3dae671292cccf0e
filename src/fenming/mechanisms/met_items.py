"""Money tied to targets: each item pays in full or not at all."""

from collections.abc import Mapping

from fenming.kernel import split_whole

EXPLAIN = "{whole} over the items in equal parts, paid where the target was met: {met}"


def met_items(whole: int, met: Mapping[str, int]) -> int:
    """Fen earned: `whole` is split equally over the items; those met (1) pay their part, the others nothing."""
    parts = split_whole(whole, dict.fromkeys(met, 1))
    return sum(part for item, part in parts.items() if met[item])
