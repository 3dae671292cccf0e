"""The terms on which a bill is judged: one record per scheme and care, one per scheme. docs/benefits.md says what each means."""

from typing import Any, NamedTuple

from fenming.adjudication.law.words import (
    ADMISSIONS,
    AREAS,
    CARES,
    CATEGORIES,
    DELIVERIES,
    DISEASES_MAX,
    LEVELS,
    PERSONS,
    REFERRALS,
    SCHEMES,
    TIERS_MAX,
)

NEVER_FEN = 1 << 52  # a cap or an edge that nothing reaches: more than any person's year can cost
ALWAYS = 1 << 40  # days, more than any calendar has

EACH_VISIT, EACH_DAY, EACH_MONTH, EACH_YEAR = range(4)
DEDUCTIBLE_BASES = ("each_visit", "each_day", "each_month", "each_year")
ON_BASE, ON_ELIGIBLE, ON_YEAR = range(3)
SEGMENT_AXES = ("base", "eligible", "year")
READINGS = ("marginal", "whole")
WHOLE = 1
ROUNDINGS = ("each_segment", "sum")
ROUND_SUM = 1
SEPARATE, BY_DIFFERENCE, CREDIT_AND_HALF = range(3)
TRANSFERS = ("separate", "difference", "credit_and_half")
GOVERNING_DATES = ("settlement", "discharge", "admission")
THIRD_PARTY = ("refused", "paid")
ANSWERS = ("no", "yes")
CAP_ON_PAYMENT, CAP_ON_BASE = range(2)
CAPS_ON = ("payment", "base")
REFUNDS = ("new_event", "replay")
REPLAY = 1
CRITICAL_BASES = ("eligible_after_pool", "eligible_and_upfront_after_pool", "counted_after_pool")
AND_UPFRONT, ONLY_COUNTED = 1, 2
LARGE_BASES = ("above_annual_cap", "eligible_after_pool")
ALL_LEFT = 1
TIER_AXES = ("absolute", "excess")

_TIERS = (len(CATEGORIES), TIERS_MAX)

COVER = {
    "is_covered": (),
    "is_stay": (),
    "is_unknown": (len(AREAS),),  # a rule that decides there was never seen
    "is_aid_unknown": (),  # a rule of medical aid was never seen, and the care counts to it
    "is_civil_unknown": (),
    "pays_third_party": (),
    "pays_from_account": (),
    "counts_to_annual_cap": (),
    "counts_to_critical_illness": (),
    "counts_to_medical_aid": (),
    "copay_first": (len(AREAS), len(REFERRALS)),
    "deductible_fen": (len(AREAS), len(LEVELS)),  # in another city NOT_WRITTEN where the factor decides
    "other_city_deductible_factor": (),
    "is_deductible_by_total": (len(AREAS),),
    "deductible_of_total": (len(AREAS),),
    "deductible_least_fen": (len(AREAS),),
    "deductible_most_fen": (len(AREAS),),
    "deductible_factor_by_person": (len(PERSONS),),
    "deductible_factor_by_category": (len(CATEGORIES),),
    "repeat_deductible_fen": (len(ADMISSIONS),),  # NOT_WRITTEN where the level decides
    "repeat_factor": (len(ADMISSIONS),),
    "repeat_reduction_fen": (),
    "repeat_minimum_fen": (len(LEVELS),),
    "transfer": (),
    "transfer_window": (),
    "transfer_given_back": (),
    "transfer_addition": (),
    "transfer_addition_up_to_fen": (),
    "deductible_basis": (),
    "deductible_yearly_total_fen": (),
    "segment_axis": (),
    "is_whole": (len(AREAS), len(LEVELS)),
    "rounds_sum": (),
    "edges_fen": (len(AREAS), len(LEVELS), TIERS_MAX),
    "rates": (len(AREAS), len(LEVELS), TIERS_MAX),  # NOT_WRITTEN first where the level is not covered
    "reduction": (len(AREAS), len(REFERRALS)),
    "addition_by_person": (len(PERSONS),),
    "addition_by_category": (len(CATEGORIES),),
    "contracted_addition": (),
    "age_addition": (),
    "rate_max": (),
    "floor_rate": (len(AREAS),),
    "fixed_amount_fen": (len(DELIVERIES),),  # NOT_WRITTEN where cost decides
    "visit_cap_fen": (),
    "day_cap_fen": (),
    "month_cap_fen": (),
    "disease_cap_fen": (DISEASES_MAX,),
    "annual_cap_fen": (),
    "extra_disease_cap_fen": (),
    "annual_cap_max_fen": (),
    "supply_days_max": (),
    "supply_overlap": (),
    "emergency_merge": (),
    "governing_date": (),
}
SCHEME = {
    "annual_cap_fen": (),
    "annual_cap_on": (),
    "refund": (),
    "minor_under_age": (),
    "critical_edges_fen": _TIERS,  # lower edges on the year's borne cost, the deductible worked in
    "critical_rates": _TIERS,
    "critical_base": (),
    "critical_cap_fen": (len(CATEGORIES),),
    "continuous_years_from": (),
    "continuous_year_addition_fen": (),
    "no_claim_year_addition_fen": (),
    "addition_max": (),
    "large_edges_fen": _TIERS,
    "large_rates": _TIERS,
    "large_base": (),
    "large_cap_fen": (len(CATEGORIES),),
    "civil_deductible_fen": (),
    "civil_rate": (),
    "civil_cap_fen": (),
    "aid_deductible_fen": (len(CATEGORIES),),
    "aid_rate": (len(CATEGORIES),),
    "aid_cap_fen": (len(CATEGORIES),),
    "aid_basis": (),
    "tilt_deductible_fen": (len(CATEGORIES),),
    "tilt_rate": (len(CATEGORIES),),
    "tilt_cap_fen": (len(CATEGORIES),),
}
NOT_WRITTEN = -1
CARE_COUNT = len(CARES)
SCHEME_COUNT = len(SCHEMES)


class Calendar(NamedTuple):
    """For each day from `first_day` on: how many benefit years after the first, and the rules in force."""

    first_day: int
    year: Any
    rule_set: Any


class Law(NamedTuple):
    """All terms by day: `covers[set][scheme × cares + care]` and `schemes[set][scheme]`, the set from the calendar."""

    calendar: Calendar
    covers: Any
    schemes: Any
