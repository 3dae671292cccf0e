"""How uncertain a party's part is when a whole is divided by estimated need."""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt

EXPLAIN = "standard error of a part of {whole} for {heads} among {all_heads}, by weights {weights} with errors {errors}"


def need_error(
    whole: int,
    heads: Mapping[str, int],
    all_heads: Mapping[str, int],
    weights: Mapping[str, int],
    errors: Mapping[str, int],
) -> int:
    """The standard error in fen of a party's part of `whole` by weighted heads; cells' errors (ppm) are independent.

    Only where a party's mix of cells differs from the county's does an error of a weight move money, so that is what
    counts: (own heads − own share × all heads) of a cell times its error, squared and summed (first-order).
    """
    every = sum(count * weights[cell] for cell, count in all_heads.items())
    if every <= 0:
        return 0
    share = Fraction(sum(count * weights[cell] for cell, count in heads.items()), every)
    apart = {cell: heads.get(cell, 0) - share * count for cell, count in all_heads.items()}
    squared = sum((Fraction(apart[cell] * errors[cell]) ** 2 for cell in all_heads), Fraction(0))
    value = squared * Fraction(whole, every) ** 2
    return (isqrt(4 * value.numerator // value.denominator) + 1) // 2
