"""How dear a hospital (or a level of hospitals) is in a group beside the region."""

from fractions import Fraction

from fenming.kernel import PPM

EXPLAIN = "{own_mean} ÷ {group_mean}, at least {least}, at most {most}"


def cost_coefficient(own_mean: int | Fraction, group_mean: int | Fraction, least: int, most: int | None) -> Fraction:
    """Own group mean over the region's group mean in ppm, exact, within bounds in ppm; `most` None means unbounded.

    `group_mean` must be positive. A hospital new in the group has no own mean: its coefficient is one, without this verb.
    """
    coefficient = max(Fraction(own_mean * PPM, group_mean), Fraction(least))
    return coefficient if most is None else min(coefficient, Fraction(most))
