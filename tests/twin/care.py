"""The twin's other systems' files as rows of text under one spelling of headers, and what is counted from them."""

import csv
import io
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from fenming.facts.care_tables import CARE_TABLES
from tests.twin.rows import decoded

NATIONAL = {name: column.names[0] for table in CARE_TABLES for column in table.columns for name in column.names}


def care_rows(folder: Path, table: str) -> list[dict[str, str]]:
    """Rows of one table, whatever its format, encoding and headings."""
    path = next(folder.glob(f"{table}.*"))
    if path.suffix == ".parquet":
        rows = [{name: value or "" for name, value in row.items()} for row in pq.read_table(path).to_pylist()]
    elif path.suffix == ".xlsx":
        header, *cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        rows = [dict(zip(header, row, strict=True)) for row in cells]
    else:
        rows = list(csv.DictReader(io.StringIO(decoded(path.read_bytes()), newline="")))
    return [{NATIONAL.get(name, name): str(value) for name, value in row.items()} for row in rows]


def quarter(text: str) -> int:
    return (int(text[5:7]) + 2) // 3


def sound_services(folder: Path, units: set[str]) -> list[dict[str, str]]:
    """Services with both cards and full quality of living residents who are nowhere else; no doctor served too fast."""
    died = {row["psn_no"]: row["death_date"] for row in care_rows(folder, "death") if row["psn_no"]}
    rows = care_rows(folder, "service")
    at_once = defaultdict(set)
    for row in rows:
        at_once[row["psn_no"], row["serv_time"][:13]].add(row["hmu_code"])
    doubtful = {key for key, places in at_once.items() if len(places) > 1}
    by_hour = Counter((row["dr_code"], row["serv_time"][:13]) for row in rows)
    return [
        row
        for row in rows
        if row["psn_card_flag"] == row["dr_card_flag"] == "1"
        and not row["serv_quality"]
        and (row["psn_no"], row["serv_time"][:13]) not in doubtful
        and by_hour[row["dr_code"], row["serv_time"][:13]] <= 10
        and row["serv_time"][:10] <= died.get(row["psn_no"], "9999")
        and row["hmu_code"] in units
    ]


def points_by_quarter(folder: Path, points: dict[str, int], units: set[str]) -> dict[tuple[str, int], int]:
    """Work points earned by unit and quarter."""
    earned = defaultdict(int)
    for row in sound_services(folder, units):
        earned[row["hmu_code"], quarter(row["serv_time"])] += points[row["serv_code"]]
    return earned


def age_on(born: str, day: str) -> int:
    first, last = date.fromisoformat(born), date.fromisoformat(day)
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))
