"""A unit merged into another: its people, residents and history count for the unit that is left."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.facts.run_tables import RunTables
from fenming.kernel import Book
from fenming.policy import load_pack
from fenming.settlement import recompute_check, settle_tables, settlement_checks
from fenming.settlement.clearing import Settlement
from fenming.settlement.rows import Reading, write_roll
from tests.reports.county_run import COUNTY, SMALL, YEAR, made_tables

UNIT, FORMER = "U001", "U900"


def merged_county(folder: Path, *, is_known: bool = True) -> Settlement:
    """A small county where U900 was merged into U001 within the year, which alone has the year before."""
    tables = made_tables(SMALL)
    own = next(row for row in tables["unit_history"] if row["unit_id"] == UNIT)
    halves = {column: value // 2 for column, value in own.items() if column not in ("unit_id", "year")}
    tables["unit_history"].remove(own)
    tables["unit_history"] += [own | halves, own | halves | {"unit_id": FORMER}]
    if is_known:
        merger = {"unit_id": FORMER, "into_unit_id": UNIT, "merged_on": date(YEAR, 7, 1)}
        tables["unit_merger"] = [merger]
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    return settle_tables(load_pack(COUNTY), RunTables(folder), YEAR)


def test_the_former_units_history_is_added_before_units_are_compared(tmp_path):
    settlement = merged_county(tmp_path)
    year = settlement.county.units[UNIT].general
    figures = Book(settlement.figures())
    parts = [figures[f"facts.unit.{UNIT}.general_fen_before.of.{one}"].value for one in (UNIT, FORMER)]
    assert year.spend_before.value == sum(parts)
    assert parts[1] > 0
    assert recompute_check(figures).holds
    assert all(check.holds for check in settlement_checks(settlement))


def test_without_the_former_units_history_the_growth_would_be_twice_as_large(tmp_path):
    (tmp_path / "merged").mkdir()
    (tmp_path / "apart").mkdir()
    together = merged_county(tmp_path / "merged").county.units[UNIT].general.spend_before.value
    apart = merged_county(tmp_path / "apart", is_known=False).county.units[UNIT].general.spend_before.value
    assert abs(together - 2 * apart) <= 1


def test_the_merger_is_found_and_names_both_units(tmp_path):
    (found,) = [one for one in merged_county(tmp_path).findings if one.code == "settlement.unit_merged"]
    assert UNIT in found.what
    assert FORMER in found.what


def roll_of(folder: Path, merged_on: date) -> list[dict[str, object]]:
    """The roll of two units, the second merged into the first on that day, one person and ten residents each."""
    unit = {"name": "", "town_id": "", "consortium_id": "people", "clinic_id": "C", "township_hospital_id": "T"}
    person = {"status": "1", "is_contracted": True}
    tables = {
        "health_unit": [unit | {"unit_id": UNIT}, unit | {"unit_id": FORMER}],
        "person": [person | {"person_id": 1, "unit_id": UNIT}, person | {"person_id": 2, "unit_id": FORMER}],
        "chronic": [{"person_id": 2, "began_on": date(2020, 1, 1), "ended_on": date(2030, 1, 1)}],
        "unit_resident": [{"unit_id": UNIT, "residents": 10}, {"unit_id": FORMER, "residents": 10}],
        "unit_merger": [{"unit_id": FORMER, "into_unit_id": UNIT, "merged_on": merged_on}],
    }
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    write_roll({name: str(folder / f"{name}.parquet") for name in tables}, Reading(YEAR, "platform", "any_day"), folder)
    return pq.read_table(folder / "roll.parquet").to_pylist()


def test_who_was_in_the_former_unit_counts_for_the_unit_that_is_left(tmp_path):
    (left,) = roll_of(tmp_path, date(YEAR, 7, 1))
    assert (left["unit_id"], left["heads"], left["chronic_heads"], left["residents"]) == (UNIT, 2, 1, 20)


def test_a_merger_of_the_next_year_changes_nothing_of_this_one(tmp_path):
    assert [row["residents"] for row in roll_of(tmp_path, date(YEAR + 1, 1, 1))] == [10, 10]
