"""What of a family-doctor fee is released for services delivered and their quality."""

from fenming.kernel import PPM, divide

EXPLAIN = "{fee} × fulfilled {fulfilment} × quality {quality}"


def fee_released(fee: int, fulfilment: int, quality: int) -> int:
    """Fen of `fee` paid out for `fulfilment` and `quality` (both ppm), rounded once at the end."""
    return divide(fee * fulfilment * quality, PPM * PPM)
