"""Did spending fall, or grow more slowly than the mean?"""

from fenming.kernel import PPM, compiled

EXPLAIN = "is {growth} below 100%, or below {mean}?"


@compiled
def slower(growth: int, mean: int) -> int:
    """1 when `growth` (ppm of last year) is below one, or below `mean`; otherwise 0."""
    return 1 if growth < PPM or growth < mean else 0
