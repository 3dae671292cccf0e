"""An amount counted slice by slice, the slices measured by another amount."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from fenming.kernel import divide
from fenming.kernel.money import PPM

EXPLAIN = "{amount}, counted by slices of {base} at {tiers}"


def sliced(amount: int, base: int, tiers: Mapping[str, object]) -> int:
    """What counts of `amount` fen: each slice between edges (ppm of `base` fen) at its own ppm, rounded once.

    `tiers` holds `steps`, pairs of (lower edge ppm, rate ppm), and `reading`: `marginal`, or `whole`, which counts the
    whole amount at the rate of the slice reached.
    """
    steps: Sequence[tuple[int, int]] = tiers["steps"]  # type: ignore[assignment]
    edges = [Fraction(base * above, PPM) for above, _rate in steps]
    if tiers["reading"] == "whole":
        reached = max((place for place, edge in enumerate(edges) if amount > edge), default=0)
        return divide(amount * steps[reached][1], PPM)
    uppers = pairwise([*edges, max(Fraction(amount), edges[-1])])
    counted = sum(
        (
            max(Fraction(0), min(Fraction(amount), upper) - lower) * rate
            for (lower, upper), (_, rate) in zip(uppers, steps, strict=True)
        ),
        Fraction(0),
    )
    return divide(counted.numerator, counted.denominator * PPM)
