"""A target met scores in full, a target missed scores nothing (达标法)."""

EXPLAIN = "{weight} where {value} reaches {target} ({direction}), else nothing"


def met_score(weight: int, value: int, target: int, direction: str) -> int:
    """`weight` (ppm of a hundred points) or 0; with `direction` `down` the target is reached from above.

    Source: yes/no items of provincial public-health assessment methods (copies).
    """
    is_met = value <= target if direction == "down" else value >= target
    return weight if is_met else 0
