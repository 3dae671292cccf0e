"""Where a number of equal bands ends among ranked units."""

from fenming.kernel import PPM, compiled

EXPLAIN = "{bands} × {rate} of {units}, whole places only"


@compiled
def last_place(units: int, rate: int, bands: int) -> int:
    """The last place inside the first `bands` bands, each `rate` ppm of `units`; a place cut by the edge is outside."""
    return units * rate * bands // PPM
