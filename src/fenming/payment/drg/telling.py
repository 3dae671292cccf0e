"""Why a case has its points, step by step, in the words and numbers of the rules that decided."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import pyarrow as pa

from fenming.kernel import PPM, BadInput, format_ppm, format_yuan
from fenming.kernel.language import _, language
from fenming.payment.drg.price import Decision, Exact, PricedCase
from fenming.payment.drg.pricing import UNDECIDED, price_all
from fenming.payment.drg.rules import ReadmissionRule
from fenming.payment.drg.terms import DrgTerms, Sheet, whole

DECIDED_BY = {
    "excluded": "left_out_at_most",
    "bed_day": "bed_day_rate",
    "review": "review_quota_rate",
    "ungrouped": "ungrouped",
    "unstable": "unstable",
    "incomplete": "incomplete_formula",
    "low": "low_cut",
    "high": "high_cut",
    "extreme": "extreme_cut",
    "primary_same_price": "same_price_group",
}


def explain_case(
    case_id: str,
    cases: pa.Table,
    grouped: pa.Table,
    terms: DrgTerms,
    decisions: Mapping[str, Decision] = UNDECIDED,
) -> list[str]:
    """The steps by which the case came to its points; takes the whole tables, since a later stay may cut an earlier one.

    Raises BadInput when there is no such case.
    """
    for priced in price_all(cases, grouped, terms, decisions):
        if priced.case.case_id == case_id:
            return list(steps(priced, terms))
    raise BadInput(
        "drg.no_case",
        _("there is no case {case}").format(case=case_id),
        "case",
        _("only cases of the year that was priced can be explained"),
        _("take the case's number as the settlement list writes it"),
    )


def steps(priced: PricedCase, terms: DrgTerms) -> Iterator[str]:
    """The steps of one priced case, each a sentence with its numbers and, where a pack wrote the rule, its clause."""
    case = priced.case
    yield _("case {case} at {institution}: group {drg}, cost {cost} yuan, {days} days").format(
        case=case.case_id,
        institution=case.institution_id,
        drg=case.drg or _("none"),
        cost=format_yuan(case.total_fen),
        days=case.stay_days,
    )
    if priced.sheet is not None:
        yield _weight(priced.sheet, terms)
        yield _full(priced.sheet, terms)
    yield _rule(priced, terms) + clause(DECIDED_BY.get(priced.priced_as, ""), terms)
    yield _("points: {points}").format(points=decimals(priced.points_before, terms))
    if priced.rule == "readmission" and terms.rules.readmission is not None:
        yield _came_back(priced, terms.rules.readmission, terms)


def _weight(sheet: Sheet, terms: DrgTerms) -> str:
    weight = decimals(sheet.weight_ppm, terms)
    if terms.rules.weight.source == "given":
        return _("weight {weight}, as given").format(weight=weight) + clause("weight_source", terms)
    told = _("weight {weight} = group mean {mean} ÷ mean of all cases {region}, from {count} cases of {years} years")
    return told.format(
        weight=weight,
        mean=_yuan(sheet.mean_fen),
        region=_yuan(terms.means.region),
        count=sheet.cases,
        years=terms.means.years,
    ) + clause("history_weight", terms)


def _full(sheet: Sheet, terms: DrgTerms) -> str:
    told = _("base points {base} = weight × {scale}; coefficient {coefficient}; full points {full}").format(
        base=decimals(sheet.base, terms),
        scale=terms.rules.scale,
        coefficient=decimals(sheet.coefficient_ppm, terms),
        full=decimals(sheet.full, terms),
    )
    return told + clause("coefficient_by", terms)


def _rule(priced: PricedCase, terms: DrgTerms) -> str:
    return _sentence(priced.priced_as).format(
        ratio=_times(priced),
        measure=_measure(priced, terms),
        region=_yuan(terms.means.region),
        scale=terms.rules.scale,
        cut=format_ppm(terms.rules.outlier.high_cut_ppm or 0),
        days=priced.case.stay_days,
    )


def _sentence(rule: str) -> str:  # noqa: C901, PLR0911 - one sentence for each rule
    match rule:
        case "excluded":
            return _("left out of payment by group: it lasted {days} days; its bill is paid as an ordinary one")
        case "bed_day":
            return _("paid by the day: day rate ÷ {region} × {scale}, times {days} days")
        case "review":
            return _("decided by a review, or waiting for it: cost ÷ mean of all cases {region} × {scale}")
        case "ungrouped":
            return _("no group fits it: priced by its own cost, cost ÷ {region} × {scale}")
        case "unstable":
            return _("the group is new or has too few cases to be priced: cost ÷ {region} × {scale}")
        case "incomplete":
            return _("the stay was broken off: {ratio} of {measure}, never above the base points")
        case "low":
            return _("a low outlier: {ratio} of {measure}, paid in that ratio")
        case "high":
            return _("a high outlier: {ratio} of {measure}, with what lies above {cut}")
        case "extreme":
            return _("an extreme outlier: {ratio} of {measure}, to be reviewed; until then as a high outlier")
        case "primary_same_price":
            return _("a group at one price for hospitals of every level: full points")
        case _:
            return _("an ordinary case: {ratio} of {measure}, full points")


def _came_back(priced: PricedCase, rule: ReadmissionRule, terms: DrgTerms) -> str:
    told = _(
        "case {case} followed in the same group within {days} days: {kept} of the points are left, {points}"
    ).format(
        days=rule.window_days,
        case=priced.readmitted_as,
        kept=format_ppm(rule.kept_ppm),
        points=decimals(priced.points, terms),
    )
    return told + clause("readmission_window", terms)


def clause(parameter: str, terms: DrgTerms) -> str:
    """Document and clause of the parameter that decided, in brackets; nothing where no pack wrote it."""
    figure = terms.rules.written.get(parameter)
    if figure is None or figure.cite is None:
        return ""
    label = figure.label if language() == "zh" else figure.label_en
    told = _(" [{label}: {title}, {clause}]")
    return told.format(label=label, title=figure.cite.title, clause=figure.cite.clause)


def decimals(millionths: Exact, terms: DrgTerms) -> str:
    """A weight, coefficient or points to the printed places of the pack; rounded for print and nowhere else."""
    places = terms.rules.printed_places
    ticks = whole(Fraction(millionths) * 10**places / PPM)
    digits = str(abs(ticks)).zfill(places + 1)
    sign = "−" if ticks < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def _times(priced: PricedCase) -> str:
    """The case's cost over the mean, or over what cuts are multiples of, in percent to two places."""
    if priced.sheet is None:
        return ""
    is_by_mean = priced.priced_as == "incomplete"
    measure = priced.sheet.mean_fen if is_by_mean else priced.sheet.measure_fen
    return format_ppm(whole(Fraction(priced.case.total_fen * 10_000) / measure) * 100)


def _measure(priced: PricedCase, terms: DrgTerms) -> str:
    if terms.rules.outlier.measured_by == "standard" and priced.priced_as != "incomplete":
        return _("the mean cost times the coefficient")
    return _("the mean cost")


def _yuan(fen: Fraction) -> str:
    return format_yuan(whole(fen))
