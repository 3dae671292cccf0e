"""The score of a case whose cost lies far from the mean of its group."""

from collections.abc import Mapping
from fractions import Fraction

from fenming.kernel import PPM, divide
from fenming.mechanisms.deviation_kind import deviation_kind

EXPLAIN = "{score} at a cost of {cost} beside the mean {mean}, cuts {cuts}"


def deviation_score(score: int, cost: int, mean: Mapping[str, int], cuts: Mapping[str, int]) -> int:
    """Micro-points, rounded once. Below the lower cut: score × cost ÷ mean; above the upper: score × (cost ÷ mean − cut + 1).

    The formula meets the full score at the upper cut and does not at the lower one: `deviation_jump` says by how much.
    A case for the experts has no score by formula: ValueError. Source: DIP technical specification, quoted.
    """
    exact = score * deviation_factor(cost, mean, cuts)
    return divide(exact.numerator, exact.denominator)


def deviation_factor(cost: int, mean: Mapping[str, int], cuts: Mapping[str, int]) -> Fraction:
    """By what the score is multiplied, before any rounding."""
    kind = deviation_kind(cost, mean, cuts)
    if kind == "review":
        raise ValueError("experts decide this case")
    ratio = Fraction(cost * mean["cases"], mean["total"])
    if kind == "low":
        return ratio
    return ratio - Fraction(cuts["high"], PPM) + 1 if kind == "high" else Fraction(1)
