"""What a case of a group at a hospital is priced by: weight, coefficient, mean, cuts; worked out once, used for every case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from fenming.kernel import PPM, BadInput, divide
from fenming.kernel.language import _
from fenming.mechanisms.base_points import base_points
from fenming.mechanisms.cost_coefficient import cost_coefficient
from fenming.mechanisms.full_points import full_points
from fenming.mechanisms.relative_weight import relative_weight
from fenming.payment.drg.history import History, Means, mean_costs
from fenming.payment.drg.reading import drg_rules
from fenming.payment.drg.rules import NO_CHANGE_PPM, DrgRules, in_list
from fenming.policy import Policy

TICK = 100  # micro-points in the fourth place of a point, to which documents write points


@dataclass(frozen=True, slots=True)
class Sheet:
    """The price sheet of one group at one hospital, exact.

    `weight_ppm`, `coefficient_ppm` in ppm; `base`, `full` in micro-points; `rounded` holds weight, coefficient and full
    points as whole numbers, for tables. `mean_fen` is the group's mean and `measure_fen` what cuts are multiples of;
    costs below `low_below`, above `high_above`, from `extreme_from` on (fen) are outliers.
    """

    drg: str
    institution_id: str
    weight_ppm: Fraction
    coefficient_ppm: Fraction
    base: Fraction
    full: Fraction
    mean_fen: Fraction
    measure_fen: Fraction
    is_stable: bool
    is_same_price: bool
    cases: int
    low_below: int | None
    high_above: int | None
    extreme_from: int | None
    rounded: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class DrgTerms:
    """Rules of a place and what its history makes of them; `sheet` gives the prices of a group at a hospital."""

    rules: DrgRules
    means: Means
    levels: Mapping[str, str]
    weights: Mapping[str, int]
    _sheets: dict[tuple[str, str], Sheet | None] = field(default_factory=dict, repr=False)

    def sheet(self, drg: str, institution_id: str) -> Sheet | None:
        """The price sheet, or None for a group that has neither a given weight nor a case in the years looked at."""
        key = (drg, institution_id)
        if key not in self._sheets:
            self._sheets[key] = _sheet(self, drg, institution_id)
        return self._sheets[key]

    def weight(self, drg: str) -> Fraction | None:
        """The group's weight in ppm, exact; None for a new group."""
        if self.rules.weight.source == "given":
            return Fraction(self.weights[drg]) if drg in self.weights else None
        mean = self.means.group.get(drg)
        return None if mean is None else relative_weight(mean, self.means.region)

    def coefficient(self, drg: str, institution_id: str) -> Fraction:
        """The hospital's or its level's coefficient in ppm, exact; one where it is new in the group or all have one price."""
        rule = self.rules.coefficient
        who = institution_id if rule.by == "institution" else self.levels.get(institution_id, "")
        own = self.means.own.get((drg, who))
        if rule.by == "none" or own is None or in_list(drg, rule.same_price_groups):
            return Fraction(NO_CHANGE_PPM)
        return Fraction(cost_coefficient(own, self.means.group_then[drg], rule.least_ppm, rule.most_ppm))


def drg_terms(policy: Policy, history: History) -> DrgTerms:
    """The terms by which cases discharged in the policy's year are priced.

    Raises BadInput where the pack leaves a needed parameter open, where there is no history, and where weights are to be
    given and none were.
    Source: the pack's `payment.drg.*`, each with its clause; the cases of the three years before.
    """
    rules = drg_rules(policy)
    if rules.weight.source == "given" and not history.weights:
        raise _no_weights()
    return DrgTerms(rules, mean_costs(history, rules), history.levels, history.weights)


def _no_weights() -> BadInput:
    return BadInput(
        "drg.no_weights",
        _("the pack takes weights from a file, and none was given"),
        "payment.drg.weight_source",
        _("without weights every group would be priced as a new one"),
        _("give the file of weights, with the columns drg and weight, or let `weight_source` be `history`"),
    )


def _sheet(terms: DrgTerms, drg: str, institution_id: str) -> Sheet | None:
    weight = terms.weight(drg)
    if weight is None or weight <= 0:
        return None
    coefficient = terms.coefficient(drg, institution_id)
    base = Fraction(base_points(weight, terms.rules.scale))
    mean = terms.means.group.get(drg, weight * terms.means.region / PPM)
    rule = terms.rules.outlier
    measure = mean if rule.measured_by == "group_mean" else mean * coefficient / PPM
    low_cut = None if in_list(drg, rule.waived_groups) else rule.low_cut_ppm
    return Sheet(
        drg, institution_id, weight, coefficient, base, full_points(base, coefficient), mean, measure,
        is_stable=_is_stable(terms, drg),
        is_same_price=in_list(drg, terms.rules.coefficient.same_price_groups),
        cases=terms.means.cases.get(drg, 0),
        low_below=_from(measure, low_cut),
        high_above=_up_to(measure, rule.high_cut_ppm),
        extreme_from=_from(measure, rule.extreme_cut_ppm),
        rounded=(whole(weight), whole(coefficient), counted(full_points(base, coefficient))),
    )  # fmt: skip


def whole(exact: int | Fraction) -> int:
    """The exact number rounded half away from zero."""
    return divide(exact.numerator, exact.denominator)


def counted(points: int | Fraction) -> int:
    """Micro-points of a case to the fourth place of a point, as they are printed: who adds the printed ones gets the same."""
    return whole(Fraction(points) / TICK) * TICK


def _from(measure: Fraction, cut_ppm: int | None) -> int | None:
    """The least whole fen that is not below the cut: a cost below it is below the cut itself."""
    return None if cut_ppm is None else ceil(measure * cut_ppm / PPM)


def _up_to(measure: Fraction, cut_ppm: int | None) -> int | None:
    """The most whole fen that is not above the cut: a cost above it is above the cut itself."""
    return None if cut_ppm is None else floor(measure * cut_ppm / PPM)


def _is_stable(terms: DrgTerms, drg: str) -> bool:
    """Whether the group had at least so many cases a year; groups with given weights and no history count as stable."""
    if terms.rules.weight.source == "given" and drg not in terms.means.cases:
        return True
    return terms.means.cases.get(drg, 0) >= terms.rules.weight.stable_cases_min * terms.means.years
