"""What goes into adjudication and what comes out: named tuples of whole numbers, alike on both engines.

`Rules` also holds several sets at once: then every field is an array with one entry per set.
"""

from typing import Any, NamedTuple

OUTPATIENT, CHRONIC_OUTPATIENT, INPATIENT = 1, 2, 3
LEVELS = ("primary", "county", "city", "province")
AREAS = ("local", "other_city", "out_of_province")
OTHER_CITY, OUT_OF_PROVINCE = 1, 2
EACH_ADMISSION, ONCE_A_YEAR = 0, 1
REPEAT_DEDUCTIBLE = ("each_admission", "once_a_year")
NOT_STATED = -(1 << 62)  # a platform amount that the export leaves empty


class Claim(NamedTuple):
    """One bill as the law sees it. Money in fen; `care`, `level`, `area` as in the canonical bill table."""

    care: Any
    level: Any
    area: Any
    is_referred: Any
    diseases: Any  # chronic diseases registered for the person on the day of settlement
    total_fen: Any
    eligible_fen: Any
    platform_deductible_fen: Any  # NOT_STATED where the export does not say
    platform_pool_fen: Any
    platform_critical_illness_fen: Any  # NOT_STATED where the export does not say


class Place(NamedTuple):
    """Where a bill stands: whose it is, its day (days since 1970-01-01), and the bill it refunds, −1 if none."""

    person: int
    day: int
    original: int


class Calendar(NamedTuple):
    """For each day from `first_day` on: the benefit year it lies in and the set of rules in force."""

    first_day: int
    year: Any
    rule_set: Any


class Rules(NamedTuple):
    """The resident plan's parameters in force on one day: fen, ppm, and lists by level, area or tier."""

    outpatient_rate: Any  # by level
    outpatient_deductible_fen: Any
    outpatient_annual_cap_fen: Any
    chronic_rate: Any
    chronic_annual_cap_fen: Any
    chronic_extra_disease_cap_fen: Any
    chronic_annual_cap_max_fen: Any
    inpatient_deductible_fen: Any  # by level
    inpatient_rate: Any  # by level
    inpatient_annual_cap_fen: Any
    other_city_deductible_factor: Any
    out_of_province_deductible_rate: Any
    out_of_province_deductible_min_fen: Any
    out_of_province_deductible_max_fen: Any
    out_of_province_rate: Any
    unreferred_reduction: Any
    floor_rate: Any  # by area
    repeat_deductible: Any
    critical_edges_fen: Any  # lower edges on the year's borne cost, the deductible worked in
    critical_rates: Any


TIERS_MAX = 8
NEVER_FEN = 1 << 52  # the lower edge of an unused tier: more than any person's year can cost
WIDTHS = Rules(
    4, 0, 0, 0, 0, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0, 0, 3, 0, TIERS_MAX, TIERS_MAX
)  # how many values; 0: just one


class Year(NamedTuple):
    """What a person's year has used up so far, in fen. A refund gives back what its original used."""

    pool_fen: int
    outpatient_fen: int
    outpatient_deductible_fen: int
    chronic_outpatient_fen: int
    inpatient_deductible_fen: int
    borne_fen: int  # eligible cost of chronic outpatient and inpatient care that the pool did not pay


class Paid(NamedTuple):
    """Every named intermediate of one adjudicated bill, in fen: the columns of the adjudicated table."""

    deductible_standard_fen: Any
    deductible_applied_fen: Any
    base_fen: Any
    by_rate_fen: Any
    floor_fen: Any
    pool_fen: Any
    critical_base_fen: Any
    critical_illness_fen: Any
    fund_fen: Any
    person_fen: Any
    difference_fen: Any  # our pool payment less the platform's
    reason: Any
