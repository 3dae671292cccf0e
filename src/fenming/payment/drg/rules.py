"""What a pack writes about DRG payment, as one record; what is not written does not exist there."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.kernel import PPM, Figure

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


def in_list(drg: str, groups: frozenset[str] | Mapping[str, int]) -> bool:
    """Whether a list of groups names `drg` itself or its ADRG (the first three signs)."""
    return drg in groups or drg[:3] in groups
