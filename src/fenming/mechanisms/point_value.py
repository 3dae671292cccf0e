"""What one point is worth."""

from fenming.kernel import PPM, divide

EXPLAIN = "({fund} + {patients}) ÷ {points}"
MICRO_YUAN_PER_FEN = 10_000


def point_value(fund: int, patients: int, points: int) -> int:
    """Distributable fund and the patients' share (fen) over all micro-points, in millionths of a yuan for a point.

    Rounded for print; money is split by points themselves, never by this. `points` must be positive.
    """
    return divide((fund + patients) * MICRO_YUAN_PER_FEN * PPM, points)
