"""What a point is worth at the year's end."""

from fenming.kernel import PPM, divide

EXPLAIN = "({fund} ÷ {fund_ratio}) ÷ {points}"
MICRO_POINTS, MICRO_YUAN_IN_FEN = 1_000_000, 10_000


def settlement_point_value(fund: int, fund_ratio: int, points: int) -> int:
    """Millionths of a yuan a point: the year's fund (fen) ÷ the fund's share of cost (ppm) ÷ points (micro), rounded once.

    `fund_ratio` and `points` must be positive. Source: DIP practice, two independent sources, quoted.
    """
    return divide(fund * PPM * MICRO_POINTS * MICRO_YUAN_IN_FEN, fund_ratio * points)
