"""What of a quality deposit is released, so much lost for each point below the full score."""

from fenming.kernel import PPM, divide

POINT = 10_000  # a point of a hundred, in ppm of the full score
EXPLAIN = "{withheld}, all from {full_from} points, less {loss} of it for each point below, nothing below {least} points; scored {score}"


def deposit_by_points(withheld: int, score: int, full_from: int, least: int, loss: int) -> int:
    """Fen of `withheld` paid out for `score` (ppm of a hundred points); `full_from` and `least` are points, `loss` ppm a point.

    With 80, 60 and 3 %: 1 from 80 on, 1 − 0.03 × (80 − s) between, 0 below 60. At the least score the share jumps from
    40 % to nothing; see `jump_at_least`. Source: 福建省医保中心 2001 考核实施细则 (copy).
    """
    below = full_from * POINT - score
    if below <= 0:
        return withheld
    if score < least * POINT:
        return 0
    return divide(withheld * max(PPM * POINT - loss * below, 0), PPM * POINT)


def jump_at_least(full_from: int, least: int, loss: int) -> int:
    """The share, in ppm of the deposit, that is lost at once when the score falls below `least` points."""
    return max(PPM - loss * (full_from - least), 0)
