"""What a profile says of settlement lists: complications, treatments, newborns, earlier years, deliberate defects."""

from typing import Literal

from pydantic import Field

from fenming.facts.twin.part import Part, Ppm, PpmSpan, Span

CODE_SEPARATOR = "|"


class ByLevel(Part):
    """A share of cases at township hospitals and at those of the county."""

    primary: Ppm
    county: Ppm


NEVER = ByLevel.model_validate({"primary": "0%", "county": "0%"})


class Treatment(Part):
    """Procedures done together, the principal one first; hours on a ventilator where there is one."""

    codes: tuple[str, ...]
    weight: int
    ventilation: Span = (0, 0)


class PrincipalPlan(Part):
    """Who treats a principal diagnosis, and in which share of cases by which procedures."""

    diagnosis: str
    department: str
    treated: ByLevel = NEVER
    treatments: tuple[Treatment, ...] = ()


class Secondary(Part):
    """A further diagnosis: `with_` and `without` are beginnings of the codes of principal diagnoses it goes with."""

    code: str
    name: str
    kind: Literal["common", "moderate", "severe"]
    weight: int
    age: Span = (0, 100)
    sex: Literal[0, 1, 2] = 0
    with_: tuple[str, ...] = Field(default=(), alias="with")
    without: tuple[str, ...] = ()


class CommonBand(Part):
    """How many common diagnoses persons have from this age on: weights of none, one, two …"""

    from_: int = Field(alias="from")
    weights: tuple[int, ...]


class Newborns(Part):
    """Weights in grams by quantile; `low_weight` is the diagnosis of those below `low_weight_below`."""

    days_max: int
    birth_weight: dict[Ppm, int]
    daily_gain_g: int
    low_weight: str
    low_weight_below: int


class NewbornCase(Part):
    """A principal diagnosis of the newborns of earlier years, and what they cost (share of the case they stand for)."""

    diagnosis: str
    weight: int
    cost: Ppm


class CaseHistory(Part):
    """Earlier years: drawn from this year's cases, fewer and cheaper the further back, costs with noise by quantile."""

    years: int
    volume_growth: Ppm
    cost_growth: PpmSpan
    cost_noise: dict[Ppm, Ppm]
    newborn_share: Ppm
    newborn_cases: tuple[NewbornCase, ...]


class CaseTraps(Part):
    """Shares of the year's lists."""

    missing_list: Ppm
    clinical_code: Ppm
    lower_case: Ppm
    without_sex: Ppm
    repeated_list: Ppm


class CasePlan(Part):
    """Settlement lists of a profile. `cost_pull`: how far the cost decides who was operated on and how ill they were."""

    cost_pull: Ppm
    moderate: ByLevel
    second_moderate: Ppm
    severe: ByLevel
    common: tuple[CommonBand, ...]
    intensive_care: Ppm
    intensive_care_hours: Span
    death: Ppm
    admission_way: dict[str, int]
    emergency_way: str
    discharge_way: dict[str, int]
    death_way: str
    newborns: Newborns
    history: CaseHistory
    clinical_codes: dict[str, str]
    traps: CaseTraps
    principals: tuple[PrincipalPlan, ...]
    secondaries: tuple[Secondary, ...]
