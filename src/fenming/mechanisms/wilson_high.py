"""How high the true rate behind a count may lie by chance."""

from math import isqrt

from fenming.kernel import PPM
from fenming.mechanisms.wilson_low import wilson_parts

EXPLAIN = "the greatest rate that {numerator} of {denominator} agree with, at {confidence} confidence (Wilson)"


def wilson_high(numerator: int, denominator: int, confidence: int) -> int:
    """Upper end of Wilson's score interval in ppm, rounded up; see `wilson_low`."""
    middle, reach, whole = wilson_parts(numerator, denominator, confidence)
    root = isqrt(reach)
    return min(-((-middle - root - (root * root < reach)) // whole), PPM)
