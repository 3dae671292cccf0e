"""Rates by tier, the whole amount at the rate of the tier it reaches (whole reading, 全额套档)."""

from collections.abc import Sequence

from fenming.kernel.compiled import compiled
from fenming.mechanisms.share import share

EXPLAIN = "{amount} whole, at the rate of the tier it reaches: above {edges} at {rates}"


@compiled
def tiers_whole(amount: int, edges: Sequence[int], rates: Sequence[int]) -> int:
    """`amount` fen times the ppm of the highest tier whose lower edge lies below it; nothing at or below the first edge.

    `edges` are lower edges in fen, rising, and belong to the tier below them; `rates` has one ppm per edge.
    """
    rate = 0
    for tier in range(len(edges)):
        if amount > edges[tier]:
            rate = rates[tier]
    return share(amount, rate)
