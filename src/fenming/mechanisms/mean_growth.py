"""The plain mean of the units' growths."""

from collections.abc import Mapping

from fenming.kernel import divide

EXPLAIN = "mean of {growths}"


def mean_growth(growths: Mapping[str, int]) -> int:
    """Arithmetic mean in ppm over units, each counting once whatever its size."""
    return divide(sum(growths.values()), len(growths))
