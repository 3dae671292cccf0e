"""`fenming care points`, `money`, `chronic`, `risk`: what a synthetic county's primary care did and earned."""

import csv

import openpyxl
import pytest
from tests.support.made_county import MadeCounty, copied

from fenming.facts.intake import import_files
from fenming.facts.workspace import Workspace

YEAR, DAY = ("--year", 2024), ("--on", "2024-12-31")


@pytest.fixture
def where(county: MadeCounty) -> tuple[object, ...]:
    return ("--workspace", county.workspace.folder)


def sheet_text(path) -> str:
    book = openpyxl.load_workbook(path, read_only=True)
    return " ".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)


def test_points_are_told_for_every_unit_and_quarter(fenming, where):
    told = fenming("care", "points", *YEAR, *where, "--json").json
    assert len(told["quarters"]) == 232 * 4
    assert all(row["points"] is not None and row["due"] > 0 for row in told["quarters"])
    assert told["is_synthetic"] is True
    assert sum(told["reasons"].values()) >= sum(row["flagged"] for row in told["quarters"]) > 0
    shown = fenming("care", "points", *YEAR, *where).out
    assert "Work points earned by unit and quarter · synthetic data" in shown


def test_one_units_points_are_told_by_kind_of_service(fenming, where):
    unit = fenming("care", "points", *YEAR, *where, "--json").json["quarters"][0]["unit_id"]
    told = fenming("care", "points", *YEAR, "--unit", unit, *where, "--json").json
    assert {row["unit_id"] for row in told["quarters"]} == {unit}
    services = sum(row["services"] for row in told["quarters"])
    assert sum(row["services"] for row in told["kinds"]) == services
    assert f"Work points of unit {unit}" in fenming("care", "points", *YEAR, "--unit", unit, *where).out


def test_flagged_services_are_listed_with_why_and_written_to_a_workbook(fenming, where, tmp_path):
    book = tmp_path / "flagged.xlsx"
    answer = fenming("care", "points", *YEAR, "--flagged", *where, "--out", book)
    assert "a card was not shown" in answer.all
    told = fenming("care", "points", *YEAR, "--flagged", *where, "--json").json["flagged"]
    assert all(row["reasons"] and row["person"].startswith("P") for row in told)
    assert told[0]["service_id"] in sheet_text(book)


