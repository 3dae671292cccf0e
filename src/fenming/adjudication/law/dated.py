"""From the pack's `benefits.*` to the terms in force: one set for every span of days with the same rules."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from fenming.adjudication.law.cover import cover_of
from fenming.adjudication.law.record import Records, array
from fenming.adjudication.law.scheme import scheme_of
from fenming.adjudication.law.terms import COVER, SCHEME, Calendar, Law
from fenming.adjudication.law.words import CARES, DISEASES_MAX, SCHEMES
from fenming.adjudication.law.written import Figures, Written, benefit_names
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack

EPOCH = date(1970, 1, 1)
GOVERNING = ".governing_date"


class Days(NamedTuple):
    """The first and the last day of settlement of the bills that are judged, whatever day governs them.

    `earliest` and `latest` are the days that may govern one of them, left out where settlement does.
    """

    first: date
    last: date
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class Terms:
    """The terms of one set of days: covers by scheme and care, schemes, and the pack's figures they were made of."""

    covers: Records
    schemes: Records
    figures: Figures


@dataclass(frozen=True)
class DatedRules:
    """The sets of terms for bills settled from `first` to `last`; `calendar` leads from the day that governs one to its set.

    The calendar reaches further where another day than settlement may govern. `diseases` are the words of diseases with caps of their own, the unnamed one first.
    """

    first: date
    last: date
    calendar: Calendar
    sets: tuple[Terms, ...]
    diseases: tuple[str, ...]

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day of settlement, as the loop counts days."""
        return (self.first - EPOCH).days, (self.last - EPOCH).days

    @property
    def year_count(self) -> int:
        """How many benefit years the calendar's days lie in."""
        return int(self.calendar.year[-1]) + 1

    @cached_property
    def columns(self) -> Law:
        """All sets for the compiled loop: arrays of records."""
        covers, schemes = ([getattr(terms, name) for terms in self.sets] for name in ("covers", "schemes"))
        return Law(self.calendar, array(COVER, covers), array(SCHEME, schemes))

    @cached_property
    def exact(self) -> Law:
        """All sets for the plain engine: the same with Python's own integers."""
        calendar = Calendar(self.calendar.first_day, *(part.tolist() for part in self.calendar[1:]))
        return Law(calendar, [terms.covers for terms in self.sets], [terms.schemes for terms in self.sets])

    def index(self, day: date) -> int:
        """Which set is in force on `day`."""
        return int(self.calendar.rule_set[(day - EPOCH).days - self.calendar.first_day])


def has_other_days(pack: Pack) -> bool:
    """Whether a rule may let another day than settlement govern a bill."""
    return any(parameter.name.endswith(GOVERNING) for parameter in pack.parameters())


def dated_rules(
    pack: Pack, first: date, last: date, earliest: date | None = None, latest: date | None = None
) -> DatedRules:
    """The benefit rules for bills settled from `first` to `last`, both included; days as `Days` names them.

    Raises BadInput for a day that a parameter does not cover, or a value the plan cannot follow.
    """
    start, end = min(first, earliest or first), max(last, latest or last)
    calendar, sets = _laid_out(pack, start, end)
    return DatedRules(first, last, calendar, sets, disease_words(pack))


def _laid_out(pack: Pack, first: date, last: date) -> tuple[Calendar, tuple[Terms, ...]]:
    """Every day from `first` to `last` with the set of terms that is in force on it."""
    days = (last - first).days + 1
    rule_set = np.zeros(days, np.int64)
    sets: list[Terms] = []
    diseases = disease_words(pack)
    for start in _changes(pack, first, last):
        rule_set[(start - first).days :] = len(sets)
        sets.append(terms_of(_figures_on(pack, start, (first, last)), diseases))
    dates = np.arange(days) + np.datetime64(first)
    year = dates.astype("datetime64[Y]").astype(np.int64)
    return Calendar((first - EPOCH).days, year - year[0], rule_set), tuple(sets)


def terms_of(figures: Figures, diseases: tuple[str, ...] = ("",)) -> Terms:
    """All terms from figures keyed by the names of their parameters. Raises BadInput for a value the plan cannot follow."""
    covers = Records(
        cover_of(Written.of_care(scheme, care, figures), scheme, care, diseases) for scheme in SCHEMES for care in CARES
    )
    return Terms(covers, Records(scheme_of(scheme, figures) for scheme in SCHEMES), figures)


def disease_words(pack: Pack) -> tuple[str, ...]:
    """The words of diseases that the pack's codes know, the unnamed one first."""
    words = sorted(set(pack.codes.get("disease", {}).values()))
    if len(words) >= DISEASES_MAX:
        raise BadInput(
            "adjudication.too_many_diseases",
            _("the pack {region} names {count} diseases").format(region=pack.region, count=len(words)),
            "codes.yaml",
            _("at most {most} may have a word of their own").format(most=DISEASES_MAX - 1),
            _("let diseases without a cap of their own share a word"),
        )
    return ("", *words)


def _changes(pack: Pack, first: date, last: date) -> list[date]:
    """Days within the span on which some benefit parameter may take another value, the first day included."""
    edges = {first}
    for name in benefit_names(pack):
        for version in pack.parameter(name).versions:
            edges.update(day for day in (version.period.start, version.period.end) if day and first < day <= last)
    return sorted(edges)


def _figures_on(pack: Pack, day: date, span: tuple[date, date]) -> Figures:
    """Every benefit parameter that exists on `day`, None for one whose value was never seen."""
    try:
        policy = pack.on(day)
        present = (name for name in benefit_names(pack) if not _is_absent(pack, name, day))
        return {name: policy[name] if _is_known(pack, name, day) else None for name in present}
    except BadInput as refused:
        outside = BadInput(
            "adjudication.not_covered",
            _("bills settled from {first} to {last} cannot all be judged").format(first=span[0], last=span[1]),
            _("bill.settled_at, from {day}").format(day=day),
            _("the pack {region} does not say what applies on that day").format(region=pack.region),
            _("leave out bills of other times, or complete the pack as said below"),
        )
        raise BadInput(findings=outside.findings + refused.findings) from None


def _is_absent(pack: Pack, name: str, day: date) -> bool:
    version = pack.parameter(name).on(day)
    return version is not None and version.is_absent


def _is_known(pack: Pack, name: str, day: date) -> bool:
    version = pack.parameter(name).on(day)
    return version is None or version.value is not None
