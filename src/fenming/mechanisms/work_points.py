"""Work points that services earned."""

from collections.abc import Mapping

EXPLAIN = "Σ {points} × {served}"


def work_points(points: Mapping[str, int], served: Mapping[str, int]) -> int:
    """Millionths of a point: for each kind of service its `points`, times `served`, the sum of the services' quality in ppm.

    A service of full quality counts 1,000,000. Nothing is rounded; whole points are shown of this sum, rounded once.
    Raises KeyError for a kind that has no points. Source: the two-card system; amount = pool × Σ points·quantity·quality ÷ Σ all.
    """
    return sum(points[kind] * quality for kind, quality in served.items())
