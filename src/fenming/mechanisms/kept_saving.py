"""What of a saving may be kept."""

from fenming.kernel import PPM, divide

EXPLAIN = "{rate} of {saving}, at most {limit_rate} of {quota}, where it is allowed ({is_allowed})"


def kept_saving(saving: int, quota: int, rate: int, limit_rate: int, is_allowed: int) -> int:
    """`rate` ppm of `saving` fen, not above `limit_rate` ppm of `quota` fen, in fen; nothing where `is_allowed` is 0."""
    return divide(min(saving * rate, quota * limit_rate), PPM) if is_allowed else 0
