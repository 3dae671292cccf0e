"""From the pack's `benefits.<scheme>.line.*` to the numbers a line is judged by, one set for every span of days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fenming.adjudication.law.words import SCHEMES
from fenming.adjudication.law.written import PREFIX, Written
from fenming.adjudication.lines.line import CEILING_ORDERS, CLASSES, LIMITED_USES, NONE, LineRules
from fenming.kernel import BadInput, Figure, Finding
from fenming.kernel.language import _, language
from fenming.policy import Pack
from fenming.policy.models import LabelText

PARAMETERS = ("ceiling_order", "limited_use", "copay_by_class")
NEUTRAL = LineRules()
Refusal = tuple[date, Finding]  # from which day on the pack says nothing, and what it says instead
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Span:
    """From `first_day` (days since 1970-01-01) on, a scheme's lines are judged by set number `rule`, NONE: not at all."""

    first_day: int
    rule: int


@dataclass(frozen=True)
class LineLaw:
    """The sets of rules that hold between two days, with the pack's figures each was made of, and which scheme has which when.

    `findings` say for which schemes and days there are no rules, and why: their lines are taken as printed.
    """

    sets: tuple[LineRules, ...]
    figures: tuple[Mapping[str, Figure], ...]
    spans: tuple[tuple[Span, ...], ...]  # by place in SCHEMES
    findings: tuple[Finding, ...]

    @property
    def columns(self) -> Any:
        """All sets as the compiled loop reads them."""
        return np.array(self.sets, dtype=np.int64)

    def rule(self, scheme: Any, day: Any) -> Any:
        """For arrays of schemes (places in SCHEMES) and days, the number of the set in force, NONE where there is none."""
        found = np.full(len(day), NONE, np.int64)
        for place, spans in enumerate(self.spans):
            own = np.flatnonzero(scheme == place)
            starts = np.array([span.first_day for span in spans], np.int64)
            numbers = np.array([NONE, *(span.rule for span in spans)], np.int64)
            found[own] = numbers[np.searchsorted(starts, day[own], side="right")]
        return found


def dated_line_rules(pack: Pack, first: date, last: date, schemes: Collection[str] = SCHEMES) -> LineLaw:
    """The rules for the lines of bills of `schemes` settled from `first` to `last`, both included.

    A parameter that the pack does not write is neutral: the limit before the copay, limited use as listed, no rate by class.
    Raises BadInput for a value that cannot be followed.
    """
    sets: list[LineRules] = []
    figures: list[Mapping[str, Figure]] = []
    refusals: dict[Refusal, list[str]] = {}
    spans: list[tuple[Span, ...]] = []
    for scheme in SCHEMES:
        own: list[Span] = []
        for start in _changes(pack, scheme, first, last) if scheme in schemes else ():
            found = _figures_on(pack, scheme, start, refusals)
            own.append(Span(start.toordinal() - EPOCH_ORDINAL, NONE if found is None else len(sets)))
            if found is not None:
                sets.append(line_rules(scheme, found))
                figures.append(found)
        spans.append(tuple(own))
    findings = tuple(_not_covered(refused, _labels(pack, where)) for refused, where in refusals.items())
    return LineLaw((*sets, NEUTRAL), (*figures, {}), tuple(spans), findings)


def line_rules(scheme: str, figures: Mapping[str, Figure]) -> LineRules:
    """One set of rules from figures by their full names. Raises BadInput for a value that cannot be followed."""
    written = Written(_path(scheme), figures)
    by_class = written.by_key("copay_by_class", CLASSES, (NEUTRAL.copay_a, NEUTRAL.copay_b, NEUTRAL.copay_c))
    return LineRules(
        written.choice("ceiling_order", CEILING_ORDERS), written.choice("limited_use", LIMITED_USES), *by_class
    )


def _path(scheme: str) -> str:
    return f"{PREFIX}{scheme}.line"


def _names(pack: Pack, scheme: str) -> list[str]:
    return [name for name in (f"{_path(scheme)}.{word}" for word in PARAMETERS) if pack.has(name)]


def _changes(pack: Pack, scheme: str, first: date, last: date) -> list[date]:
    """Days within the span on which the rules may become others, the first day included; none for what no rules cover."""
    if not scheme:
        return []
    covered = pack.dates_covered
    edges = {first, covered.start, covered.end}
    for name in _names(pack, scheme):
        for version in pack.parameter(name).versions:
            edges |= {version.period.start, version.period.end}
    return sorted(day for day in edges if day and first <= day <= last)


def _figures_on(pack: Pack, scheme: str, day: date, refusals: dict[Refusal, list[str]]) -> Mapping[str, Figure] | None:
    """What the pack writes for lines of the scheme on `day`; None, with the refusal noted, where it does not know."""
    try:
        policy = pack.on(day)
        found = {name: policy.get(name, strictly=True) for name in _names(pack, scheme)}
    except BadInput as refused:
        refusals.setdefault((day, refused.findings[0]), []).append(scheme)
        return None
    return {name: figure for name, figure in found.items() if figure is not None}


def _labels(pack: Pack, schemes: list[str]) -> str:
    """The schemes as people call them."""
    return _(", ").join(_label(pack.keys[scheme]) if scheme in pack.keys else scheme for scheme in schemes)


def _label(words: LabelText) -> str:
    return words.label if language() == "zh" else words.label_en


def _not_covered(refused: Refusal, schemes: str) -> Finding:
    day, cause = refused
    return Finding(
        "lines.not_covered",
        _("from {day} on, fee lines are taken as printed: {schemes}").format(day=day, schemes=schemes),
        cause.where,
        cause.what,
        cause.remedy,
    )
