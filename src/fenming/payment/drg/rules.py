"""What a pack writes about DRG payment, as one record; what is not written does not exist there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fenming.kernel import PPM, BadInput, Figure, Finding
from fenming.policy import Policy

PRINTED_PLACES = 4  # where the pack does not say; nothing is calculated with printed numbers
NEEDED = (
    "method",
    "points_per_weight",
    "weight_source",
    "history_weight",
    "trim",
    "unstable",
    "ungrouped",
    "coefficient_by",
)
QUOTA = "payment.drg.review_quota_rate"
NO_CHANGE_PPM = PPM  # the coefficient of a new group, of a new hospital, and of groups at one price
YEARS_BACK = ("three_years_before", "two_years_before", "year_before")  # keys of history_weight, the oldest first


@dataclass(frozen=True, slots=True)
class WeightRule:
    """How group means and weights come about; `edge_ppm` belongs to `trim`, `year_weights` are by YEARS_BACK."""

    source: str
    year_weights: Mapping[str, int]
    trim: str
    edge_ppm: int
    stable_cases_min: int
    unstable: str
    ungrouped: str


@dataclass(frozen=True, slots=True)
class CoefficientRule:
    """Whose cost beside the region's: `by` institution, level or none; groups at one price for all have none."""

    by: str
    years: int
    least_ppm: int
    most_ppm: int | None
    same_price_groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class OutlierRule:
    """Cut multiples in ppm of `measured_by` (the group's mean, or the mean times the coefficient); None: no such cut."""

    measured_by: str
    low_cut_ppm: int | None
    high_cut_ppm: int | None
    extreme_cut_ppm: int | None
    high: str
    waived_groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class IncompleteRule:
    """Ways of discharge that break a stay off, and which formula such a stay has (`none`: paid as any other)."""

    formula: str
    discharge_ways: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadmissionRule:
    """Days within which a return in the same group cuts the earlier stay to `kept_ppm`; codes of diagnosis or group exempt."""

    window_days: int
    kept_ppm: int
    scope: str
    exempt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StayRule:
    """Stays left out of DRG payment, and groups paid by the day with their fen a day."""

    left_out_at_most_days: int | None
    left_out_at_least_days: int | None
    day_rates: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PayRule:
    """Most that is paid in ppm of the case's cost; multiples of the standard (ppm) from which a case is very high, by level."""

    ceiling_ppm: int | None
    very_high_ppm: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """How many discharges may be reviewed (ppm), of each institution or of the region, and what orders the queue."""

    quota_ppm: int
    scope: str
    order: str


@dataclass(frozen=True, slots=True)
class DrgRules:
    """All rules of one place on one day; `scale` points for a weight of one; `written` holds the parameters behind them."""

    method: str
    scale: int
    weight: WeightRule
    coefficient: CoefficientRule
    outlier: OutlierRule
    incomplete: IncompleteRule
    readmission: ReadmissionRule | None
    stay: StayRule
    pay: PayRule
    review: ReviewRule | None
    year: int
    printed_places: int
    written: Mapping[str, Figure]


def drg_rules(policy: Policy) -> DrgRules:
    """The parameters `payment.drg.*` of `policy` as one record.

    Raises BadInput where a parameter that every method needs is not written, and where a written one has no value for
    the day: what was never seen is never assumed.
    """
    _refuse_unseen(policy)
    desk = _Reader(policy, {})
    return DrgRules(
        method=desk.needed("method"),
        scale=desk.needed("points_per_weight"),
        weight=_weight_rule(desk),
        coefficient=_coefficient_rule(desk),
        outlier=_outlier_rule(desk),
        incomplete=IncompleteRule(desk.get("incomplete_formula", "none"), desk.listed("incomplete_discharge_way")),
        readmission=_readmission_rule(desk),
        stay=StayRule(
            desk.get("left_out_at_most"),
            desk.get("left_out_at_least"),
            desk.get("bed_day_rate", {}),
        ),
        pay=PayRule(desk.get("pay_ceiling"), desk.get("very_high_cut", {})),
        review=_review_rule(desk),
        year=policy.day.year,
        printed_places=desk.get("printed_places", PRINTED_PLACES),
        written=desk.written,
    )


