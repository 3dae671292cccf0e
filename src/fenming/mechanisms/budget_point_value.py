"""What a point is worth by the budget: past cost over past points, recent years weighing more."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import divide

EXPLAIN = "cost {costs} ÷ points {points}, years weighted {years}"
MICRO_POINTS, MICRO_YUAN_IN_FEN = 1_000_000, 10_000


def budget_point_value(costs: Mapping[str, int], points: Mapping[str, int], years: Mapping[str, int]) -> int:
    """Millionths of a yuan a point: weighted yearly cost (fen) ÷ weighted Σ score × cases (micro-points), rounded once.

    Years without points are left out. With the points of one year alone the weighted cost is divided by these.
    Source: DIP practice, two independent sources, quoted.
    """
    cost, paid = _weighted(costs, years), _weighted(points, years)
    value = Fraction(cost * MICRO_POINTS * MICRO_YUAN_IN_FEN, paid)
    return divide(value.numerator, value.denominator)


def _weighted(amounts: Mapping[str, int], years: Mapping[str, int]) -> Fraction:
    present = {year: weight for year, weight in years.items() if amounts.get(year) and weight}
    if not present:
        raise ValueError("no weighted year has an amount")
    return Fraction(sum(amounts[year] * weight for year, weight in present.items()), sum(present.values()))
