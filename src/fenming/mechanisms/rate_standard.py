"""What a case is worth under the rate method."""

from fenming.kernel import PPM, divide

EXPLAIN = "{points} ÷ {scale} × {rate}"


def rate_standard(points: int, rate: int, scale: int) -> int:
    """The weight (micro-points over `scale` points for a weight of one) times `rate` fen for a weight of one, in fen, rounded once."""
    return divide(points * rate, scale * PPM)
