"""Places by result, the best first, equal results sharing the better place (并列取高名次)."""

from bisect import bisect_left
from collections.abc import Mapping

EXPLAIN = "place among {values} ({direction}), equal results share the better place"


def placed(values: Mapping[str, int], direction: str) -> dict[str, int]:
    """1-based place of each party: one more than the number of parties that are better; `direction` is `up` or `down`.

    The order in which parties are listed does not matter.
    """
    sign = 1 if direction == "down" else -1
    ordered = sorted(sign * value for value in values.values())
    return {party: bisect_left(ordered, sign * value) + 1 for party, value in values.items()}
