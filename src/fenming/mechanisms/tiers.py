"""Rates by tier, each on its own part of the amount (marginal reading, 分段累进)."""

from collections.abc import Sequence

from fenming.kernel.compiled import compiled
from fenming.mechanisms.share import share

EXPLAIN = "{amount} by tiers, each part at its own rate: above {edges} at {rates}"


@compiled
def tiers(amount: int, edges: Sequence[int], rates: Sequence[int]) -> int:
    """Sum over tiers of the part of `amount` fen inside the tier times the tier's ppm, each part rounded by itself.

    `edges` are the lower edges in fen, rising; a tier ends where the next begins, the last one never. What lies
    below the first edge earns nothing. `rates` has one ppm per edge.
    """
    earned = 0
    for tier in range(len(edges)):
        upper = amount
        if tier + 1 < len(edges):
            upper = min(amount, edges[tier + 1])
        earned += share(max(upper - edges[tier], 0), rates[tier])
    return earned
