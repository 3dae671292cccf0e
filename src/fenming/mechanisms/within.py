"""Whether a part stays within its share of a whole."""

from fenming.kernel import PPM, compiled

EXPLAIN = "{part} ÷ {whole} not above {limit}"


@compiled
def within(part: int, whole: int, limit: int) -> int:
    """1 when `part` is at most `limit` ppm of `whole`, else 0; nothing is divided, so nothing is rounded."""
    return int(part * PPM <= whole * limit)
