"""What a profile says of public health, family doctors, chronic care, referral, deaths, staff and grants."""

from typing import Literal

from pydantic import Field

from fenming.facts.twin.part import Fen, Part, Ppm, PpmSpan, Span
from fenming.kernel import PPM

Kind = Literal["lead_hospital", "township_hospital", "village_clinic", "community_station", "public_health_body"]


class FilePlan(Part):
    """Health files: for which share of each unit's insured, since when, and which share is kept up."""

    share: Ppm
    first_year: int
    updated_this_year: Ppm
    never_updated: Ppm


class ContractPlan(Part):
    """Contracts begin within the year's first days; `key_ages` and the managed get the package for key groups."""

    began_within_days: int
    personal: Ppm
    personal_fee: tuple[Fen, Fen]
    key_ages: tuple[Span, ...]


class AgeWeight(Part):
    """How likely a condition is from this age on, beside other ages."""

    from_: int = Field(alias="from")
    weight: int


class Reading(Part):
    """One measured value, on target and above it, in whole numbers of its own unit."""

    on_target: Span
    above: Span


class Condition(Part):
    """A condition whose patients are followed up.

    Managed = residents × `of_residents` × `prevalence` × `managed`; `registered` is the share of those registered with
    `disease` who are managed; `extra` the share of patients with a fifth follow-up; `standard` and `controlled` are the
    published shares of managed patients. `readings` hold one or two values; `second` is the share of follow-ups that use,
    or are above target by, the second one.
    """

    service: str
    disease: str
    of_residents: Ppm
    prevalence: Ppm
    managed: Ppm
    registered: Ppm
    standard: Ppm
    controlled: Ppm
    extra: Ppm
    on_target_before: Ppm
    second: Ppm
    ages: tuple[AgeWeight, ...]
    readings: dict[str, Reading]


class Managed(Part):
    """A condition without readings: how many of 10,000 insured, from which age, and the disease that comes first.

    `standard` is the share of its patients followed up to the standard, `extra` that of those with one follow-up more;
    without `standard` it is only listed. Its follow-ups are no services of the two-card log.
    """

    per_10000: int
    from_age: int
    disease: str = ""
    standard: Ppm = 0
    extra: Ppm = 0


class Routine(Part):
    """Services to an age group: how many a year per 100 persons."""

    code: str
    per_100: int
    age: Span


class ServicePlan(Part):
    """The two-card log. `points` and `due_per_resident` (a quarter) are those of the county pack; `top_up` is the service
    added where a unit is short of its due points, `fine_up` two services of two and three points that fill any gap.
    """

    doctors: Span
    points: dict[str, int]
    due_per_resident: int
    top_up: str
    fine_up: tuple[str, str]
    routine: tuple[Routine, ...]
    maternal: str
    maternal_days: tuple[int, ...]
    minutes: dict[str, Span]
    ways: dict[str, int]
    one_card: Ppm
    lower_quality: Ppm
    quality: tuple[Ppm, ...]


class Mortality(Part):
    """Deaths of 100,000 residents a year from this age on: of the four great chronic diseases, and of all others."""

    from_: int = Field(alias="from")
    four: int
    other: int


class Cause(Part):
    """A cause of death; `sex` 0 for either."""

    code: str
    weight: int
    age: Span = (0, 120)
    sex: Literal[0, 1, 2] = 0


class DeathPlan(Part):
    """`premature` is the probability of dying of the four diseases between 30 and 70 that comes out."""

    premature: Ppm
    sex_weight: dict[Literal[1, 2], int]
    rates: tuple[Mortality, ...]
    four: tuple[Cause, ...]
    other: tuple[Cause, ...]
    prefixes: tuple[str, ...]


class ReferralPlan(Part):
    """Shares of stays that a referral led to, and the states of those that led to none."""

    up_outside: Ppm
    up_lead: Ppm
    down_lead: Ppm
    down_arrived: Ppm
    days_between: Span
    request_days: Span
    arrives_within_days: int
    open_share: Ppm
    states: dict[Literal["requested", "accepted", "refused", "cancelled", "expired"], int]
    up_reasons: dict[str, int]
    down_reasons: dict[str, int]


