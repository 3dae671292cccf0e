"""Points by the band a place lies in (排名法)."""

from collections.abc import Mapping, Sequence

from fenming.kernel import PPM, divide

EXPLAIN = "{weight} by place {place} of {peers}, bands {bands}"


def ranked_score(weight: int, place: int, peers: int, bands: Sequence[Mapping[str, int]]) -> int:
    """`bands` from the best on, each with `places` (ppm of all peers) and `points` (ppm of the weight); after the last: nothing.

    A band ends at its last whole place, counted from the first band on; a place cut by the edge lies in the next band.
    """
    reach = 0
    for band in bands:
        reach += band["places"]
        if place <= peers * reach // PPM:
            return divide(weight * band["points"], PPM)
    return 0
