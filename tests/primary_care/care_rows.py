"""Canonical tables written by hand: a few rows as dictionaries, with the types intake gives them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.facts.table import TABLES
from fenming.policy import Policy, load_pack

TYPES = {
    "text": pa.string(),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "instant": pa.timestamp("us"),
}
YEAR = 2024


def write_table(folder: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> Path:
    """The canonical table `name` with these rows; what a row does not say is empty."""
    columns = TABLES[name].columns
    schema = pa.schema([(column.name, TYPES.get(column.type, pa.int64())) for column in columns])
    path = folder / f"{name}.parquet"
    pq.write_table(pa.table({field.name: [row.get(field.name) for row in rows] for field in schema}, schema), path)
    return path


def write_tables(folder: Path, **tables: Sequence[Mapping[str, Any]]) -> dict[str, Path]:
    return {name: write_table(folder, name, rows) for name, rows in tables.items()}


def suixi(day: date = date(YEAR, 12, 31)) -> Policy:
    return load_pack("cn/ah/340621").on(day)


def unit(unit_id: str, hospital: str = "H1") -> dict[str, Any]:
    return {
        "unit_id": unit_id,
        "name": f"单元{unit_id}",
        "town_id": "T1",
        "consortium_id": "C1",
        "clinic_id": f"V{unit_id}",
        "township_hospital_id": hospital,
    }


def service(number: int, at: str = "2024-02-01T09:00", **changes: Any) -> dict[str, Any]:
    """One follow-up of ten minutes with both cards; each by its own doctor for its own resident unless told."""
    return {
        "service_id": f"S{number}",
        "unit_id": "U1",
        "person_id": 1000 + number,
        "doctor_id": f"D{number}",
        "service_code": "htn_follow_up",
        "served_at": datetime.fromisoformat(at),
        "minutes": 10,
        "has_resident_card": True,
        "has_doctor_card": True,
    } | changes


def managed(person: int, **changes: Any) -> dict[str, Any]:
    row = {"person_id": person, "condition": "hypertension", "unit_id": "U1", "managed_from": date(2020, 1, 1)}
    return row | changes


def follow_up(number: int, person: int, on: str = "2024-03-01", **changes: Any) -> dict[str, Any]:
    row = {"follow_up_id": f"F{number:03d}", "person_id": person, "unit_id": "U1", "condition": "hypertension"}
    return row | {"followed_on": date.fromisoformat(on)} | changes


def pressure(systolic: int | None, diastolic: int | None) -> dict[str, Any]:
    return {"systolic_mmhg": systolic, "diastolic_mmhg": diastolic}