def test_a_cleared_service_earns_its_points(fenming, county, tmp_path):
    place = copied(county, tmp_path / "W")
    where = ("--workspace", place.folder)
    flagged = fenming("care", "points", *YEAR, "--flagged", *where, "--json").json["flagged"]
    before = fenming("care", "points", *YEAR, *where, "--json").json
    with (tmp_path / "cleared.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["服务编号", "核实理由", "核实人", "核实日期"])
        writer.writerows([row["service_id"], "读卡器故障", "管理员", "2025-01-10"] for row in flagged)
    import_files(place, [tmp_path / "cleared.csv"], key_file=county.key)
    after = fenming("care", "points", *YEAR, *where, "--json").json
    assert after["reasons"] == {}
    assert sum(row["flagged"] for row in after["quarters"]) == 0
    assert sum(row["points"] for row in after["quarters"]) > sum(row["points"] for row in before["quarters"])
    assert all(
        row["is_cleared"] for row in fenming("care", "points", *YEAR, "--flagged", *where, "--json").json["flagged"]
    )


def test_money_proves_itself_and_stands_beside_the_run(fenming, county, where, tmp_path):
    told = fenming("care", "money", *YEAR, *where, "--out", tmp_path / "money.xlsx", "--json").json
    assert all(proof["holds"] for proof in told["proofs"])
    assert len(told["proofs"]) == 6
    assert (
        told["county_fen"] == sum(row["due"] for row in told["units"]) == sum(row["due"] for row in told["townships"])
    )
    paid = county.book["public_health.county.prepaid"].value
    assert sum(row["prepaid"] for row in told["townships"]) == paid
    assert sum(row["by_points"] for row in told["kinds"]) == 2_854_243_000
    unit = told["units"][0]
    assert unit["earned"] == county.book[f"public_health.unit.{unit['unit_id']}.earned"].value
    assert "Kinds of service" in openpyxl.load_workbook(tmp_path / "money.xlsx").sheetnames


def test_without_a_run_money_says_what_is_not_shown(fenming, county, tmp_path):
    place = copied(county, tmp_path / "W")
    answer = fenming("care", "money", *YEAR, "--workspace", place.folder)
    assert "what was prepaid and earned is not shown" in answer.err
    assert "fenming run" in answer.err


def test_the_published_table_between_township_and_village_is_shown_without_a_workspace(fenming):
    answer = fenming("care", "money", "--year", 2012, "--split")
    assert "2.8448" in answer.out
    assert "need not add up" in answer.out
    cells = fenming("care", "money", "--year", 2012, "--split", "--json").json["tasks"]
    assert [cells[-1]["township_shown"], cells[-1]["village_shown"]] == [3, 11]


def test_a_standard_that_was_never_seen_is_refused_with_what_would_settle_it(fenming, where):
    answer = fenming("care", "money", "--year", 2023, *where, code=2)
    assert "public_health.standard_per_head" in answer.err
    assert "is not known" in answer.err


def test_the_chronic_registry_is_told_by_township_with_its_money(fenming, county, where, tmp_path):
    told = fenming("care", "chronic", *YEAR, *where, "--out", tmp_path / "chronic.xlsx", "--json").json
    county_rows = {row["condition"]: row for row in told["county"]}
    for condition in ("hypertension", "diabetes"):
        managed = sum(row["managed"] for row in told["units"] if row["condition"] == condition)
        row = county_rows[condition]
        assert row["managed"] == managed
        assert row["estimated"] > row["registered"] >= managed >= row["standard"]
    ((spent,),) = county.rows("SELECT sum(pool_fen) FROM {spend} WHERE is_chronic = 1")
    assert sum(pool["spend_fen"] for pool in told["pools"]) == spent
    assert "Chronic money" in openpyxl.load_workbook(tmp_path / "chronic.xlsx").sheetnames
    assert "Chronic patients" in fenming("care", "chronic", *YEAR, *where).out


def test_the_worklist_of_a_unit_names_nobody(fenming, where, tmp_path):
    told = fenming("care", "risk", *DAY, *where, "--json").json
    assert told["count"] == sum(row["patients"] for row in told["levels"]) == len(told["patients"])
    unit = told["patients"][0]["unit_id"]
    shown = fenming("care", "risk", *DAY, "--unit", unit, *where, "--out", tmp_path / "risk.xlsx").out
    assert told["patients"][0]["person"] in shown
    assert "managed patients on 2024-12-31" in shown
    due = fenming("care", "risk", *DAY, "--unit", unit, "--due", "--level", "high", *where, "--json").json
    assert all(row["level"] == "high" and row["due_on"] <= "2024-12-31" for row in due["patients"])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("points", *YEAR, "--unit", "NOWHERE"), "there is no health unit NOWHERE"),
        (("risk", *DAY, "--unit", "NOWHERE"), "there is no health unit NOWHERE"),
        (("risk", *DAY, "--level", "terrible"), "'terrible' is no level of risk"),
        (("risk", "--on", "2024-02-30"), "'2024-02-30' is no day"),
        (("chronic", *YEAR, "--on", "2023-12-31"), "2023-12-31 is no day of 2024"),
        (("money", "--year", 2012, "--split", "--pack", "cn/zz"), "there is no pack cn/zz"),
    ],
)
def test_a_mistake_is_told_in_words(fenming, where, asked, words):
    assert words in fenming("care", *asked, *where, code=2).err


def test_a_workspace_without_the_log_says_what_to_import(fenming, tmp_path):
    Workspace.create(tmp_path / "W", "cn/ah/340621")
    for asked in (("points", *YEAR), ("money", *YEAR), ("chronic", *YEAR), ("risk", *DAY)):
        assert "without" in fenming("care", *asked, "--workspace", tmp_path / "W", code=2).err
