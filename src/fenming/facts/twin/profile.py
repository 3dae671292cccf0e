"""A county in one YAML file: who lives there, how they use care, what was published. Assumptions live there, not in Python."""

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fenming.facts.twin.care.plan import CarePlan
from fenming.facts.twin.cases.plan import CasePlan
from fenming.facts.twin.part import Fen, Part, Ppm, PpmSpan, Quantiles, Span
from fenming.kernel import BadInput, Finding, parse_ppm, parse_yuan
from fenming.kernel.language import _


class Consortium(Part):
    name: str
    lead_hospital: str
    heads: int
    chronic_heads: int
    chronic_score: str


class Hospital(Part):
    clinics: int
    stations: int


class Town(Part):
    id: str
    name: str
    consortium: str
    hospitals: tuple[Hospital, ...]


class Outside(Part):
    name: str
    place: str
    level: Literal["county", "city", "province"]
    region: str


class Member(Part):
    """`sex` 1 or 2, or 0 for either; `age` in whole years, both ends possible."""

    sex: Literal[0, 1, 2]
    age: Span


class Household(Part):
    share: Ppm
    members: tuple[Member, ...]


class AgeUse(Part):
    """Use of care per 100 persons a year from this age up to the next entry's."""

    from_: int = Field(alias="from")
    visits: int
    admissions: int
    chronic_weight: int


class Frailty(Part):
    share: Ppm
    factor: Ppm


class Place(Part):
    """Where care is sought, in which share of cases, at what total fee (fen by quantile in ppm)."""

    place: str
    share: Ppm
    amount: Quantiles
    stay: Span = (0, 0)


class Portion(Part):
    """In which share of bills a part of the total appears, and how large it is then."""

    bills: Ppm
    of_total: PpmSpan


class OutpatientCare(Part):
    places: tuple[Place, ...]
    excluded: Portion
    upfront: Portion
    emergency_share: Ppm


class ChronicCare(Part):
    """`supply_days` are the days that a visit's medicines last, by weight; nothing is said of them where it is empty."""

    supply_days: dict[int, int] = Field(default_factory=dict)
    visits_per_100: int
    second_disease_share: Ppm
    places: tuple[Place, ...]
    excluded: Portion
    upfront: Portion


class InpatientCare(Part):
    chronic_admissions_per_100: int
    emergency_share: Ppm
    referred_share: Ppm
    places: tuple[Place, ...]


class Refunds(Part):
    share: Ppm
    rebilled_share: Ppm
    days: Span


class OverLimit(Part):
    lines: Ppm
    of_price: Ppm


class FeeItem(Part):
    code: str
    class_: Literal["01", "02", "03"] = Field(alias="class")
    charge: str
    upfront: Ppm
    weight: int
    count: int


class FeeLines(Part):
    lines: Span
    over_limit: OverLimit
    items: tuple[FeeItem, ...]


class Disease(Part):
    code: str
    name: str
    weight: int
    diagnosis: str


class Diagnosis(Part):
    code: str
    name: str
    age: Span
    outpatient: int
    inpatient: int
    sex: Literal[0, 1, 2] = 0
    care_type: int = 21
    chronic: str = ""


class History(Part):
    general_growth: PpmSpan
    chronic_growth: PpmSpan
    heads_change: PpmSpan


class ProcessScore(Part):
    deducted_share: Ppm
    deducted_score: str


class Target(Part):
    items: int
    forfeited: Ppm


class Balance(Part):
    surplus: Fen
    chronic_saving: Fen


class Calibration(Part):
    package: Fen
    family_doctor_fee: Fen
    chronic_quota: Fen
    consortia: dict[str, Balance]


class Mistakes(Part):
    wrong_deductible: Ppm
    cap_ignored: Ppm


class OddMonths(Part):
    gbk: int
    tab_in_header: int
    parquet: int
    upper_case: int
    older_names: int


class Traps(Part):
    """Shares (ppm) of bill rows, except the last two, which are numbers of bills."""

    trailing_tab: Ppm
    literal_nan: Ppm
    zoned_date: Ppm
    integer_cast: Ppm
    blank_level: Ppm
    repeated_row: Ppm
    refund_without_original: int
    unknown_institution: int
    months: OddMonths


class FundYear(Part):
    """Yuan per insured head by item, `back` years before the profile's."""

    back: int
    income: dict[str, Fen]
    spend: dict[str, Fen]


class FundLedger(Part):
    """The fund's books: what was left per head before the first year; this year's bills are spent under `pool_item`."""

    opening_balance: Fen
    pool_item: str
    years: tuple[FundYear, ...]


class Published(Part):
    """One published figure: `value` as written, `scales` whether it shrinks with the twin, clause and grade.

    `note` and `note_en` say why what is generated is something else, or how the figure was found.
    """

    name: str
    label: str
    label_en: str
    value: str
    unit: Literal["person", "count", "fen", "ppm"]
    scales: bool
    clause: str
    grade: str
    note: str = ""
    note_en: str = ""

    @property
    def amount(self) -> int:
        """`value` as a whole number of its unit."""
        if self.unit == "fen":
            return parse_yuan(self.value)
        return parse_ppm(self.value) if self.unit == "ppm" else int(self.value)


