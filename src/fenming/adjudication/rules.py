"""From the pack's `benefits.*` to the numbers the plan works with, one set for every span of days with the same rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from fenming.adjudication.claim import (
    AREAS,
    LEVELS,
    NEVER_FEN,
    REPEAT_DEDUCTIBLE,
    TIERS_MAX,
    WIDTHS,
    Calendar,
    Rules,
)
from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.policy import Pack

EPOCH = date(1970, 1, 1)
PARAMETERS = {
    "outpatient_rate": "benefits.outpatient.rate",
    "outpatient_deductible_fen": "benefits.outpatient.deductible",
    "outpatient_annual_cap_fen": "benefits.outpatient.annual_cap",
    "chronic_rate": "benefits.chronic_outpatient.rate",
    "chronic_annual_cap_fen": "benefits.chronic_outpatient.annual_cap",
    "chronic_extra_disease_cap_fen": "benefits.chronic_outpatient.extra_disease_cap",
    "chronic_annual_cap_max_fen": "benefits.chronic_outpatient.annual_cap_max",
    "inpatient_deductible_fen": "benefits.inpatient.deductible",
    "inpatient_rate": "benefits.inpatient.rate",
    "inpatient_annual_cap_fen": "benefits.inpatient.annual_cap",
    "other_city_deductible_factor": "benefits.inpatient.other_city_deductible_factor",
    "out_of_province_deductible_rate": "benefits.inpatient.out_of_province_deductible_rate",
    "out_of_province_deductible_min_fen": "benefits.inpatient.out_of_province_deductible_min",
    "out_of_province_deductible_max_fen": "benefits.inpatient.out_of_province_deductible_max",
    "out_of_province_rate": "benefits.inpatient.out_of_province_rate",
    "unreferred_reduction": "benefits.inpatient.unreferred_reduction",
    "floor_rate": "benefits.inpatient.floor_rate",
    "repeat_deductible": "benefits.inpatient.repeat_deductible",
    "critical_deductible_fen": "benefits.critical_illness.deductible",
    "critical_tiers": "benefits.critical_illness.tiers",
    "critical_tier_axis": "benefits.critical_illness.tier_axis",
    "critical_base": "benefits.critical_illness.base",
}
TIER_AXES = ("absolute", "excess")
CRITICAL_BASES = ("eligible_after_pool",)
OPTIONAL_LEVELS = frozenset({"outpatient_rate"})  # a level that is not written has no ordinary outpatient benefit
FLOOR_KEYS = {"other_city": "in_province", "out_of_province": "out_of_province"}


@dataclass(frozen=True)
class DatedRules:
    """The sets of rules in force from `first` to `last`, and for each set the pack's own figures, keyed as in PARAMETERS.

    `calendar` leads from a day to its set.
    """

    first: date
    last: date
    calendar: Calendar
    sets: tuple[Rules, ...]
    figures: tuple[Mapping[str, Figure], ...]

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day, as the loop counts days."""
        return self.calendar.first_day, self.calendar.first_day + (self.last - self.first).days

    @cached_property
    def columns(self) -> Rules:
        """All sets at once for the compiled loop: int64 arrays with one entry per set."""
        fields = zip(*self.sets, strict=True)
        return Rules(*(np.ascontiguousarray(field, dtype=np.int64) for field in fields))

    @cached_property
    def exact_columns(self) -> Rules:
        """All sets at once for the plain engine: the same with Python's own integers."""
        return Rules(*(np.array(field, dtype=object) for field in zip(*self.sets, strict=True)))

    def index(self, day: date) -> int:
        """Which set is in force on `day`."""
        return int(self.calendar.rule_set[(day - self.first).days])


def dated_rules(pack: Pack, first: date, last: date) -> DatedRules:
    """The resident plan's rules for settlements from `first` to `last`, both included.

    Raises BadInput for a day outside the pack, a parameter it does not know, or a value this plan cannot follow.
    """
    sets: list[Rules] = []
    figures: list[Mapping[str, Figure]] = []
    rule_set = np.zeros((last - first).days + 1, np.int64)
    for start in _changes(pack, first, last):
        found = _figures_on(pack, start, (first, last))
        sets.append(rules_from(found))
        figures.append(found)
        rule_set[(start - first).days :] = len(sets) - 1
    year = np.array([(first + timedelta(days=day)).year for day in range(len(rule_set))], np.int64)
    return DatedRules(first, last, Calendar((first - EPOCH).days, year, rule_set), tuple(sets), tuple(figures))


