"""From which overspend on a limit of what the fund bears is reached."""

from collections.abc import Mapping

from fenming.mechanisms.corridor import corridor

EXPLAIN = "the overspend of {annual_budget} at which tiers {tiers} come to {limit}"


def corridor_reach(limit: int, annual_budget: int, tiers: Mapping[str, object]) -> int | None:
    """The least overspend in fen at which the fund's part by `corridor` comes to `limit` fen; None where it never does.

    Found by halving, which marginal tiers allow: their sum never falls.
    """
    steps: list[tuple[int, int]] = list(tiers["steps"])  # type: ignore[call-overload]
    least_rate = min((rate for _above, rate in steps if rate), default=0)
    if limit <= 0 or not least_rate:
        return 0 if limit <= 0 else None
    highest = annual_budget * (steps[-1][0] + 1) + limit * (10**6 // least_rate + 1) + annual_budget
    if corridor(highest, annual_budget, tiers) < limit:
        return None
    lower, upper = 0, highest
    while upper - lower > 1:
        middle = sum((lower, upper)) // 2
        lower, upper = (lower, middle) if corridor(middle, annual_budget, tiers) >= limit else (middle, upper)
    return upper
