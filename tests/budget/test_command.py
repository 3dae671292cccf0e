"""`fenming budget make` over a synthetic county: tables, workbook, JSON, and a figure explained to its rows."""

import json
import subprocess
import sys

import openpyxl
import pytest
from tests.support.made_county import copied

from fenming.budget.making import read_own_history
from fenming.kernel import BadInput


def fenming(*arguments, code=0):
    done = subprocess.run(
        [sys.executable, "-c", "from fenming.cli import main; main()", "--lang", "en", *map(str, arguments)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def test_a_budget_is_made_explained_and_written(county, tmp_path):
    place = copied(county, tmp_path / "W", with_runs=True)
    asked = ("budget", "make", "--workspace", place.folder, "--year", 2025, "--fund-growth", "4%", "--run", "latest")
    told = json.loads(fenming(*asked, "--json"))
    figures = told["figures"]
    total, held = (figures[f"budget.next.resident.{one}"]["value"] for one in ("total", "reserve"))
    spent = figures["budget.next.resident.spend.latest"]["value"]
    ((billed,),) = county.rows("SELECT sum(platform_pool_fen) FROM {bill} WHERE year(settled_at) = 2024")
    assert spent == billed
    parts = [row["value"] for name, row in figures.items() if ".need.town." in name and name.endswith(".by_need")]
    assert sum(parts) == total - held
    assert all(promise["holds"] for promise in told["promises"])
    book = openpyxl.load_workbook(place.folder / "budgets/2025/budget.xlsx")
    assert len(book.sheetnames) >= 5
    again = json.loads(fenming(*asked, "--json"))
    assert again == told
    said = fenming("budget", "explain", "budget.next.resident.total", "--year", 2025, "--workspace", place.folder)
    assert "column fund_fen of history" in said or "table history, column fund_fen" in said


def test_what_is_missing_ends_with_a_message(county, tmp_path):
    place = copied(county, tmp_path / "W")
    fenming("budget", "make", "--workspace", place.folder, "--year", 2025, code=2)
    fenming("budget", "make", "--workspace", place.folder, "--year", 2031, "--fund-growth", "4%", code=2)
    assert not (place.folder / "budgets/2031").exists()
    assert not list((place.folder / "budgets").glob(".making*"))


def test_a_history_file_with_wrong_lines_names_each(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text("year,scheme,fund\n2023,resident,7.0 亿元\n2022,resident,viel\nlast,resident,3\n", "utf8")
    with pytest.raises(BadInput) as told:
        read_own_history(path)
    assert [finding.where.rpartition(":")[2] for finding in told.value.findings] == ["3", "4"]
    path.write_text("Jahr,fund\n2023,1\n", "utf8")
    with pytest.raises(BadInput, match="year, scheme"):
        read_own_history(path)
