"""How likely somebody aged 30 dies of the four chronic diseases before 70, if all years were like this one."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import PPM, divide

EXPLAIN = "1 − ∏ (1 − q) over the age groups, q = 5m ÷ (1 + 2.5m), m = {deaths} ÷ {residents}"


def premature_mortality(deaths: Mapping[str, int], residents: Mapping[str, int]) -> int:
    """Probability in ppm of dying within the five-year age groups given, each entered alive; rounded once.

    `deaths` and `residents` (middle of the year, positive wherever somebody died) have the same age groups. A group without
    residents and deaths is passed through. Formula: WHO, unconditional probability of dying between 30 and 70.
    """
    lost = 1 - survival(deaths, residents)
    return divide(lost.numerator * PPM, lost.denominator)


def survival(deaths: Mapping[str, int], residents: Mapping[str, int]) -> Fraction:
    """The exact share of those entering the first age group that leave the last one alive."""
    kept = Fraction(1)
    for group, heads in residents.items():
        kept *= 1 - _probability(deaths[group], heads)
    return kept


def survival_variance(deaths: Mapping[str, int], residents: Mapping[str, int]) -> Fraction:
    """Chiang's variance of `survival`: S² × Σ q² ÷ (d (1 − q)) over the groups in which somebody died."""
    spread = Fraction(0)
    for group, heads in residents.items():
        if deaths[group] and 2 * heads > 5 * deaths[group]:
            spread += Fraction(100 * deaths[group], (2 * heads + 5 * deaths[group]) * (2 * heads - 5 * deaths[group]))
    return survival(deaths, residents) ** 2 * spread


def _probability(deaths: int, residents: int) -> Fraction:
    return min(Fraction(10 * deaths, 2 * residents + 5 * deaths), Fraction(1)) if deaths else Fraction(0)
