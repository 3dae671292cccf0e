"""Points of a stay paid by the day."""

from fenming.kernel import compiled, divide

EXPLAIN = "{day_rate} ÷ {mean_cost} × 100, four decimals, × {days}"
FOURTH_DECIMAL = 100  # micro-points


@compiled
def bed_day_points(day_rate: int, mean_cost: int, days: int) -> int:
    """Micro-points of `days` at the base `day_rate` ÷ the mean cost of all groups × 100, a base of four decimals.

    Both amounts in fen, `mean_cost` positive. The rule itself rounds the base, so it is rounded before the days are counted.
    """
    base = divide(day_rate * 1_000_000, mean_cost) * FOURTH_DECIMAL
    return base * days
