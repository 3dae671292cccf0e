"""How high the probability behind a premature mortality may lie by chance."""

from collections.abc import Mapping

from fenming.kernel import PPM
from fenming.mechanisms.premature_mortality_low import interval_parts

EXPLAIN = "the greatest probability that {deaths} among {residents} agree with, at {confidence} confidence (Chiang)"


def premature_mortality_high(deaths: Mapping[str, int], residents: Mapping[str, int], confidence: int) -> int:
    """Upper end in ppm of the interval around `premature_mortality`, rounded up, not above 1; see `premature_mortality_low`."""
    middle, reach, whole = interval_parts(deaths, residents, confidence)
    return min(-((-middle - reach) // whole), PPM)
