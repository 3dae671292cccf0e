"""Relative need of groups of people from their own spend, small groups drawn towards the mean (Bühlmann–Straub)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from fenming.kernel import PPM, divide

EXPLAIN = "an estimate: {spend} ÷ {heads} by cell, drawn towards the mean the fewer heads a cell has and the more {squares} scatter"
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Credibility:
    """An estimate by cell in fen per head: the estimate, its squared error, and the mean that stands for a weight of 1."""

    estimate: Mapping[str, Fraction]
    squared_error: Mapping[str, Fraction]
    credibility: Mapping[str, Fraction]
    mean: Fraction


def credibility(heads: Mapping[str, int], spend: Mapping[str, int], squares: Mapping[str, int]) -> Credibility:
    """Bühlmann–Straub on exact fractions: cells by name with heads, spend (fen) and the sum of squares of each head's spend.

    One variance inside cells (pooled) and one between them, which is never below zero. A cell without heads is the mean.
    """
    people = sum(heads.values())
    mean = Fraction(sum(spend.values()), people) if people else NOTHING
    filled = {cell: Fraction(spend[cell], count) for cell, count in heads.items() if count}
    inside, between = _variances(heads, squares, filled, mean)
    trust = {cell: _trust(count, inside, between) for cell, count in heads.items()}
    estimate = {cell: trust[cell] * filled.get(cell, mean) + (1 - trust[cell]) * mean for cell in heads}
    errors = {cell: between * (1 - trust[cell]) for cell in heads}
    level = sum((count * estimate[cell] for cell, count in heads.items()), NOTHING)
    return Credibility(estimate, errors, trust, level * Fraction(1, people) if people else NOTHING)


def _variances(
    heads: Mapping[str, int], squares: Mapping[str, int], filled: Mapping[str, Fraction], mean: Fraction
) -> tuple[Fraction, Fraction]:
    """The variance of a head inside its cell, and of cells' true means between them; fen squared."""
    people = sum(heads.values())
    freedom = people - len(filled)
    scatter = sum((squares[cell] - heads[cell] * own * own for cell, own in filled.items()), NOTHING)
    inside = scatter * Fraction(1, freedom) if freedom > 0 else NOTHING
    apart = sum((heads[cell] * (own - mean) ** 2 for cell, own in filled.items()), NOTHING)
    size = people - Fraction(sum(heads[cell] ** 2 for cell in filled), people) if people else NOTHING
    if size <= 0:
        return inside, NOTHING
    return inside, max(NOTHING, (apart - (len(filled) - 1) * inside) * Fraction(size.denominator, size.numerator))


def _trust(count: int, inside: Fraction, between: Fraction) -> Fraction:
    whole = count * between + inside
    own = count * between
    return own * Fraction(whole.denominator, whole.numerator) if own else NOTHING


def shrunken_weights(heads: Mapping[str, int], spend: Mapping[str, int], squares: Mapping[str, int]) -> dict[str, int]:
    """Each cell's estimated spend per head as ppm of the county's mean: 1,000,000 is the mean; see `credibility`.

    An estimate from past spend, not a rule of any document. Exact until the last step; no head, no spend: all 1,000,000.
    """
    found = credibility(heads, spend, squares)
    if found.mean <= 0:
        return dict.fromkeys(heads, PPM)
    relative = {
        cell: value * Fraction(found.mean.denominator, found.mean.numerator) for cell, value in found.estimate.items()
    }
    return {cell: divide(value.numerator * PPM, value.denominator) for cell, value in relative.items()}
