"""A score in proportion to the target reached, never above its weight (比例法)."""

from fenming.kernel import divide

EXPLAIN = "{weight} × the share of {target} that {value} reaches ({direction}), at most all of it"


def proportional_score(weight: int, value: int, target: int, direction: str) -> int:
    """w·min(1, x ÷ t) in ppm of a hundred points; with `direction` `down` w·min(1, t ÷ x). Nothing is below zero.

    A target of nothing or less is reached by whoever is on its better side. Source: 宁阳县 public-health indicators; village
    chronic assessment 2021 (copies): at or above the target full, below it pro rata.
    """
    if direction == "down":
        return weight if value <= target else divide(weight * max(target, 0), value)
    if value >= target:
        return weight
    return divide(weight * max(value, 0), target) if target > 0 else 0
