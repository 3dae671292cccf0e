"""Which of several groups a case belongs to."""

from collections.abc import Mapping

EXPLAIN = "of {candidates} the most matched procedures, then the mean nearest to {cost}"


def candidate_group(candidates: Mapping[str, Mapping[str, int]], cost: int) -> str:
    """The group with the most `matched` procedures, then the smallest distance of its `mean` from `cost`, then the first name.

    `candidates` must not be empty; means and cost in fen. Source: a regional DIP engine, quoted.
    """
    return min(
        candidates, key=lambda group: (-candidates[group]["matched"], abs(candidates[group]["mean"] - cost), group)
    )
