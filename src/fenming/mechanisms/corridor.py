"""What the fund bears of an overspend, by tiers of the year's budget."""

from collections.abc import Mapping, Sequence

from fenming.kernel import PPM, divide

EXPLAIN = "{overspend} against the year's budget {annual_budget}, by tiers {tiers}"


def corridor(overspend: int, annual_budget: int, tiers: Mapping[str, object]) -> int:
    """The fund's part of `overspend`, in fen.

    `tiers` holds `steps`, pairs of (lower edge in ppm of `annual_budget`, the fund's rate in ppm), and `reading`:
    `marginal` pays each slice at its own tier's rate, `whole` pays all at the rate of the tier reached.
    Edges become fen first; each slice is rounded by itself.
    """
    steps: Sequence[tuple[int, int]] = tiers["steps"]  # type: ignore[assignment]
    edges = [divide(annual_budget * above, PPM) for above, _ in steps]
    rates = [rate for _, rate in steps]
    if tiers["reading"] == "whole":
        reached = max((tier for tier, edge in enumerate(edges) if overspend > edge), default=0)
        return divide(overspend * rates[reached], PPM)
    uppers = [*edges[1:], max(overspend, edges[-1])]
    slices = (max(0, min(overspend, upper) - edge) for edge, upper in zip(edges, uppers, strict=True))
    return sum(divide(part * rate, PPM) for part, rate in zip(slices, rates, strict=True))
