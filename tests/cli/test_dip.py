"""`fenming dip` from a user's files to each institution's part, in both languages, with its exit codes."""

import json

import pytest
from tests.grouping.dip.made_history import history, write_cases


@pytest.fixture
def files(tmp_path):
    cases = history(300)
    write_cases(tmp_path / "history.csv", cases)
    write_cases(tmp_path / "year.csv", [one for one in cases if one["discharged_on"] >= "2024"])
    (tmp_path / "institutions.csv").write_text(
        "institution_id,care_level,coefficient\nH1,county,1.1\nH2,county,105%\nH3,primary,0.9\nH4,primary,0.9\n"
    )
    return tmp_path


def build(fenming, files, *more, code=0):
    told = ("--institutions", str(files / "institutions.csv"), "--age-bands", "7,18,65", "--readmission-days", "15")
    source = ("--cases", str(files / "history.csv"), "--out", str(files / "directory"))
    return fenming("dip", "build", *source, *told, *more, code=code)


def test_a_threshold_nobody_has_seen_must_be_given(fenming, files):
    answer = build(fenming, files, code=2)
    assert "payment.dip.core_case_threshold" in answer.all
    assert "--threshold" in answer.all


def test_a_county_goes_from_its_history_to_each_institutions_part(fenming, files):
    made = build(fenming, files, "--threshold", "5", "--json")
    assert made.json["input"]["cases"] == 300
    place = ("--directory", str(files / "directory"), "--cases", str(files / "year.csv"))
    grouped = fenming("dip", "assign", *place, "--out", str(files / "groups.xlsx"), "--json")
    assert grouped.json["status"]["grouped"] == grouped.json["rows"]
    assert (files / "groups.xlsx").is_file()
    money = ("--fund", "resident=150万", "--fund", "employee=90万", "--institutions", str(files / "institutions.csv"))
    cleared = fenming("dip", "score", *place, *money, "--out", str(files / "cleared"), "--json")
    paid = {"resident": 0, "employee": 0}
    for row in cleared.json["institutions"]:
        paid[row["scheme"]] += row["fund_fen"]
    assert paid == {"resident": 150_000_000, "employee": 90_000_000}
    assert json.loads((files / "cleared" / "dip_score.json").read_text())["year"] == 2024


def test_one_case_is_told_from_its_diagnosis_to_its_points(fenming, files):
    build(fenming, files, "--threshold", "5")
    case = (files / "year.csv").read_text().splitlines()[1].split(",")[0]
    place = ("--directory", str(files / "directory"), "--cases", str(files / "year.csv"))
    told = fenming("dip", "score", *place, "--explain", case)
    assert "principal diagnosis" in told.all
    assert "score of the case:" in told.all
    money = fenming("dip", "score", *place, "--explain", case, "--fund", "resident=150万", "--fund", "employee=90万")
    assert "that the person paid" in money.all
    fenming("dip", "assign", *place, "--explain", "nobody", code=2)


def test_files_of_several_years_ask_which_one(fenming, files):
    build(fenming, files, "--threshold", "5")
    place = ("--directory", str(files / "directory"), "--cases", str(files / "history.csv"))
    asked = fenming("dip", "score", *place, code=2)
    assert "--year" in asked.all
    read = fenming("dip", "score", *place, "--year", "2023", "--on", "2024-06-30", "--json").json["input"]
    assert 0 < read["other_years"] < read["rows"] == 300


def test_rows_set_aside_end_with_code_one_and_are_listed(fenming, files):
    with (files / "history.csv").open("a") as text:
        text.write("x,p,H1,390,1,2024-01-01,2024-01-02,1,1,,,,100,0,0\n")
    answer = build(fenming, files, "--threshold", "5", code=1)
    assert "1 set aside" in answer.all
    assert json.loads((files / "directory" / "manifest.json").read_text())["set_aside"] == [
        ["diagnosis.missing", "x", 1]
    ]


def test_a_countys_own_directory_is_not_the_official_one_and_told_so(fenming, files):
    build(fenming, files, "--threshold", "5")
    answer = fenming("dip", "check", "--directory", str(files / "directory"), "--published", "dip_2.0", code=1)
    assert "9,520" in answer.all


@pytest.mark.parametrize("fund", ["resident", "=5", "resident=much", "resident=-8"])
def test_a_fund_that_cannot_be_read_is_a_message(fenming, files, fund):
    build(fenming, files, "--threshold", "5")
    place = ("--directory", str(files / "directory"), "--cases", str(files / "year.csv"))
    told = fenming("dip", "score", *place, "--fund", fund, code=2)
    assert fund.partition("=")[2] in told.err
    assert told.out == ""
