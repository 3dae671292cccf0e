"""What a package has for each head out of the year's financing."""

from collections.abc import Mapping

from fenming.kernel import divide

EXPLAIN = "({financing} − {deductions} + {carried}) ÷ {heads}"


def package_per_head(financing: int, deductions: Mapping[str, int], carried: int, heads: int) -> int:
    """Financing less risk fund, relief for major illness and adjustment money, plus what was carried over, by head.

    All in fen; `heads` must be positive. Rounded once.
    """
    return divide(financing - sum(deductions.values()) + carried, heads)
