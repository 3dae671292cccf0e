"""`fenming group` as a user calls it."""

import csv
import json

import openpyxl
import pyarrow.parquet as pq
import pytest
from tests.support.group_tables import national_tables, read_rows, write_tables
from typer.testing import CliRunner

from fenming.cli.app import app, import_commands
from fenming.kernel import BadInput
from fenming.kernel.language import choose_language

CASES = "setl_id,gend,age,diag_code1,oprn_oprt_code1\n1,1,60,J18.900,\n2,2,70,J18.900,32.4100\n3,1,50,Q1,\n"


def fenming(*arguments):
    """What `fenming …` writes and ends with; a user's mistake is the exception that it ends by."""
    choose_language("en")
    import_commands()
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def place(tmp_path):
    write_tables(tmp_path / "tables")
    (tmp_path / "cases.csv").write_text(CASES)
    return tmp_path


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_cases_are_written_in_the_form_the_ending_says(place, ending):
    out = place / f"grouped.{ending}"
    done = fenming("group", "--tables", place / "tables", "--cases", place / "cases.csv", "--out", out, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["status"]["grouped"] == 2
    if ending == "csv":
        drgs = [row["drg"] for row in csv.DictReader(out.open(encoding="utf-8"))]
    elif ending == "parquet":
        drgs = pq.read_table(out).column("drg").to_pylist()
    else:
        drgs = [row[3] or "" for row in openpyxl.load_workbook(out).active.iter_rows(min_row=2, values_only=True)]
    assert drgs == ["ES15", "EB19", ""]


def test_one_case_is_told_as_text_and_as_json(place):
    asked = ("group", "--tables", place / "tables", "--cases", place / "cases.csv", "--explain", "2")
    assert "Case 2: MDCE · EB1 · EB19" in fenming(*asked).stdout
    assert json.loads(fenming(*asked, "--json").stdout)["drg"] == "EB19"


def test_two_directories_are_compared(place):
    write_tables(place / "new", drg="adrg,order,drg,severity\nEB1,1,EB19,any\nES1,1,ES19,any\n")
    done = fenming(
        *("group", "compare", "--tables", place / "tables", "--tables", place / "new"),
        *("--cases", place / "cases.csv", "--out", place / "moves.xlsx", "--json"),
    )
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["moved"][0]["before"] == "ES15"
    assert (place / "moves.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("group",), "--tables is missing"),
        (
            ("group", "--tables", "nowhere", "--cases", "cases.csv", "--out", "o.csv"),
            "there is no directory of group tables",
        ),
        (("group", "--tables", "tables", "--cases", "none.csv", "--out", "o.csv"), "there is no file none.csv"),
        (("group", "--tables", "tables", "--cases", "cases.csv", "--out", "o.doc"), "'o.doc' is no name for a table"),
        (("group", "--tables", "tables", "--cases", "cases.csv", "--explain", "9"), "there is no case '9'"),
        (("group", "compare", "--tables", "tables"), "two directories are compared, 1 were given"),
    ],
)
def test_mistakes_are_told_in_words_and_leave_nothing(place, monkeypatch, arguments, said):
    monkeypatch.chdir(place)
    done = fenming(*arguments)
    assert isinstance(done.exception, BadInput)
    assert said in str(done.exception)
    assert not list(place.glob("o.*")) + list(place.glob(".making*"))


def test_ragged_rows_are_told_and_end_with_another_exit_code(place):
    (place / "cases.csv").write_text(CASES + "4,1\n")
    done = fenming("group", "--tables", place / "tables", "--cases", place / "cases.csv", "--out", place / "o.csv")
    assert done.exit_code == 1
    assert "1 rows are not as the header" in done.stderr


def test_the_command_agrees_with_the_reference_on_every_case(tmp_path):
    folder, out = national_tables(), tmp_path / "grouped.csv"
    assert fenming("group", "--tables", folder, "--cases", folder / "cases.csv", "--out", out).exit_code == 0
    wanted = [row["drg"].replace("0000", "") for row in read_rows(folder / "cases.csv")]
    assert [row["drg"] for row in read_rows(out)] == wanted
