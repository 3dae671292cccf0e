"""How far a case's cost lies from the mean of its group."""

from collections.abc import Mapping

from fenming.kernel import PPM

EXPLAIN = "{cost} beside the mean {mean}, cuts {cuts}"


def deviation_kind(cost: int, mean: Mapping[str, int], cuts: Mapping[str, int]) -> str:
    """`low` below the lower cut, `high` above the upper one, `review` from the review cut on, else `normal`.

    `mean` is `total` fen ÷ `cases`, never rounded; `cuts` holds `low`, `high`, `review` in ppm of the mean.
    Exactly at the lower or upper cut a case is normal. Source: DIP technical specification, quoted.
    """
    measured, unit = cost * mean["cases"] * PPM, mean["total"]
    if measured >= unit * cuts["review"]:
        return "review"
    if measured < unit * cuts["low"]:
        return "low"
    return "high" if measured > unit * cuts["high"] else "normal"
