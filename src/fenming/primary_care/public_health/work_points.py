"""Work points by health unit and quarter: what services earned, and what was due of the residents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from fenming.engines.local import parquet, run
from fenming.kernel import PPM, Figure, Finding, divide
from fenming.kernel.language import _
from fenming.mechanisms import verb
from fenming.policy import Policy
from fenming.primary_care.public_health.judging import judged_services
from fenming.primary_care.public_health.rules import PointRules

QUARTERS = ("q1", "q2", "q3", "q4")
SUMS = """
SELECT unit_id, 'q' || quarter(served_at) AS quarter, service_code, count(*)::BIGINT AS services,
       (count(*) FILTER (NOT counts))::BIGINT AS flagged, coalesce(sum(quality_ppm) FILTER (counts), 0)::BIGINT AS quality_ppm
FROM judged WHERE unit_id IN (SELECT unit_id FROM known_unit) GROUP BY ALL ORDER BY ALL
"""
REASONS = """
SELECT reason, count(*)::BIGINT AS services
FROM (SELECT unnest(reasons) AS reason FROM judged WHERE NOT counts) GROUP BY reason ORDER BY reason
"""
RESIDENTS = """
SELECT coalesce(m.into_unit_id, r.unit_id) AS unit_id, sum(r.residents)::BIGINT AS residents
FROM {unit_resident} r LEFT JOIN merged m ON m.unit_id = r.unit_id GROUP BY ALL
"""
SCHEMA = pa.schema(
    [
        ("unit_id", pa.string()),
        ("quarter", pa.string()),
        *((name, pa.int64()) for name in ("points", "due", "services", "flagged")),
    ]
)


@dataclass(frozen=True, slots=True)
class KindSum:
    """Services of one unit, quarter and kind: how many, how many of them earn nothing, and the quality (ppm) of the others."""

    unit_id: str
    quarter: str
    service_code: str
    services: int
    flagged: int
    quality_ppm: int


@dataclass(frozen=True, slots=True)
class QuarterPoints:
    """A unit's quarter: whole points earned and due, None where that is not known; services, and those that earn nothing."""

    unit_id: str
    quarter: str
    points: int | None
    due: int | None
    services: int
    flagged: int


@dataclass(frozen=True, slots=True)
class WorkPoints:
    """The year's points: by unit and quarter, the sums they come from, how many services each reason stopped, findings."""

    rules: PointRules
    quarters: tuple[QuarterPoints, ...]
    sums: tuple[KindSum, ...]
    reasons: Mapping[str, int]
    residents: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)

    def micro_points(self) -> dict[str, int]:
        """Millionths of a point by unit, over the year, not rounded."""
        earned: dict[str, int] = {}
        for (unit, _quarter), served in _served(self.sums).items():
            earned[unit] = earned.get(unit, 0) + _micro(self.rules.points, served)
        return earned


def write_work_points(tables: Mapping[str, Path], policy: Policy, year: int, folder: Path) -> list[Finding]:
    """Write `folder/work_points.parquet` (unit_id, quarter, points, due, services, flagged) and give what should be known.

    A unit's points of a quarter are Σ points × quality over its services that count, rounded once to whole points.
    `points` is empty where no log was handed in, `due` where residents are unknown: neither is ever zero for that.
    Raises BadInput where a table or a parameter is missing.
    """
    found = count_work_points(tables, policy, year)
    folder.mkdir(parents=True, exist_ok=True)
    columns = {name: [getattr(row, name) for row in found.quarters] for name in SCHEMA.names}
    pq.write_table(pa.table(columns, SCHEMA), folder / "work_points.parquet")
    return found.findings


def count_work_points(tables: Mapping[str, Path], policy: Policy, year: int) -> WorkPoints:
    """The year's work points of every unit; see `write_work_points`."""
    rules = PointRules.of(policy)
    with judged_services(tables, rules, year) as (connection, findings):
        sums = tuple(KindSum(*row) for row in run(connection, SUMS))
        reasons = {str(reason): int(services) for reason, services in run(connection, REASONS)}
        residents = _residents(connection, tables)
        units = [str(unit) for (unit,) in run(connection, "SELECT unit_id FROM known_unit ORDER BY 1")]
    quarters = tuple(_quarters(rules, units, sums, residents))
    findings += [*_silent(quarters), *_without_residents(quarters), *_stopped(reasons, rules)]
    return WorkPoints(rules, quarters, sums, reasons, residents, findings)


