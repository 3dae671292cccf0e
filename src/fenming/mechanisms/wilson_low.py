"""How low the true rate behind a count may lie by chance."""

from math import isqrt

from fenming.kernel import PPM, BadInput
from fenming.kernel.language import _

EXPLAIN = "the least rate that {numerator} of {denominator} agree with, at {confidence} confidence (Wilson)"
# Two-sided quantiles of the normal distribution in millionths, by confidence in ppm: mathematics, not policy.
QUANTILES = {
    800_000: 1_281_552,
    900_000: 1_644_854,
    950_000: 1_959_964,
    980_000: 2_326_348,
    990_000: 2_575_829,
    999_000: 3_290_527,
}


def wilson_low(numerator: int, denominator: int, confidence: int) -> int:
    """Lower end of Wilson's score interval in ppm, rounded down; `denominator` positive, `numerator` within it.

    Exact whole numbers to the last ppm. Raises BadInput for a `confidence` without its quantile. Source: E. B. Wilson 1927.
    """
    middle, reach, whole = wilson_parts(numerator, denominator, confidence)
    root = isqrt(reach)
    return max((middle - root - (root * root < reach)) // whole, 0)


def wilson_parts(numerator: int, denominator: int, confidence: int) -> tuple[int, int, int]:
    """Middle, squared half width and divisor: the ends are (middle ∓ √squared) ÷ divisor, in ppm."""
    square, unit = normal_quantile(confidence) ** 2, PPM * PPM
    middle = PPM * denominator * (2 * numerator * unit + square)
    inside = 4 * denominator * unit * numerator * (denominator - numerator) + denominator**2 * square
    return middle, PPM * PPM * square * inside, 2 * denominator * (denominator * unit + square)


def normal_quantile(confidence: int) -> int:
    """Two-sided quantile of the normal distribution in millionths. Raises BadInput for a `confidence` that has none here."""
    if confidence not in QUANTILES:
        raise BadInput(
            "assessment.confidence",
            _("there is no interval at a confidence of {confidence} ppm").format(confidence=confidence),
            why=_("intervals are worked out at {known} ppm").format(known=", ".join(map(str, QUANTILES))),
            remedy=_("write one of them into assessment.interval_confidence"),
        )
    return QUANTILES[confidence]
