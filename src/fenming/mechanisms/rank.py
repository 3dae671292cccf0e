"""Places by amount, the smallest first."""

from collections.abc import Mapping

EXPLAIN = "place among {amounts}, the lowest first"


def rank(amounts: Mapping[str, int]) -> dict[str, int]:
    """1-based place of each party by ascending amount; equal amounts keep the order in which parties are listed."""
    order = sorted(amounts, key=lambda party: amounts[party])
    return {party: place for place, party in enumerate(order, start=1)}
