"""A mean over years, later years weighing more."""

from collections.abc import Mapping
from fractions import Fraction

EXPLAIN = "{means} by {weights}, over the years that have cases"


def smoothed_mean(means: Mapping[str, int | Fraction], weights: Mapping[str, int]) -> Fraction:
    """Σ weight × mean ÷ Σ weight over the years present in `means`, exact; `means` in fen by year, some may be missing.

    A year without cases takes its weight with it (1:2:7 with the middle year missing is 1:7). Where only years without a
    weight have cases they count alike. Raises ZeroDivisionError when there is no year at all.
    """
    present = {year: weights.get(year, 0) for year in means}
    if not any(present.values()):
        present = dict.fromkeys(means, 1)
    return Fraction(sum(means[year] * weight for year, weight in present.items()), sum(present.values()))