class StaffPlan(Part):
    """The staff of one kind of institution in the whole county (the same at every scale) and its work.

    `income` is yearly income per head, `insured_visits` the share of all visits that the twin's bills are (employees and
    those who pay themselves are the others), `other_income` what comes from the others beside the bills' totals, `tcm_visits`
    the share of all visits, `service_income` that of medical income.
    """

    kinds: tuple[Kind, ...]
    staff: int
    doctors: int
    nurses: int
    tcm_doctors: Ppm
    senior_titles: Ppm
    income: tuple[Fen, Fen]
    insured_visits: Ppm = PPM
    tcm_visits: PpmSpan
    service_income: PpmSpan
    ecg: Ppm
    other_income: PpmSpan = (0, 0)


class StaffPlans(Part):
    """All staff; the last fields are shares of what an institution earns and uses, `growth` since the year before."""

    groups: tuple[StaffPlan, ...]
    tcm_hospital: str
    tcm_hospital_visits: PpmSpan
    tcm_hospital_doctors: Ppm
    tcm_nondrug: PpmSpan
    bed_use: PpmSpan
    spend_of_revenue: PpmSpan
    cost_over_income: Ppm
    remote_diagnoses: Ppm
    growth: PpmSpan


class PostingPlan(Part):
    """Postings for 10 million residents; lengths in days, both ends possible."""

    per_ten_million: int
    titles: dict[Literal["junior", "middle", "senior"], int]
    long_share: Ppm
    long_days: Span
    short_days: Span


class Grant(Part):
    """Fiscal money due each year: an amount per resident of the county, shared among institutions of these kinds."""

    purpose: str
    kinds: tuple[Kind, ...]
    per_resident: Fen
    due: tuple[str, ...]


class GrantPlan(Part):
    items: tuple[Grant, ...]
    late: Ppm
    late_days: Span
    unpaid: Ppm
    short: Ppm
    short_paid: PpmSpan


class SurveyPlan(Part):
    """How many are asked per institution, and which share is satisfied."""

    kinds: tuple[Kind, ...]
    surveyed: Literal["resident", "staff"]
    sampled: Span
    satisfied: PpmSpan


class ItemPlan(Part):
    """An item counted by hand: what was due per 100 residents. A unit may miss it."""

    item: str
    due_per_100: int


class ItemPlans(Part):
    """`due_min` keeps small units countable; `missed` and `met` are shares of what was due that was done.

    `files`, `followed` and `checked_up` are the items whose counts follow from health files, from follow-ups to the
    standard, and from services of the code that stands second.
    """

    counted: tuple[ItemPlan, ...]
    files: str
    followed: str
    checked_up: tuple[str, str]
    due_min: int
    missed: PpmSpan
    met: PpmSpan
    checked: dict[str, int]
    outcomes: dict[Literal["qualified", "unqualified", "untrue", "lost"], int]


class Merger(Part):
    """A former unit that became part of another."""

    unit: str
    into: str
    on: str


class CareTraps(Part):
    """Shares of service rows; `swapped_pressure` of follow-ups; each at least once unless nil."""

    two_places: Ppm
    dead_served: Ppm
    too_fast: Ppm
    too_fast_rows: int
    unknown_person: Ppm
    swapped_pressure: Ppm


class CarePlan(Part):
    """All tables beside bills and lists."""

    files: FilePlan
    contracts: ContractPlan
    conditions: dict[Literal["hypertension", "diabetes"], Condition]
    listed: dict[Literal["copd", "severe_mental", "tuberculosis"], Managed]
    measured: Ppm
    services: ServicePlan
    deaths: DeathPlan
    referrals: ReferralPlan
    staff: StaffPlans
    postings: PostingPlan
    grants: GrantPlan
    surveys: tuple[SurveyPlan, ...]
    items: ItemPlans
    mergers: tuple[Merger, ...] = ()
    traps: CareTraps
