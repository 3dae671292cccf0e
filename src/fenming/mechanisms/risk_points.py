"""Points of a chronic patient's risk."""

from collections.abc import Mapping

EXPLAIN = "Σ {points} × {counts}"


def risk_points(points: Mapping[str, int], counts: Mapping[str, int]) -> int:
    """For each sign of risk its `points` times how often it was found. Raises KeyError for a sign without points."""
    return sum(points[sign] * found for sign, found in counts.items())
