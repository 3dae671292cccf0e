"""A group's mean cost over several years, recent years weighing more."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from fenming.kernel import divide

EXPLAIN = "mean cost of {group} (yearly cost and cases), years weighted {years}"

Yearly = Mapping[str, Sequence[int]]


def dip_mean(group: Yearly, years: Mapping[str, int]) -> int:
    """Mean cost of a case in fen, rounded once; `group` holds by year its cost in fen and its cases.

    `years` are weights such as 1:2:7, oldest first; a year without cases is left out and the other weights count for the
    whole. Raises ValueError where no weighted year has a case. Source: DIP technical specification, quoted.
    """
    mean = exact_mean(group, years)
    return divide(mean.numerator, mean.denominator)


def exact_mean(group: Yearly, years: Mapping[str, int]) -> Fraction:
    """The same mean before any rounding, in fen."""
    present = [(weight, *group[year]) for year, weight in years.items() if year in group and group[year][1] and weight]
    if not present:
        raise ValueError("no weighted year has a case")
    weighted = sum((Fraction(weight * cost, cases) for weight, cost, cases in present), Fraction(0))
    return Fraction(weighted, sum(weight for weight, _cost, _cases in present))