def _residents(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Path]) -> dict[str, int]:
    rows = run(connection, RESIDENTS.format(unit_resident=parquet(tables["unit_resident"])))
    return {str(unit): int(residents) for unit, residents in rows}


def _served(sums: Iterable[KindSum]) -> dict[tuple[str, str], dict[str, int]]:
    """Quality-weighted services that count, by unit and quarter, then by kind."""
    served: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for one in sums:
        kinds = served[one.unit_id, one.quarter]
        if one.quality_ppm:
            kinds[one.service_code] = one.quality_ppm
    return served


def _micro(points: Figure, served: Mapping[str, int]) -> int:
    return int(verb("work_points").function(points.value, served))


def _quarters(
    rules: PointRules, units: list[str], sums: tuple[KindSum, ...], residents: Mapping[str, int]
) -> Iterable[QuarterPoints]:
    """A unit that logged nothing all year, and a quarter that nobody logged anything in, has no points, not zero."""
    served, logged = _served(sums), {one.unit_id for one in sums}
    handed_in = {one.quarter for one in sums}
    counted: dict[tuple[str, str], list[KindSum]] = defaultdict(list)
    for one in sums:
        counted[one.unit_id, one.quarter].append(one)
    for unit in units:
        due = residents[unit] * int(rules.due.value) if unit in residents else None
        for quarter in QUARTERS:
            is_known = unit in logged and quarter in handed_in
            points = divide(_micro(rules.points, served.get((unit, quarter), {})), PPM) if is_known else None
            here = counted[unit, quarter]
            yield QuarterPoints(
                unit, quarter, points, due, sum(one.services for one in here), sum(one.flagged for one in here)
            )


def _silent(quarters: Iterable[QuarterPoints]) -> list[Finding]:
    missing: dict[str, list[str]] = defaultdict(list)
    for one in quarters:
        if one.points is None:
            missing[one.unit_id].append(one.quarter)
    whole = [unit for unit, silent in missing.items() if len(silent) == len(QUARTERS)]
    lacking = sorted({quarter for unit, silent in missing.items() if unit not in whole for quarter in silent})
    findings = [_no_services(whole)] if whole else []
    return findings + ([_no_quarter(lacking)] if lacking else [])


def _no_services(units: list[str]) -> Finding:
    return Finding(
        "points.no_services",
        _("no services of these units are in the log: {units}").format(units=", ".join(units[:10])),
        "service",
        _("their points are unknown, not zero"),
        _("hand in their log and import it"),
        rows=len(units),
    )


def _no_quarter(quarters: list[str]) -> Finding:
    return Finding(
        "points.no_quarter",
        _("nobody logged a service in {quarters}").format(quarters=", ".join(quarters)),
        "service",
        _("the points of that time are unknown, not zero"),
        _("hand in the log of that time and import it"),
    )


def _without_residents(quarters: Iterable[QuarterPoints]) -> list[Finding]:
    units = list(dict.fromkeys(one.unit_id for one in quarters if not one.due))
    if not units:
        return []
    return [
        Finding(
            "points.no_residents",
            _("the residents of these units are not known: {units}").format(units=", ".join(units[:10])),
            "unit_resident",
            _("the points due are counted by residents"),
            _("hand in their resident heads and import them"),
            rows=len(units),
        )
    ]


def _stopped(reasons: Mapping[str, int], rules: PointRules) -> list[Finding]:
    """Reasons that are wrong with the log or the pack, rather than with single services."""
    findings = []
    if reasons.get("no_points"):
        findings.append(
            Finding(
                "points.no_points",
                _("{count} services are of kinds that have no points").format(count=reasons["no_points"]),
                "service",
                _("points are written for: {kinds}").format(kinds=", ".join(rules.points.value)),
                _("correct the codes, or add them to public_health.points_per_service of the pack"),
                rows=reasons["no_points"],
            )
        )
    if reasons.get("card_unknown"):
        findings.append(
            Finding(
                "points.cards_unknown",
                _("of {count} services it is not known whether the cards were shown").format(
                    count=reasons["card_unknown"]
                ),
                "service",
                _("they earn nothing until that is handed in or cleared"),
                _("hand in the columns of the cards, or say in public_health.cards_required that none is needed"),
                rows=reasons["card_unknown"],
            )
        )
    return findings
