"""Half the weight at the low end of the peers, all of it at the high end, evenly between (等距函数)."""

from fenming.kernel import divide

EXPLAIN = "{weight} for {value}: half of it at the worse end of {low} and {high}, all of it at the better end, evenly between ({direction})"


def spread_score(weight: int, value: int, low: int, high: int, direction: str) -> int:
    """50 % of `weight` at or below `low` (P10 of the peers), 100 % from `high` (P90) on, 50 + 50·(x − P10) ÷ (P90 − P10) between.

    With `direction` `down` the mirror: full at `low`, half at `high`. Where both ends are equal, whoever is at them or better has
    all. Source: national evaluation of primary-care institutions (copy; its formula image was lost, the slope is the only one
    that meets both ends).
    """
    best, worst, own = (-low, -high, -value) if direction == "down" else (high, low, value)
    if own >= best:
        return weight
    if own <= worst:
        return divide(weight, 2)
    return divide(weight * (best - worst + own - worst), 2 * (best - worst))
