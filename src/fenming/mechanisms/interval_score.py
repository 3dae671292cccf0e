"""Full inside an interval, in proportion outside it (区间法)."""

from fenming.kernel import divide

EXPLAIN = "{weight} where {value} lies from {low} to {high}, in proportion outside"


def interval_score(weight: int, value: int, low: int, high: int) -> int:
    """The weight inside [low, high], w·x ÷ low below, w·high ÷ x above; nothing is below zero.

    Source: the interval items of the national evaluation of primary-care institutions (implied by a copy).
    """
    if value < low:
        return divide(weight * max(value, 0), low) if low > 0 else 0
    return divide(weight * max(high, 0), value) if value > high else weight
