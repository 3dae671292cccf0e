"""Public-health money side by side: due by heads, prepaid and earned in a run, by work points, and what a service costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from fenming.engines.local import parquet
from fenming.kernel import BadInput, Figure, Finding, Source
from fenming.kernel.language import _
from fenming.mechanisms import Name, given
from fenming.policy import Policy
from fenming.primary_care.public_health.head_money import HeadMoney, Proof, money_by_heads
from fenming.primary_care.public_health.release import Release, cost_per_service, process_pool, release_by_points
from fenming.primary_care.public_health.unit_list import CareUnit, list_units
from fenming.primary_care.public_health.work_points import WorkPoints, count_work_points

Paid = Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class UnitMoney:
    """One unit's money in fen, None where it is not known; `cost` is what a service that counts costs of all that was
    earned in the run, or of what it would earn by work points where there is no run.
    """

    unit_id: str
    hospital: str
    residents: int | None
    due: int | None
    process: int | None
    earned: int | None
    by_points: int | None
    services: int | None
    cost: int | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class TownshipMoney:
    """One township hospital's residents and money in fen: due by heads, prepaid; earned and by points: of its villages."""

    hospital: str
    label: str
    residents: int
    due: int
    prepaid: int | None
    earned: int | None
    by_points: int | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class KindMoney:
    """What services of one kind would earn of the process money, and what one costs, in fen."""

    kind: str
    services: int
    by_points: int
    cost: int | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CareMoney:
    """The year's public-health money by township, unit and kind of service, with the proofs that its totals agree."""

    heads: HeadMoney
    release: Release | None
    townships: tuple[TownshipMoney, ...]
    units: tuple[UnitMoney, ...]
    kinds: tuple[KindMoney, ...]
    proofs: tuple[Proof, ...]
    findings: tuple[Finding, ...]


def care_money(tables: Mapping[str, Path], policy: Policy, year: int, paid: Paid) -> CareMoney:
    """Everything known of the year's public-health money; `paid` are the figures of a run by name, empty without one.

    Raises BadInput where the standard of the year or the registers are missing. Without a log of services there is no
    money by work points, and a finding says so.
    """
    units = list_units(tables)
    heads = money_by_heads(policy, units)
    found, release, told = _release(tables, policy, year, units)
    rows = tuple(_unit_row(unit, heads, (release, _counts(found)), paid) for unit in units)
    names = _hospital_names(tables)
    townships = tuple(
        _township_row(hospital, names.get(hospital, hospital), due, rows, paid)
        for hospital, due in heads.townships.items()
    )
    kinds = _kind_rows(release, found) if release and found else ()
    proofs = (*heads.proofs, *_release_proofs(release), *_paid_proofs(townships, paid))
    return CareMoney(heads, release, townships, rows, kinds, proofs, (*heads.findings, *told))


def _release(
    tables: Mapping[str, Path], policy: Policy, year: int, units: Sequence[CareUnit]
) -> tuple[WorkPoints | None, Release | None, tuple[Finding, ...]]:
    """The year's points and the money by them; where something is missing for that, the findings instead."""
    try:
        found = count_work_points(tables, policy, year)
        release = release_by_points(process_pool(policy), found, units, policy.labels)
    except BadInput as lacking:
        return None, None, lacking.findings
    return found, release, tuple(found.findings)


def _counts(found: WorkPoints | None) -> dict[str, int]:
    """Services that count, by unit."""
    counts: dict[str, int] = {}
    for one in found.sums if found else ():
        counts[one.unit_id] = counts.get(one.unit_id, 0) + one.services - one.flagged
    return counts


def _unit_row(
    unit: CareUnit, heads: HeadMoney, points: tuple[Release | None, Mapping[str, int]], paid: Paid
) -> UnitMoney:
    release, counts = points
    base = f"public_health.unit.{unit.unit_id}"
    earned, by_points = paid.get(f"{base}.earned"), release.units.get(unit.unit_id) if release else None
    services = counts.get(unit.unit_id)
    return UnitMoney(
        unit.unit_id,
        unit.hospital,
        _value(unit.residents),
        _value(heads.units.get(unit.unit_id)),
        _value(paid.get(f"{base}.process")),
        _value(earned),
        _value(by_points),
        services,
        _cost(earned or by_points, services, unit.unit_id),
    )


def _cost(money: Figure | None, services: int | None, unit_id: str) -> int | None:
    if money is None or not services:
        return None
    name = Name(f"{money.name}.services", f"{money.label}·服务次数", f"{money.label_en}: services", "count")
    counted = given(name, services, Source("service", "*", {"unit_id": unit_id}))
    return int(cost_per_service(money, counted).value)


def _township_row(hospital: str, label: str, due: Figure, rows: Sequence[UnitMoney], paid: Paid) -> TownshipMoney:
    own = [row for row in rows if row.hospital == hospital]
    return TownshipMoney(
        hospital,
        label,
        sum(row.residents or 0 for row in own),
        int(due.value),
        _value(paid.get(f"public_health.county.prepaid.{hospital}")),
        _sum(row.earned for row in own),
        _sum(row.by_points for row in own),
    )


def _hospital_names(tables: Mapping[str, Path]) -> dict[str, str]:
    """What institutions are called, where the register says it."""
    if "institution" not in tables:
        return {}
    with duckdb.connect() as connection:
        query = f"SELECT institution_id, name FROM {parquet(tables['institution'])}"
        return dict(connection.execute(query).fetchall())


def _kind_rows(release: Release, found: WorkPoints) -> tuple[KindMoney, ...]:
    counts: dict[str, int] = {}
    for one in found.sums:
        counts[one.service_code] = counts.get(one.service_code, 0) + one.services - one.flagged
    return tuple(
        KindMoney(kind, counts[kind], money.value, _value(release.kind_costs.get(kind)))
        for kind, money in release.kinds.items()
    )


def _release_proofs(release: Release | None) -> tuple[Proof, ...]:
    if release is None:
        return ()
    by_units = sum(figure.value for figure in release.units.values())
    by_kinds = sum(figure.value for figure in release.kinds.values())
    pool = int(release.pool.value)
    return (
        Proof(_("by work points: units = process money"), by_units, pool),
        Proof(_("by work points: kinds of service = process money"), by_kinds, pool),
    )


def _paid_proofs(townships: Sequence[TownshipMoney], paid: Paid) -> tuple[Proof, ...]:
    whole = paid.get("public_health.county.prepaid")
    if whole is None:
        return ()
    by_townships = sum(row.prepaid or 0 for row in townships)
    return (Proof(_("prepaid: townships = county"), by_townships, int(whole.value)),)


def _value(figure: Figure | None) -> int | None:
    return None if figure is None else int(figure.value)


def _sum(amounts: Iterable[int | None]) -> int | None:
    """The sum of what is known, None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
