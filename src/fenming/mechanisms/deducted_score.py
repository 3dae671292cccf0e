"""So many points lost for each step, begun or whole, of a gap (扣分法)."""

EXPLAIN = "{weight} less {points} for each {step} of {gap}, begun steps too, at least {least}"


def deducted_score(weight: int, gap: int, step: int, points: int, least: int) -> int:
    """Weight − points·⌈gap ÷ step⌉, at least `least`; all three in ppm of a hundred points, `gap` and `step` in one unit.

    `step` must be positive. Source: 广东 public-health assessment (copy): money per head short by 10 % −1, paid a month late −1,
    diverted −2.
    """
    steps = -(-max(gap, 0) // step)
    return max(weight - points * steps, min(least, weight))
