"""A payment with the best of its supports and the assessment."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide

EXPLAIN = "{amount} × (1 + the best of {supports}) × {assessment}"


def supported_amount(amount: int, supports: Mapping[str, int], assessment: int) -> int:
    """Fen, rounded once. `supports` by name in ppm do not stack: the largest counts, none gives nothing. `assessment` in ppm."""
    best = max(supports.values(), default=0)
    return divide(amount * (PPM + best) * assessment, PPM * PPM)