def _refuse_unseen(policy: Policy) -> None:
    """Say at once everything that the pack lacks: what every method needs, and what is written without a value."""
    written = {one.name for one in policy.pack.parameters() if one.name.startswith("payment.drg.")} - {QUOTA}
    findings: list[Finding] = []
    for name in sorted(written | {f"payment.drg.{needed}" for needed in NEEDED}):
        try:
            policy.get(name, strictly=True) if name in written else policy[name]
        except BadInput as problem:
            findings.extend(problem.findings)
    if findings:
        raise BadInput(findings=tuple(findings))


@dataclass(frozen=True, slots=True)
class _Reader:
    policy: Policy
    written: dict[str, Figure]

    def needed(self, name: str) -> Any:
        self.written[name] = self.policy[f"payment.drg.{name}"]
        return self.written[name].value

    def get(self, name: str, unwritten: Any = None) -> Any:
        """The value, or `unwritten` where the place has no such rule; raises where its value was never seen."""
        figure = self.policy.get(f"payment.drg.{name}", strictly=True)
        if figure is None:
            return unwritten
        self.written[name] = figure
        return figure.value

    def listed(self, name: str) -> frozenset[str]:
        """Keys of a table that is a list: those with a count above zero."""
        return frozenset(key for key, count in self.get(name, {}).items() if count > 0)


def _weight_rule(desk: _Reader) -> WeightRule:
    source = desk.needed("weight_source")
    trim = desk.needed("trim")
    cases_min = desk.get("stable_cases_min", 0)
    return WeightRule(
        source=source,
        year_weights=desk.needed("history_weight"),
        trim=trim,
        edge_ppm=0 if trim == "none" else desk.needed("trim_edge"),
        stable_cases_min=cases_min,
        unstable=desk.needed("unstable"),
        ungrouped=desk.needed("ungrouped"),
    )


def _coefficient_rule(desk: _Reader) -> CoefficientRule:
    by = desk.needed("coefficient_by")
    return CoefficientRule(
        by=by,
        years=0 if by == "none" else desk.needed("coefficient_years"),
        least_ppm=desk.get("coefficient_min", 0),
        most_ppm=desk.get("coefficient_max"),
        same_price_groups=desk.listed("same_price_group"),
    )


def _outlier_rule(desk: _Reader) -> OutlierRule:
    high = desk.get("high_cut")
    return OutlierRule(
        measured_by=desk.get("cut_of", "group_mean"),
        low_cut_ppm=desk.get("low_cut"),
        high_cut_ppm=high,
        extreme_cut_ppm=desk.get("extreme_cut"),
        high="none" if high is None else desk.needed("high_formula"),
        waived_groups=desk.listed("waived_group"),
    )


def _readmission_rule(desk: _Reader) -> ReadmissionRule | None:
    window = desk.get("readmission_window")
    if window is None:
        return None
    return ReadmissionRule(
        window,
        desk.needed("readmission_kept"),
        desk.get("readmission_scope", "any_institution"),
        tuple(sorted(desk.listed("readmission_exempt"))),
    )


def _review_rule(desk: _Reader) -> ReviewRule | None:
    """The quota where it was in force on the day: cases can be priced without it, only the queue cannot do without."""
    quota = desk.policy.get(QUOTA)
    if quota is None:
        return None
    desk.written["review_quota_rate"] = quota
    return ReviewRule(
        quota.value, desk.get("review_quota_scope", "institution"), desk.get("review_order", "applied_on")
    )


def in_list(drg: str, groups: frozenset[str] | Mapping[str, int]) -> bool:
    """Whether a list of groups names `drg` itself or its ADRG (the first three signs)."""
    return drg in groups or drg[:3] in groups
