"""One case, one price: the function that prices a hundred thousand cases is the one that explains a single case."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from fenming.mechanisms.bed_day_points import bed_day_points
from fenming.mechanisms.cost_points import cost_points
from fenming.mechanisms.high_points import high_points
from fenming.mechanisms.incomplete_points import incomplete_points
from fenming.mechanisms.low_points import low_points
from fenming.mechanisms.readmission_points import readmission_points
from fenming.payment.drg.rules import NO_CHANGE_PPM
from fenming.payment.drg.terms import DrgTerms, Sheet, counted

Exact = int | Fraction
PAID_BY_COST = ("at_cost", "capped")  # decisions of a review that price a case
NEVER_CUT = ("excluded", "bed_day")  # rules whose points a readmission leaves alone


class Case(NamedTuple):
    """What pricing looks at in one case: cost in fen, days of stay, days since 1970 of admission and discharge."""

    case_id: str
    person_id: int | str
    institution_id: str
    drg: str
    total_fen: int
    stay_days: int
    discharge_way: str
    diagnosis_id: str
    admitted: int
    discharged: int


class Decision(NamedTuple):
    """What a review decided: `at_cost`, `capped` (at `cap_fen`), `refused` (priced as if never asked) or `excused` (the
    readmission had a good reason).
    """

    result: str
    cap_fen: int = 0


@dataclass(frozen=True, slots=True)
class PricedCase:
    """One case with its points and all that made them.

    `rule` is what decided in the end; `priced_as` what decided before a readmission cut the points; `points` exact
    micro-points after it and `points_before` ahead of it; `sheet` None for a case without a priced group.
    """

    case: Case
    rule: str
    priced_as: str
    points: Exact
    points_before: Exact
    sheet: Sheet | None
    readmitted_as: str = ""

    @property
    def rounded(self) -> tuple[int, int, int]:
        """Weight and coefficient in ppm, points to the fourth place: rounded only here."""
        if self.sheet is None:
            return 0, NO_CHANGE_PPM, counted(self.points)
        weight, coefficient, full = self.sheet.rounded
        return weight, coefficient, full if self.points is self.sheet.full else counted(self.points)


def price_case(case: Case, terms: DrgTerms, decision: Decision | None = None, readmitted_as: str = "") -> PricedCase:
    """The points of `case`: the first rule that fits, then cut if the person came back too soon as `readmitted_as`.

    In this order: left out by days · paid by the day · decided by a review · not grouped · unstable or new group ·
    broken off · low, extreme, high · ordinary.
    """
    sheet = terms.sheet(case.drg, case.institution_id) if case.drg else None
    rule, points = _first_that_fits(case, sheet, terms, decision)
    readmission = terms.rules.readmission
    if not readmitted_as or readmission is None or rule in NEVER_CUT:
        return PricedCase(case, rule, rule, points, points, sheet)
    kept = readmission_points(points, readmission.kept_ppm)
    return PricedCase(case, "readmission", rule, kept, points, sheet, readmitted_as)


def _first_that_fits(case: Case, sheet: Sheet | None, terms: DrgTerms, decision: Decision | None) -> tuple[str, Exact]:
    rules = terms.rules
    if _is_left_out(case, terms):
        return "excluded", 0
    if rules.stay.day_rates and (day_rate := _day_rate(case.drg, rules.stay.day_rates)) is not None:
        return "bed_day", _by_days(case, day_rate, terms)
    if decision is not None and decision.result in PAID_BY_COST:
        cost = min(case.total_fen, decision.cap_fen) if decision.result == "capped" else case.total_fen
        return "review", cost_points(cost, terms.means.region, rules.scale)
    if sheet is None or not sheet.is_stable:
        rule = "unstable" if case.drg else "ungrouped"
        return _without_price(case, terms, rule, rules.weight.unstable if case.drg else rules.weight.ungrouped)
    if case.discharge_way in rules.incomplete.discharge_ways and rules.incomplete.formula != "none":
        return "incomplete", _incomplete(case, sheet, rules.incomplete.formula)
    return _by_cost(case, sheet, terms)


def _day_rate(drg: str, rates: Mapping[str, int]) -> int | None:
    """Fen a day of a group paid by the day, written for the group or for its ADRG."""
    return rates.get(drg, rates.get(drg[:3])) if drg else None


def _by_days(case: Case, day_rate: int, terms: DrgTerms) -> Exact:
    """Day rate over the exact mean of all groups; the verb's base is for 100 points and has four decimals."""
    mean = terms.means.region
    points = bed_day_points(day_rate * mean.denominator, mean.numerator, case.stay_days)
    return Fraction(points * terms.rules.scale, 100)


def _is_left_out(case: Case, terms: DrgTerms) -> bool:
    stay = terms.rules.stay
    short, long = stay.left_out_at_most_days, stay.left_out_at_least_days
    return (short is not None and case.stay_days <= short) or (long is not None and case.stay_days >= long)


def _without_price(case: Case, terms: DrgTerms, rule: str, how: str) -> tuple[str, Exact]:
    """Points by the case's own cost, for good or until its review is decided; or a weight of one; or none."""
    if how == "weight_one":
        return rule, terms.rules.scale * NO_CHANGE_PPM
    if how == "not_paid":
        return rule, 0
    points = cost_points(case.total_fen, terms.means.region, terms.rules.scale)
    return ("review" if how == "review" else rule), points


def _incomplete(case: Case, sheet: Sheet, formula: str) -> Exact:
    coefficient = sheet.coefficient_ppm if formula == "coefficient_capped_at_base" else NO_CHANGE_PPM
    return incomplete_points(sheet.base, coefficient, case.total_fen, sheet.mean_fen)


def _by_cost(case: Case, sheet: Sheet, terms: DrgTerms) -> tuple[str, Exact]:
    """Low, extreme, high or ordinary. An extreme case is paid as a high one until its review is decided."""
    cost = case.total_fen
    if sheet.low_below is not None and cost < sheet.low_below:
        return "low", low_points(sheet.full, cost, sheet.measure_fen)
    is_extreme = sheet.extreme_from is not None and cost >= sheet.extreme_from
    if is_extreme or (sheet.high_above is not None and cost > sheet.high_above):
        return ("extreme" if is_extreme else "high"), high(cost, sheet, terms)
    return ("primary_same_price" if sheet.is_same_price else "normal"), sheet.full


def high(cost: Exact, sheet: Sheet, terms: DrgTerms) -> Exact:
    """Points of a cost above the cut: with the part above it, or the full points below it and where a review has to decide."""
    rule = terms.rules.outlier
    if rule.high != "added_excess" or rule.high_cut_ppm is None:
        return sheet.full
    return max(sheet.full, high_points(sheet.full, cost, sheet.measure_fen, rule.high_cut_ppm))
