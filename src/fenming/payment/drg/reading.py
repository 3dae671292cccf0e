"""From the parameters `payment.drg.*` of a pack to the rules that price cases."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from fenming.kernel import BadInput, Figure, Finding
from fenming.kernel.language import _
from fenming.payment.drg.rules import (
    CoefficientRule,
    DrgRules,
    IncompleteRule,
    OutlierRule,
    PayRule,
    ReadmissionRule,
    ReviewRule,
    StayRule,
    WeightRule,
)
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
OPTIONAL = (
    "trim_edge",
    "stable_cases_min",
    "coefficient_years",
    "coefficient_min",
    "coefficient_max",
    "same_price_group",
    "cut_of",
    "low_cut",
    "high_cut",
    "high_formula",
    "extreme_cut",
    "waived_group",
    "incomplete_formula",
    "incomplete_discharge_way",
    "readmission_window",
    "readmission_kept",
    "readmission_scope",
    "readmission_exempt",
    "left_out_at_most",
    "left_out_at_least",
    "bed_day_rate",
    "pay_ceiling",
    "very_high_cut",
    "review_quota_rate",
    "review_quota_scope",
    "review_order",
    "printed_places",
)
ALIKE = 8  # tenths of their letters that two names share in order
QUOTA = "payment.drg.review_quota_rate"
OF_THE_QUEUE = {QUOTA, "payment.drg.review_quota_scope", "payment.drg.review_order"}


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
    written = {one.name for one in policy.pack.parameters() if one.name.startswith("payment.drg.")} - OF_THE_QUEUE
    findings = [one for name in sorted(written) if (one := _misspelt(name)) is not None]
    for name in sorted(written | {f"payment.drg.{needed}" for needed in NEEDED}):
        try:
            policy.get(name, strictly=True) if name in written else policy[name]
        except BadInput as problem:
            findings.extend(problem.findings)
    if findings:
        raise BadInput(findings=tuple(findings))


def _misspelt(name: str) -> Finding | None:
    """A finding where `name` is read by nothing here and spelled much like one that is; other rooms have names of their own."""
    last, known = name.rpartition(".")[2], (*NEEDED, *OPTIONAL)
    near = [word for word in known if SequenceMatcher(None, last, word).ratio() * 10 >= ALIKE]
    if last in known or not near:
        return None
    return Finding(
        "drg.unknown_parameter",
        _("nothing reads the parameter {name}").format(name=name),
        name,
        _("a misspelt rule would be left out without a word"),
        _("did you mean '{key}'?").format(key=near[0]),
    )


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
    low, high, extreme = (desk.get(name) for name in ("low_cut", "high_cut", "extreme_cut"))
    has_cut = any(cut is not None for cut in (low, high, extreme))
    return OutlierRule(
        measured_by=desk.needed("cut_of") if has_cut else "group_mean",
        low_cut_ppm=low,
        high_cut_ppm=high,
        extreme_cut_ppm=extreme,
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
        desk.needed("readmission_scope"),
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