def _known(noun: str, used: set[str], given: set[str]) -> None:
    if used - given:
        raise ValueError(
            _("{noun} used but not given: {names}").format(noun=noun, names=", ".join(sorted(used - given)))
        )


class Profile(Part):
    """A county to be made; `sha256` is that of the file it was read from."""

    id: str
    label: str
    label_en: str
    pack: str
    region: str
    year: int
    scheme: str
    person_type: str
    consortia: dict[str, Consortium]
    residents: int
    towns: tuple[Town, ...]
    public_health_bodies: tuple[str, ...]
    outside: tuple[Outside, ...]
    unit_weight: Span
    households: tuple[Household, ...]
    contracted_share: Ppm
    use_by_age: tuple[AgeUse, ...]
    frailty: tuple[Frailty, ...]
    month_weight: tuple[int, ...] = Field(min_length=12, max_length=12)
    outpatient: OutpatientCare
    chronic_outpatient: ChronicCare
    inpatient: InpatientCare
    refunds: Refunds
    fee_lines: FeeLines
    chronic_diseases: tuple[Disease, ...]
    diagnoses: tuple[Diagnosis, ...]
    history: History
    process_score: ProcessScore
    target: Target
    calibration: Calibration
    mistakes: Mistakes
    traps: Traps
    published: tuple[Published, ...]
    cases: CasePlan | None = None
    care: CarePlan | None = None
    fund_ledger: FundLedger | None = None
    _sha256: str = PrivateAttr(default="")

    @model_validator(mode="after")
    def names_agree(self) -> Self:
        """Names used in one part of the profile must be given in the other."""
        leads = {"clinic", "township", "lead", "other_lead"} | {hospital.place for hospital in self.outside}
        sought = {
            place.place for care in (self.outpatient, self.chronic_outpatient, self.inpatient) for place in care.places
        }
        _known("place", sought, leads)
        _known("consortium", {town.consortium for town in self.towns}, set(self.consortia))
        _known(
            "consortium",
            set(self.consortia),
            {town.consortium for town in self.towns} & set(self.calibration.consortia),
        )
        _known(
            "diagnosis", {disease.diagnosis for disease in self.chronic_diseases}, {one.code for one in self.diagnoses}
        )
        _known(
            "disease",
            {one.chronic for one in self.diagnoses if one.chronic},
            {one.code for one in self.chronic_diseases},
        )
        if self.cases:
            admitted = {one.code for one in self.diagnoses if one.inpatient} | {
                one.diagnosis for one in self.chronic_diseases
            }
            _known("diagnosis", admitted, {one.diagnosis for one in self.cases.principals})
        return self

    @property
    def sha256(self) -> str:
        return self._sha256 or hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def insured(self) -> int:
        """Heads at scale 1."""
        return sum(consortium.heads for consortium in self.consortia.values())


def load_profile(name: str = "suixi") -> Profile:
    """The profile shipped under this name, or the one in the YAML file at this path. Raises BadInput with field and remedy."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml"}:
        return _read(_bytes_of(path), str(path))
    shipped = files("fenming.facts.twin") / "profiles" / f"{name}.yaml"
    if not shipped.is_file():
        raise BadInput(
            "twin.profile_unknown",
            what=_("there is no county profile '{name}'").format(name=name),
            remedy=_("use suixi, or give the path of a YAML file"),
        )
    return _read(shipped.read_bytes(), f"{name}.yaml")


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(
            "twin.profile_unreadable",
            what=_("the county profile cannot be read"),
            where=str(path),
            why=str(error.strerror),
            remedy=_("give the path of a YAML file"),
        ) from error


def _read(content: bytes, where: str) -> Profile:
    try:
        profile = Profile.model_validate(YAML(typ="safe").load(content.decode("utf-8")))
    except ValidationError as error:
        raise BadInput(findings=tuple(_problem(part, where) for part in error.errors())) from error
    except (YAMLError, UnicodeDecodeError, BadInput) as error:
        raise BadInput(
            "twin.profile_broken",
            what=_("the county profile is not readable YAML"),
            where=where,
            why=str(error),
            remedy=_("compare it with the profile suixi"),
        ) from error
    profile._sha256 = hashlib.sha256(content).hexdigest()  # noqa: SLF001 - set once, by the only reader
    return profile


def _problem(part: object, where: str) -> Finding:
    detail = part if isinstance(part, dict) else {}
    field = ".".join(str(step) for step in detail.get("loc", ()))
    return Finding(
        "twin.profile_field",
        what=_("the county profile has a wrong field: {field}").format(field=field),
        where=where,
        why=str(detail.get("msg", "")),
        remedy=_("compare it with the profile suixi"),
    )
