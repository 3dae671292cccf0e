"""What cases of earlier years cost: mean costs of groups, of the region, of hospitals and levels, all exact."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.mechanisms.smoothed_mean import smoothed_mean
from fenming.mechanisms.trimmed import trimmed
from fenming.payment.drg.rules import YEARS_BACK, DrgRules

Key = TypeVar("Key")
Sum = tuple[int, int]  # fen, cases
Row = tuple[str, str, int]  # institution, group, fen
Own = tuple[str, str]  # group, institution or level


@dataclass(frozen=True, slots=True)
class History:
    """Cases of earlier years and what belongs to them.

    `cases`: the canonical table `case`, any years; `grouped`: the grouper's rows of the same cases, in the same order;
    `levels`: level of care by institution; `weights`: given weights in ppm by group, where the pack takes them from a file.
    """

    cases: pa.Table
    grouped: pa.Table
    levels: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Means:
    """Mean costs in fen, exact: of all cases, of each group; of a hospital or level in a group, and of the group in the
    same base years (`group_then`). `cases` by group and `years` count what the weights stand on, far cases included.
    """

    region: Fraction
    group: Mapping[str, Fraction]
    own: Mapping[Own, Fraction]
    group_then: Mapping[str, Fraction]
    cases: Mapping[str, int]
    years: int


def aligned(cases: pa.Table, grouped: pa.Table) -> None:
    """Raise BadInput unless `grouped` has the rows of `cases`, in their order."""
    if cases.num_rows == grouped.num_rows:
        same = pc.all(pc.equal(cases["case_id"].cast(pa.string()), grouped["case_id"].cast(pa.string())))
        if same.as_py() is not False:
            return
    raise BadInput(
        "drg.not_aligned",
        _("the grouped table does not have the rows of the cases"),
        "grouped",
        _("every case is priced by the group in its own row"),
        _("group these cases again with: fenming group"),
    )


def mean_costs(history: History, rules: DrgRules) -> Means:
    """Means of the three years before the rules' year, far cases left out and years smoothed as the rules say.

    Raises BadInput `drg.no_history` where those years have no grouped case with a cost.
    """
    years = {name: _Kept.of(rows, rules) for name, rows in _rows_by_year(history, rules.year).items()}
    if not years:
        raise _no_history(rules.year)
    groups = sorted({drg for year in years.values() for drg in year.group})
    then = [years[name] for name in YEARS_BACK[len(YEARS_BACK) - rules.coefficient.years :] if name in years]
    own = _pooled(_named(year.own, history.levels, rules.coefficient.by) for year in then)
    group_then = _pooled({drg: pair} for year in then for (drg, _who), pair in year.own.items())
    return Means(
        region=_smoothed({name: year.region for name, year in years.items()}, rules),
        group={
            drg: _smoothed({name: year.group.get(drg, (0, 0)) for name, year in years.items()}, rules) for drg in groups
        },
        own={key: Fraction(*pair) for key, pair in own.items()},
        group_then={drg: Fraction(*pair) for drg, pair in group_then.items()},
        cases={drg: sum(year.cases.get(drg, 0) for year in years.values()) for drg in groups},
        years=len(years),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """One year's sums of cases that stay in: all, by group, by group and institution; and all cases by group.

    An institution's are those between the least and the dearest cost that stays, so that no order of rows matters.
    """

    region: Sum
    group: Mapping[str, Sum]
    own: Mapping[Own, Sum]
    cases: Mapping[str, int]

    @classmethod
    def of(cls, rows: Sequence[Row], rules: DrgRules) -> "_Kept":
        costs: dict[str, list[int]] = defaultdict(list)
        for _institution, drg, fen in rows:
            costs[drg].append(fen)
        stays = {drg: trimmed(listed, rules.weight.trim, rules.weight.edge_ppm) for drg, listed in costs.items()}
        group = {drg: (sum(listed), len(listed)) for drg, listed in stays.items() if listed}
        own = _pooled(
            {(drg, institution): (fen, 1)}
            for institution, drg, fen in rows
            if stays[drg] and stays[drg][0] <= fen <= stays[drg][-1]
        )
        region = (sum(fen for fen, _count in group.values()), sum(count for _fen, count in group.values()))
        return cls(region, group, own, {drg: len(listed) for drg, listed in costs.items()})


def _rows_by_year(history: History, year: int) -> dict[str, list[Row]]:
    """Grouped cases with a cost of the three years before `year`, by the year's place in YEARS_BACK."""
    aligned(history.cases, history.grouped)
    years = pc.year(history.cases["discharged_on"]).to_pylist()
    columns = (history.cases["institution_id"], history.grouped["drg"], history.cases["total_fen"])
    found: dict[str, list[Row]] = {name: [] for name in YEARS_BACK}
    named = {year - back: name for back, name in zip((3, 2, 1), YEARS_BACK, strict=True)}
    for then, institution, drg, fen in zip(years, *(column.to_pylist() for column in columns), strict=True):
        if drg and fen is not None and fen > 0 and then in named:
            found[named[then]].append((institution, drg, fen))
    return {name: rows for name, rows in found.items() if rows}


def _smoothed(sums: Mapping[str, Sum], rules: DrgRules) -> Fraction:
    means = {year: Fraction(fen, count) for year, (fen, count) in sums.items() if count}
    return smoothed_mean(means, rules.weight.year_weights)


def _named(own: Mapping[Own, Sum], levels: Mapping[str, str], by: str) -> dict[Own, Sum]:
    """Sums by group and whose coefficient it will be: the institution's, or its level's where that is known."""
    if by == "institution":
        return dict(own)
    known = (((drg, levels[who]), pair) for (drg, who), pair in own.items() if levels.get(who))
    return _pooled({key: pair} for key, pair in known)


def _pooled(parts: Iterable[Mapping[Key, Sum]]) -> dict[Key, Sum]:
    whole: dict[Key, Sum] = {}
    for part in parts:
        for key, (fen, count) in part.items():
            before = whole.get(key, (0, 0))
            whole[key] = (before[0] + fen, before[1] + count)
    return whole


def _no_history(year: int) -> BadInput:
    return BadInput(
        "drg.no_history",
        _("there are no grouped cases of the years {first} to {last}").format(first=year - 3, last=year - 1),
        "case",
        _("weights are the group's mean cost over the mean cost of all, from earlier years"),
        _("import settlement lists of those years with their total fee, and group them"),
    )
