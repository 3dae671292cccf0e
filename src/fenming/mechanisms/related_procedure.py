"""Whether a procedure beside the main one counts for the group."""

from fenming.kernel import PPM

EXPLAIN = "{fee} beside {share} of {cost}"


def related_procedure(fee: int, cost: int, share: int) -> int:
    """1 where the procedure's `fee` is at least `share` ppm of the case's `cost`, else 0. Source: DIP 2.0 as quoted."""
    return int(fee > 0 and fee * PPM >= cost * share)
