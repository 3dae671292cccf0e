"""By how much a result stays behind its target."""

EXPLAIN = "what {value} lacks of {target} ({direction}), not below zero"


def shortfall(value: int, target: int, direction: str) -> int:
    """The gap in the unit of both; with `direction` `down` what lies above the target. Zero where it is reached."""
    gap = value - target if direction == "down" else target - value
    return max(gap, 0)
