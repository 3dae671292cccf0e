"""A year of family doctors: contracts judged, fees worked out for every team and added up to the county."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from fenming.engines.local import parquet
from fenming.facts.run_tables import Row
from fenming.kernel import Figure, Finding, Source
from fenming.mechanisms import Name, derive, given, total
from fenming.policy import Pack, Policy
from fenming.primary_care.family_doctor.capitation import Capitation, capitation, write_spend
from fenming.primary_care.family_doctor.contracts import ContractRule, write_contracts
from fenming.primary_care.family_doctor.fees import Terms, UnitRows, read_terms, services_due, unit_fees
from fenming.primary_care.family_doctor.findings import contract_findings, states_of
from fenming.primary_care.family_doctor.impossible import write_impossible
from fenming.primary_care.family_doctor.open_terms import open_terms
from fenming.primary_care.family_doctor.quality import Quality
from fenming.primary_care.family_doctor.services import write_services
from fenming.primary_care.family_doctor.totals import FeeSums, UnitFees, by_township, sum_packages, sum_parties

COUNTY = Name("family_doctor.county", "全县", "county")
COUNTED = {"contracted": ("签约人数", "contracted heads"), "residents": ("常住人口", "residents")}


@dataclass(frozen=True, slots=True)
class FamilyYear:
    """The year: contracts by state, fees by unit, township and county, coverage in ppm of residents, what is wrong or open.

    `outpatient` is the outpatient money by contracted head, `personal` what persons paid for personal packages (fen), both by unit; a unit without residents has no coverage.
    """

    states: Mapping[str, int]
    units: Mapping[str, UnitFees]
    townships: Mapping[str, FeeSums]
    county: FeeSums
    coverage: Mapping[str, Figure]
    outpatient: Mapping[str, Capitation]
    personal: Mapping[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def figures(self) -> list[Figure]:
        """Every figure; what they are made of comes along by their inputs."""
        listed = [figure for unit in self.units.values() for figure in unit.figures()]
        listed += [figure for sums in (*self.townships.values(), self.county) for figure in sums.figures()]
        return [*listed, *self.coverage.values(), *(one for team in self.outpatient.values() for one in team.figures())]


def family_year(
    pack: Pack, tables: Mapping[str, Path], year: int, folder: Path, quality: Quality | None = None
) -> FamilyYear:
    """Judge the contracts of `year` and work out all fees; sums are written as tables into `folder`.

    `tables` are canonical tables by name: contract, person and health_unit, and as far as there are service, death,
    unit_merger, unit_resident, bill and institution. Without `quality` the pack's rate for units without a score holds.
    """
    policy = pack.on(date(year, 12, 31))
    terms = read_terms(policy)
    write_contracts(tables, ContractRule(year, policy["family_doctor.double_contract"].value, terms.packages), folder)
    due = services_due(policy, terms.packages)
    told = write_impossible(tables, policy, year, folder)
    write_services(tables, {package: figure.value for package, figure in due.items()}, year, folder)
    if "bill" in tables:
        write_spend(tables["bill"], year, folder)
    listed = _unit_rows(folder)
    given_quality = quality or Quality({})
    units = {rows.unit_id: _unit(terms, rows, given_quality) for rows in listed}
    towns = by_township(units, _called(tables))
    county = sum_parties(COUNTY, [unit.sums for unit in units.values()])
    return FamilyYear(
        states=states_of(folder),
        units=units,
        townships=towns,
        county=county,
        coverage=_coverage(listed),
        outpatient=_outpatient(policy, listed, folder),
        personal=_personal(folder),
        findings=[*contract_findings(tables, folder), *told, *open_terms(terms, folder, given_quality, listed)],
    )


def _rows(folder: Path, table: str) -> list[Row]:
    path = folder / f"{table}.parquet"
    if not path.exists():
        return []
    with duckdb.connect() as connection:
        answer = connection.execute(f"SELECT * FROM {parquet(path)}")
        columns = [column[0] for column in answer.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def _unit_rows(folder: Path) -> list[UnitRows]:
    heads: dict[str, dict[str, Row]] = {}
    for row in _rows(folder, "contract_sum"):
        heads.setdefault(row["unit_id"], {})[row["package_id"]] = row
    services: dict[str, dict[str, Row]] = {}
    for row in _rows(folder, "contract_service"):
        done = services.setdefault(row["unit_id"], {}).setdefault(row["package_id"], {"delivered": 0})
        done["delivered"] += row["delivered"]
    units = _rows(folder, "contract_unit")
    return [UnitRows(row, heads.get(row["unit_id"], {}), services.get(row["unit_id"], {})) for row in units]


def _unit(terms: Terms, rows: UnitRows, quality: Quality) -> UnitFees:
    score = quality.of(rows.unit_id, rows.base, terms.policy)
    fees = unit_fees(terms, rows, score)
    return UnitFees(rows.row, score, fees, sum_packages(rows.base, fees))


def _personal(folder: Path) -> dict[str, int]:
    paid: dict[str, int] = {}
    for row in _rows(folder, "personal_sum"):
        paid[row["unit_id"]] = paid.get(row["unit_id"], 0) + row["person_fee_fen"]
    return paid


def _called(tables: Mapping[str, Path]) -> dict[str, str]:
    if "institution" not in tables:
        return {}
    with duckdb.connect() as connection:
        query = f"SELECT institution_id, name FROM {parquet(tables['institution'])}"
        return dict(connection.execute(query).fetchall())


def _coverage(listed: list[UnitRows]) -> dict[str, Figure]:
    """Contracted heads of residents by unit, by township (`township.ID`) and of the county (`county`)."""
    counted = {rows.unit_id: {column: _count(rows, column) for column in COUNTED} for rows in listed}
    groups = {f"unit.{rows.unit_id}": (rows.base, [rows.unit_id]) for rows in listed}
    for rows in listed:
        town = str(rows.row["township_hospital_id"])
        base = Name(f"family_doctor.township.{town}", town, f"township {town}")
        groups.setdefault(f"township.{town}", (base, []))[1].append(rows.unit_id)
    groups["county"] = (COUNTY, list(counted))
    made = {key: _covered(base, [counted[one] for one in members]) for key, (base, members) in groups.items()}
    return {key: figure for key, figure in made.items() if figure is not None}


def _count(rows: UnitRows, column: str) -> Figure:
    source = Source("contract_unit", column, {"unit_id": rows.unit_id})
    return given(rows.base.child(column, *COUNTED[column], "person"), rows.row[column], source)


def _covered(base: Name, members: list[dict[str, Figure]]) -> Figure | None:
    if len(members) == 1:
        sums = members[0]
    else:
        sums = {
            column: total(base.child(column, *words, "person"), [one[column] for one in members])
            for column, words in COUNTED.items()
        }
    if not sums["residents"].value:
        return None
    name = base.child("coverage", "签约覆盖率", "contracted of the residents", "ppm")
    return derive(name, "ratio", {"part": sums["contracted"], "whole": sums["residents"]})


def _outpatient(policy: Policy, listed: list[UnitRows], folder: Path) -> dict[str, Capitation]:
    if not (folder / "contract_spend.parquet").exists():
        return {}
    spent = {row["unit_id"]: row for row in _rows(folder, "contract_spend")}
    return {
        rows.unit_id: capitation(policy, rows.base, sum(row["insured_heads"] for row in rows.heads.values()), spent)
        for rows in listed
        if rows.heads
    }
