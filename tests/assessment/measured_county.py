"""A county of two consortia written by hand, a few bills and registers, and what is measured of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from tests.primary_care.care_rows import YEAR, suixi, write_table, write_tables

from fenming.assessment.measuring import write_measures
from fenming.kernel import Finding

Rows = Sequence[Mapping[str, Any]]
INSTITUTIONS = (
    ("L1", "lead_hospital", "C1"),
    ("L2", "lead_hospital", "C2"),
    ("T1", "township_hospital", "C1"),
    ("T2", "township_hospital", "C2"),
    ("V1", "village_clinic", "C1"),
    ("V2", "village_clinic", "C2"),
    ("O1", "outside", None),
)


def registers(**changed: Rows) -> dict[str, Rows]:
    """Two units with two persons each, their clinics, township and lead hospitals, and one hospital outside the county."""
    units = [
        {"unit_id": f"U{one}", "name": f"单元{one}", "town_id": f"X{one}", "consortium_id": f"C{one}",
         "clinic_id": f"V{one}", "township_hospital_id": f"T{one}"}
        for one in (1, 2)
    ]  # fmt: skip
    institutions = [
        {"institution_id": one, "name": one, "kind": kind, "region": "341300" if kind == "outside" else "340621",
         "consortium_id": consortium}
        for one, kind, consortium in INSTITUTIONS
    ]  # fmt: skip
    persons = [
        {"person_id": number, "sex": "1", "born_on": date(1950, 1, 1), "scheme": "390", "status": "1",
         "region": "340621", "unit_id": f"U{1 + (number > 2)}", "consortium_id": f"C{1 + (number > 2)}"}
        for number in (1, 2, 3, 4)
    ]  # fmt: skip
    return {"health_unit": units, "institution": institutions, "person": persons} | changed


def bill(bill_id: str, person: int = 1, institution: str = "T1", **changes: Any) -> dict[str, Any]:
    """An ordinary outpatient visit of 100 yuan on the first of March, of which the pool pays 50."""
    return {
        "bill_id": bill_id,
        "person_id": person,
        "scheme": "390",
        "institution_id": institution,
        "care_type": "11",
        "began_on": date(YEAR, 3, 1),
        "ended_on": date(YEAR, 3, 1),
        "settled_at": datetime.fromisoformat(f"{YEAR}-03-01T10:00"),
        "total_fen": 10_000,
        "eligible_fen": 9_000,
        "platform_pool_fen": 5_000,
        "platform_fund_fen": 5_000,
        "is_chronic_pool": False,
    } | changes


def stay(bill_id: str, began: str, ended: str, **changes: Any) -> dict[str, Any]:
    """A stay at the lead hospital, settled on its last day."""
    last = date.fromisoformat(ended)
    days = {
        "began_on": date.fromisoformat(began),
        "ended_on": last,
        "settled_at": datetime.fromisoformat(f"{ended}T09:00"),
    }
    return bill(bill_id, institution="L1", care_type="21", **days) | changes


def refund(bill_id: str, of: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """The whole of `of` taken back two days later."""
    amounts = {name: -value for name, value in of.items() if name.endswith("_fen")}
    at = of["settled_at"].replace(day=of["settled_at"].day + 2)
    return {**of, **amounts, "bill_id": bill_id, "refund_of": of["bill_id"], "settled_at": at} | changes


def write_bills(folder: Path, bills: Rows) -> Path:
    """The bill table as intake leaves it: by person and time, numbered, each refund with the row of its bill."""
    ordered = sorted(bills, key=lambda one: (one["person_id"], one["settled_at"], one["bill_id"]))
    row_of = {one["bill_id"]: row for row, one in enumerate(ordered)}
    path = write_table(folder, "bill", ordered)
    table = pq.read_table(path)
    added = {
        "is_chronic_pool": pa.array([one["is_chronic_pool"] for one in ordered], pa.bool_()),
        "row": pa.array(list(range(len(ordered))), pa.int64()),
        "refund_row": pa.array([row_of.get(one.get("refund_of"), -1) for one in ordered], pa.int64()),
    }
    for name, column in added.items():
        table = table.append_column(name, column)
    pq.write_table(table, path)
    return path


class Measured:
    """The measure table of these tables, and what was found wrong."""

    def __init__(self, folder: Path, wanted: Sequence[str] | None = None, **tables: Rows) -> None:
        self.folder = folder
        bills = tables.pop("bill", None)
        paths = write_tables(folder, **tables)
        if bills is not None:
            paths["bill"] = write_bills(folder, bills)
        self.findings: list[Finding] = write_measures(paths, suixi(), YEAR, folder / "out", wanted)

    def by(self, column: str, measure: str, period: str = "year") -> dict[str, int]:
        """The measure summed by a column of the table."""
        query = f"SELECT {column}, sum(value)::BIGINT FROM '{self.folder}/out/measure.parquet' WHERE measure_id = ? AND period = ? GROUP BY ALL ORDER BY ALL"
        return dict(duckdb.execute(query, [measure, period]).fetchall())

    def county(self, measure: str, period: str = "year") -> int | None:
        """The county's figure; None where nothing was counted."""
        listed = self.by("'county'", measure, period)
        return listed.get("county")

    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]
