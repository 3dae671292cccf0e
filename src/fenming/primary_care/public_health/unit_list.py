"""The health units of a workspace as public-health money sees them: their names, their townships, their residents."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fenming.engines.local import parquet
from fenming.kernel import BadInput, Figure, Source
from fenming.kernel.language import _
from fenming.mechanisms import Name, given
from fenming.primary_care.public_health.judging import follow_mergers

UNITS = "SELECT unit_id, name, township_hospital_id FROM {health_unit} ORDER BY unit_id"
BASE = Name("public_health", "公卫", "public health")


@dataclass(frozen=True, slots=True)
class CareUnit:
    """A health unit: its id, what it is called, its township hospital, its residents, None where they are not known."""

    unit_id: str
    label: str
    hospital: str
    residents: Figure | None

    @property
    def name(self) -> Name:
        return BASE.child(f"unit.{self.unit_id}", self.label, f"unit {self.unit_id}")


def list_units(tables: Mapping[str, Path]) -> list[CareUnit]:
    """Every unit that is there today, in the order of ids; a former unit's residents are those of the unit it went into.

    Raises BadInput where the registers of units or residents were not imported, or no unit is listed.
    """
    _check(tables)
    with duckdb.connect() as connection:
        units = connection.execute(UNITS.format(health_unit=parquet(tables["health_unit"]))).fetchall()
        residents = connection.execute(
            f"SELECT unit_id, residents FROM {parquet(tables['unit_resident'])} ORDER BY unit_id"
        ).fetchall()
        mergers = {}
        if "unit_merger" in tables:
            merger = parquet(tables["unit_merger"])
            mergers = dict(connection.execute(f"SELECT unit_id, into_unit_id FROM {merger}").fetchall())
    into = follow_mergers(mergers)
    heads: dict[str, int] = {}
    for unit, count in residents:
        heads[into.get(unit, unit)] = heads.get(into.get(unit, unit), 0) + count
    return [
        CareUnit(unit, name, hospital, _residents(unit, name, heads))
        for unit, name, hospital in units
        if unit not in into
    ]


def _residents(unit: str, label: str, heads: Mapping[str, int]) -> Figure | None:
    if unit not in heads:
        return None
    name = Name(f"facts.unit.{unit}.residents", f"{label}·常住人口", f"unit {unit}: residents", "person")
    return given(name, heads[unit], Source("unit_resident", "residents", {"unit_id": unit}))


def _check(tables: Mapping[str, Path]) -> None:
    missing = [name for name in ("health_unit", "unit_resident") if name not in tables]
    if missing:
        raise BadInput(
            "public_health.no_table",
            what=_("public-health money cannot be counted without: {tables}").format(tables=", ".join(missing)),
            why=_("it is packaged by the residents of health units"),
            remedy=_("import the register of units and their residents"),
        )