def _changes(pack: Pack, first: date, last: date) -> list[date]:
    """Days within the span on which some benefit parameter may take another value, the first day included."""
    edges = {first}
    for name in PARAMETERS.values():
        for version in pack.parameter(name).versions:
            edges.update(day for day in (version.period.start, version.period.end) if day and first < day <= last)
    return sorted(edges)


def _figures_on(pack: Pack, day: date, span: tuple[date, date]) -> dict[str, Figure]:
    try:
        policy = pack.on(day)
        return {field: policy[name] for field, name in PARAMETERS.items()}
    except BadInput as refused:
        outside = BadInput(
            "adjudication.not_covered",
            _("bills settled from {first} to {last} cannot all be judged").format(first=span[0], last=span[1]),
            _("bill.settled_at, from {day}").format(day=day),
            _("the pack {region} does not say what applies on that day").format(region=pack.region),
            _("leave out bills of other times, or complete the pack as said below"),
        )
        raise BadInput(findings=outside.findings + refused.findings) from None


def rules_from(figures: Mapping[str, Figure]) -> Rules:
    """One set of rules from figures keyed as in PARAMETERS. Raises BadInput for a value the plan cannot follow."""
    edges, rates = _critical_tiers(figures)
    _choice(figures["critical_base"], CRITICAL_BASES)
    special = {
        "floor_rate": tuple(_floor_rates(figures["floor_rate"])),
        "repeat_deductible": _choice(figures["repeat_deductible"], REPEAT_DEDUCTIBLE),
        "critical_edges_fen": edges,
        "critical_rates": rates,
    }
    plain = {field: _plain(field, figures[field]) for field in Rules._fields if field not in special}
    return Rules(**plain, **special)


def _plain(field: str, figure: Figure) -> Any:
    if getattr(WIDTHS, field) == 0:
        return figure.value
    given = figure.value if isinstance(figure.value, Mapping) else dict.fromkeys(LEVELS, figure.value)
    missing = [level for level in LEVELS if level not in given]
    if missing and field not in OPTIONAL_LEVELS:
        raise _unusable(figure, _("it says nothing for: {missing}").format(missing=", ".join(missing)))
    return tuple(given.get(level, 0) for level in LEVELS)


def _floor_rates(figure: Figure) -> Iterator[int]:
    for area in AREAS:
        key = FLOOR_KEYS.get(area)
        if key is not None and key not in figure.value:
            raise _unusable(figure, _("it says nothing for: {missing}").format(missing=key))
        yield figure.value[key] if key else 0


def _choice(figure: Figure, known: tuple[str, ...]) -> int:
    if figure.value not in known:
        raise _unusable(figure, _("the plan can follow only: {known}").format(known=", ".join(known)))
    return known.index(figure.value)


def _critical_tiers(figures: Mapping[str, Figure]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Lower edges on the year's borne cost and their rates, filled up with tiers that nothing reaches."""
    deductible_fen, tiers = figures["critical_deductible_fen"].value, figures["critical_tiers"].value
    is_excess = _choice(figures["critical_tier_axis"], TIER_AXES)
    steps = tiers["steps"]
    if tiers["reading"] != "marginal":
        raise _unusable(figures["critical_tiers"], _("critical illness insurance pays each tier at its own rate"))
    if len(steps) > TIERS_MAX:
        raise _unusable(figures["critical_tiers"], _("it has more than {count} tiers").format(count=TIERS_MAX))
    edges = [above + deductible_fen if is_excess else max(above, deductible_fen) for above, _rate in steps]
    unused = TIERS_MAX - len(steps)
    return (*edges, *[NEVER_FEN] * unused), (*(rate for _above, rate in steps), *[0] * unused)


def _unusable(figure: Figure, why: str) -> BadInput:
    return BadInput(
        "adjudication.unusable_parameter",
        _("the resident plan cannot work with {name} = {written}").format(
            name=figure.name, written=figure.written or figure.value
        ),
        figure.cite.clause if figure.cite else "",
        why,
        _("write the parameter as the plan needs it, or ask for the plan to be extended"),
    )
