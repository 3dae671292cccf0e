"""The outpatient package of a county's consortia out of three years of history."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide

EXPLAIN = "{amounts} weighted by {weights} × (1 + {growth}) × {share} − {deductions}"


def outpatient_package(
    amounts: Mapping[str, int], weights: Mapping[str, int], growth: int, share: int, deductions: Mapping[str, int]
) -> int:
    """The weighted, grown mean of the years' `amounts` fen, its outpatient `share` ppm, less all `deductions` fen.

    Deductions are critical illness, the responsible doctors' fee and check-ups, read as taken from the outpatient part.
    Nothing is rounded before the end.
    """
    weighed = sum(amounts[year] * weight for year, weight in weights.items() if weight)
    scale = sum(weights.values()) * PPM * PPM
    return divide(weighed * (PPM + growth) * share - sum(deductions.values()) * scale, scale)
