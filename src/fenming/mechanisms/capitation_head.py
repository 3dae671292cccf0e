"""A head's rate out of a whole disease's costs and visits."""

from fenming.kernel import PPM, divide

EXPLAIN = "{cost} × {fund_share} × (1 + {growth}) ÷ ({visits} ÷ {visits_per_patient})"


def capitation_head(cost: int, fund_share: int, growth: int, visits: int, visits_per_patient: int) -> int:
    """The fund's part of `cost` fen, grown, over patients, who are `visits` over so many visits each; rounded once.

    Patients are never rounded: dividing by a rounded count gives another rate. `visits` must be positive.
    """
    return divide(cost * fund_share * (PPM + growth) * visits_per_patient, PPM * PPM * visits)
