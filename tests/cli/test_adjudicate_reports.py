"""What differs from the platform, and what changed since an earlier judgement: sums, workbooks, choices."""

import duckdb
import pytest
from tests.adjudication.pack_text import benefits_pack
from tests.support.own_bills import BILLS, FOUND_WRONG, key_file, rows_of, sheet, stay, visit


def test_the_summary_counts_bills_and_yuan_over_and_under_by_layer_and_reason(judge, tmp_path):
    told = judge(BILLS, "judged.csv", "--json", code=FOUND_WRONG).json["differences"]
    assert (told["bills"], told["differing"], told["over_fen"], told["under_fen"]) == (6, 2, 40000, 96250)
    layers = {layer["name"]: layer for layer in told["layers"]}
    assert (layers["hifp_pay"]["over_fen"], layers["hifp_pay"]["under_fen"]) == (40000, 96250)
    assert (layers["act_pay_dedc"]["differing"], layers["act_pay_dedc"]["under_fen"]) == (1, 50000)
    reasons = {reason["key"]: (reason["bills"], reason["differing"], reason["over_fen"]) for reason in told["reasons"]}
    assert reasons == {"rate": (1, 1, 0), "deductible": (1, 1, 40000), "same": (4, 0, 0)}
    for groups in ("reasons", "institutions"):
        assert sum(group["over_fen"] for group in told[groups]) == told["over_fen"]
        assert sum(group["bills"] for group in told[groups]) == told["bills"]


def test_the_differences_workbook_lists_bills_largest_first_with_both_amounts_and_the_reason(judge, tmp_path):
    judge(BILLS, code=FOUND_WRONG)
    bills = [
        row for row in sheet(tmp_path / "judged-differences.xlsx", 2) if row and str(row[0]).startswith("bills.csv")
    ]
    assert [(row[1], row[9], row[10], row[-1]) for row in bills] == [
        ("S00005", 5962.5, 5000, "the same deductible, but the platform paid at another rate"),
        ("S00003", 6800, 7200, "the platform applied another deductible"),
    ]


def test_the_same_rules_change_nothing_and_other_rules_change_what_they_should(judge, tmp_path):
    judge(BILLS, "before.csv", code=FOUND_WRONG)
    same = judge(BILLS, "same.csv", "--against", tmp_path / "before.csv", "--json", code=FOUND_WRONG).json["changes"]
    assert (same["same"], same["changed"], same["came"], same["went"]) == (6, 0, 0, 0)
    other = tmp_path / "other"
    benefits_pack(other, inpatient__rate={"primary": "85%", "county": "90%", "city": "75%", "province": "70%"})
    more = [*BILLS[1:], stay(7, 4)]
    for earlier in ("before.csv", "same.csv"):
        told = judge(more, "now.csv", "--against", tmp_path / earlier, "--json", pack=other, code=FOUND_WRONG)
        check_changes(told.json["changes"])
    names = {row[0]: row for row in sheet(tmp_path / "now-changes.xlsx", 3) if row}
    assert names["S00002"][5:] == ["changed", 500, 500, 6800, 7650, 0, 0, 6800, 7650, 3200, 2350, 850]
    assert names["S00007"][5] == "only now"
    assert names["S00001"][5] == "only before"


def check_changes(changes: dict) -> None:
    """S00001 and its refund S00006 are gone, S00007 is new, S00002 and S00003 rose by 850."""
    assert (changes["same"], changes["changed"], changes["came"], changes["went"]) == (2, 2, 1, 2)
    amounts = {amount["name"]: amount for amount in changes["amounts"]}
    assert (amounts["hifp_pay"]["bills"], amounts["hifp_pay"]["risen_fen"]) == (2, 170000)
    assert [(month["key"], month["changed"], month["came"]) for month in changes["months"]][-1] == ("2024-04", 2, 1)


@pytest.mark.parametrize("name", ["before.xlsx", "before.parquet"])
def test_an_earlier_output_may_be_in_any_form(judge, tmp_path, name):
    judge(BILLS, name, code=FOUND_WRONG)
    told = judge(BILLS, "now.csv", "--against", tmp_path / name, "--json", code=FOUND_WRONG).json["changes"]
    assert (told["same"], told["changed"], told["came"], told["went"]) == (6, 0, 0, 0)


def test_one_person_and_period_are_reported_while_the_whole_year_is_judged(judge, tmp_path):
    rows = [visit(n, 1, setl_time=f"2024-0{n}-10 09:00:00") for n in range(1, 6)] + [visit(9, 2)]
    key = key_file(tmp_path)
    judge(rows, "all.csv", "--key", key, code=FOUND_WRONG)
    everyone = rows_of(tmp_path / "all.csv")
    number, label = rows[0]["psn_no"], everyone[0]["psn_no"]
    for person in (number, label):
        span = ("--person", person, "--from", "2024-03-01", "--to", "2024-04-10", "--key", key)
        told = judge(rows, "some.csv", *span, "--json", "--against", tmp_path / "all.csv", code=FOUND_WRONG).json
        assert told["rows"] == {"handed_in": 6, "quarantined": 0, "judged": 6, "left_out": 4, "written": 2}
        assert rows_of(tmp_path / "some.csv") == everyone[2:4]
        assert (told["changes"]["same"], told["changes"]["went"]) == (2, 0)
    judge(rows, "other_labels.csv", code=FOUND_WRONG)
    span = ("--person", number, "--against", tmp_path / "other_labels.csv", "--json")
    changes = judge(rows, "some.csv", *span, code=FOUND_WRONG).json["changes"]
    assert (changes["same"], changes["came"], changes["went"]) == (5, 0, 0)
    # three payments of 46.48 leave 10.56 of the yearly cap of 150.00
    assert [row["hifp_pay"] for row in everyone] == ["46.48", "46.48", "46.48", "10.56", "0.00", "46.48"]


@pytest.mark.slow
def test_a_run_of_a_county_can_be_compared_with(fenming, county, tmp_path):
    """The twin's bills judged by themselves pay what the county's run paid."""
    out, bills = tmp_path / "judged.parquet", sorted(county.exports.glob("setl_d_*"))
    given = [part for path in (county.exports / "institutions.xlsx", *bills) for part in ("--bills", path)]
    more = ("--diseases", county.exports / "opsp_d.csv", "--key", county.key, "--against", county.run, "--json")
    told = fenming("adjudicate", "--pack", "cn/ah/340621", *given, "--out", out, *more, code=FOUND_WRONG).json
    assert (told["changes"]["changed"], told["changes"]["went"]) == (0, 0)
    assert told["changes"]["same"] > 1000
    assert told["synthetic"]
    count = duckdb.connect().execute(f"SELECT count(*) FROM '{out}'").fetchone()[0]
    assert count == told["rows"]["written"] == told["rows"]["handed_in"] - told["rows"]["quarantined"]
