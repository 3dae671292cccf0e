"""Cases kept for a mean, far ones left out."""

from collections.abc import Sequence

from fenming.kernel import PPM

EXPLAIN = "{costs} without far ones: {trim}"
LEAST_FOR_QUARTILES = 4


def trimmed(costs: Sequence[int], trim: str, edge: int) -> list[int]:
    """The costs (fen) that stay, smallest first; all comparisons are exact, nothing is rounded.

    `trim`: `none` · `quartile` keeps what lies within `edge` (ppm) quartile distances outside the quartiles, which are
    interpolated; fewer than four costs all stay · `deviation` keeps what lies within `edge` (ppm) standard deviations of
    the population around the mean · `percent` leaves out the lowest and the highest `edge` (ppm) of the cases, rounded down.
    """
    ordered = sorted(costs)
    if trim == "quartile" and len(ordered) >= LEAST_FOR_QUARTILES:
        return _within_quartiles(ordered, edge)
    if trim == "deviation":
        return _within_deviations(ordered, edge)
    if trim == "percent":
        out = len(ordered) * edge // PPM
        return ordered[out : len(ordered) - out]
    return ordered


def _within_quartiles(ordered: list[int], edge: int) -> list[int]:
    """Quartiles are held four times as large, so that interpolating leaves them whole."""
    low, high = _four_quartiles(ordered, 1), _four_quartiles(ordered, 3)
    least, most = low * PPM - edge * (high - low), high * PPM + edge * (high - low)
    return [cost for cost in ordered if least <= 4 * PPM * cost <= most]


def _four_quartiles(ordered: list[int], quarter: int) -> int:
    place, part = divmod(quarter * (len(ordered) - 1), 4)
    above = ordered[min(place + 1, len(ordered) - 1)]
    return 4 * ordered[place] + part * (above - ordered[place])


def _within_deviations(ordered: list[int], edge: int) -> list[int]:
    """|n·cost − sum|² ≤ (edge ÷ PPM)² · (n · sum of squares − sum²): whole numbers on both sides."""
    count, whole = len(ordered), sum(ordered)
    spread = count * sum(cost * cost for cost in ordered) - whole * whole
    return [cost for cost in ordered if (count * cost - whole) ** 2 * PPM * PPM <= edge * edge * spread]
