"""How many cases may be handed in for special review."""

from fenming.kernel import PPM

EXPLAIN = "{rate} of {cases} cases, whole cases only"


def review_quota(cases: int, rate: int) -> int:
    """Whole cases that do not exceed `rate` ppm of `cases`: what is left of a case does not count."""
    return cases * rate // PPM
