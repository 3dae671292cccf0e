"""What each unit's services would earn if money followed work points: amount = pool × own points ÷ all points."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fenming.kernel import BadInput, Figure, Source
from fenming.kernel.language import _
from fenming.mechanisms import Name, collect, derive, derive_parts, given
from fenming.policy import Policy
from fenming.primary_care.public_health.unit_list import BASE, CareUnit
from fenming.primary_care.public_health.work_points import KindSum, WorkPoints

RELEASE = BASE.child("release", "按工分分配", "by work points")
Kinds = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Release:
    """A pool shared out by work points: `units` and `kinds` in fen, each adding up to `pool`; the points behind them
    (millionths of a point); services by unit and kind that count, and what one of them costs in fen.
    """

    pool: Figure
    points: Mapping[str, Figure]
    units: Mapping[str, Figure]
    kinds: Mapping[str, Figure]
    unit_costs: Mapping[str, Figure]
    kind_costs: Mapping[str, Figure]


def process_pool(policy: Policy) -> Figure:
    """The villages' money that is paid for process, in fen. Source: `public_health.village_total`, `.pool_split`."""
    pools = derive_parts(
        RELEASE.parts(policy["public_health.pool_split"].value, policy.labels),
        "split",
        {"whole": policy["public_health.village_total"], "weights": policy["public_health.pool_split"]},
    )
    if "process" not in pools:
        raise BadInput(
            "public_health.no_process",
            what=_("the split of public-health money has no part called process"),
            where="public_health.pool_split",
            why=_("work points release the process money"),
            remedy=_("name that part `process` in the pack"),
        )
    return pools["process"]


def release_by_points(pool: Figure, found: WorkPoints, units: Sequence[CareUnit], labels: Kinds) -> Release:
    """Share `pool` by the year's work points, exact to the fen; `labels` call kinds of service in both languages.

    This is a report of what services would earn, no payment. Raises BadInput where nobody earned a point.
    Source: amount_i = (pool × Σ points·quantity·quality of i) ÷ Σ of all.
    """
    by_unit, by_kind = _served(found.sums, "unit_id"), _served(found.sums, "service_code")
    names = {unit.unit_id: unit.name for unit in units}
    rule = found.rules.points
    points = {
        one: _points(names[one], rule, served, {"unit_id": one}) for one, served in by_unit.items() if one in names
    }
    kinds = {
        one: _points(_kind_name(one, labels), rule, served, {"service_code": one}) for one, served in by_kind.items()
    }
    if not any(figure.value for figure in points.values()):
        raise BadInput(
            "public_health.no_points",
            what=_("no unit earned a work point"),
            where="service",
            why=_("money cannot be shared by points that nobody has"),
            remedy=_("look at the flagged services: fenming care points --flagged"),
        )
    unit_money = _shared(pool, points, "units", {one: names[one] for one in points})
    kind_money = _shared(pool, kinds, "kinds", {one: _kind_name(one, labels) for one in kinds})
    return Release(
        pool,
        points,
        unit_money,
        kind_money,
        _costs(unit_money, found.sums, "unit_id"),
        _costs(kind_money, found.sums, "service_code"),
    )


def cost_per_service(money: Figure, services: Figure) -> Figure:
    """Fen of `money` for each of `services`, rounded to the fen; `services` must be positive."""
    name = Name(f"{money.name}.per_service", f"{money.label}·每次服务", f"{money.label_en}: for each service")
    return derive(name, "per_head", {"whole": money, "heads": services})


def _kind_name(kind: str, labels: Kinds) -> Name:
    label, label_en = labels.get(kind, (kind, kind.replace("_", " ")))
    return RELEASE.child(f"kind.{kind}", label, label_en)


def _served(sums: Sequence[KindSum], party: str) -> dict[str, dict[str, int]]:
    """Quality (ppm) of the services that count, by party and kind."""
    served: dict[str, dict[str, int]] = defaultdict(dict)
    for one in sums:
        if one.quality_ppm:
            kinds = served[getattr(one, party)]
            kinds[one.service_code] = kinds.get(one.service_code, 0) + one.quality_ppm
    return served


def _points(base: Name, rule: Figure, served: Mapping[str, int], where: Mapping[str, str]) -> Figure:
    own = base.child("served", "计分服务质量合计", "quality of the services that count", "ppm")
    quality = given(own, dict(served), Source("service", "quality_ppm", where))
    name = base.child("points", "全年工分", "work points of the year", "micro_point")
    return derive(name, "work_points", {"points": rule, "served": quality})


def _shared(pool: Figure, points: Mapping[str, Figure], word: str, names: Mapping[str, Name]) -> dict[str, Figure]:
    weights = collect(RELEASE.child(f"points.{word}", "工分", "work points", "micro_point"), points)
    money = {one: name.child("by_points", "按工分所得", "earned by points") for one, name in names.items()}
    return derive_parts(money, "split", {"whole": pool, "weights": weights})


def _counts(sums: Sequence[KindSum], party: str) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for one in sums:
        counts[getattr(one, party)] += one.services - one.flagged
    return counts


def _costs(money: Mapping[str, Figure], sums: Sequence[KindSum], party: str) -> dict[str, Figure]:
    counts, costs = _counts(sums, party), {}
    for one, amount in money.items():
        if counts.get(one, 0) > 0:
            name = Name(f"{amount.name}.services", f"{amount.label}·服务次数", f"{amount.label_en}: services", "count")
            services = given(name, counts[one], Source("service", "*", {party: one}))
            costs[one] = cost_per_service(amount, services)
    return costs
