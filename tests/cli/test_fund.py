"""`fenming fund`: published ledgers on the command line, statements in a workspace, estimates of bills not yet in."""

from pathlib import Path

import openpyxl
import pytest
from tests.intake.county import bill, write

from fenming.facts.workspace import Workspace

PUBLISHED = Path(__file__).parents[1] / "examples" / "fund_statements"
EMPLOYEE, RESIDENT = (PUBLISHED / f"longyou_{scheme}_2025q1.csv" for scheme in ("employee", "resident"))
BILLS_BY_LAG = (20, 10, 4, 2, 1)
MONTHS = 18


def month(number: int) -> str:
    return f"{2023 + number // 12}-{number % 12 + 1:02d}"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    """A workspace of synthetic bills of eighteen months, settled at once or up to four months later."""
    folder = tmp_path_factory.mktemp("late") / "W"
    Workspace.create(folder, "cn/ah/340621", needs_registers=False)
    return folder


def late_bills(folder: Path) -> Path:
    rows = []
    for origin in range(MONTHS):
        for lag, count in enumerate(BILLS_BY_LAG):
            if origin + lag < MONTHS:
                day, settled = f"{month(origin)}-15", f"{month(origin + lag)}-20 10:00:00"
                own = {"begndate": day, "enddate": day, "setl_time": settled, "fix_blng_admdvs": "340100"}
                rows += [bill(len(rows) + place + 1, **own) for place in range(count + (origin + lag) % 3)]
    return write(folder / "bill.csv", rows)


def test_the_residents_of_longyou_fail_their_gate_and_the_misprint_ends_with_one(fenming):
    answer = fenming("fund", "status", "--statement", RESIDENT, code=1)
    assert "4.6 < 6" in answer.out
    assert "100.00 万元 short" in answer.err
    assert "an item is misprinted" in answer.err


def test_the_employees_of_longyou_pass_theirs_and_nothing_is_wrong(fenming):
    answer = fenming("fund", "status", "--statement", EMPLOYEE)
    assert "34.72 ≥ 12" in answer.out


def test_json_holds_fen_and_the_state_of_every_gate(fenming):
    told = fenming("fund", "status", "--statement", EMPLOYEE, "--statement", RESIDENT, "--json", code=1).json
    employee, resident = told["statuses"]
    assert (employee["payable_months"], resident["payable_months"]) == ("34.72", "4.6")
    assert resident["current_fen"] == -1305_200000
    assert {gate["id"]: gate["state"] for gate in resident["gates"]}["payable_months"] == "failed"
    assert [finding["fen"] for finding in told["findings"]] == [100_000000]


def test_a_workbook_is_written_beside(fenming, tmp_path):
    fenming("fund", "status", "--statement", EMPLOYEE, "--out", tmp_path / "status.xlsx")
    assert len(openpyxl.load_workbook(tmp_path / "status.xlsx").sheetnames) == 1


def test_without_a_statement_or_with_none_of_its_columns_the_way_is_told(fenming, tmp_path):
    assert "--statement" in fenming("fund", "status", code=2).err
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    assert "lacks columns: scheme, region" in fenming("fund", "status", "--statement", tmp_path / "x.csv", code=2).all


def test_a_statement_imported_into_a_workspace_gives_the_same_months(fenming, tmp_path):
    start = {"insutype": "310", "admdvs": "330825", "stmt_begndate": "2025-01-01", "stmt_enddate": "2025-03-31"}
    amounts = (("income", "162487700"), ("spend", "132430500"), ("balance", "1532630900"))
    rows = [
        start | {"fund_kind": kind, "fund_item": "合计", "fund_amt": amount, "total_flag": "1"}
        for kind, amount in amounts
    ]
    Workspace.create(tmp_path / "W", "cn/ah/340621", needs_registers=False)
    fenming("import", write(tmp_path / "fund_statement.csv", rows), "--workspace", tmp_path / "W")
    (status,) = fenming("fund", "status", "--workspace", tmp_path / "W", "--json").json["statuses"]
    assert (status["scheme"], status["payable_months"]) == ("employee", "34.72")


def test_late_bills_are_estimated_beside_what_is_booked(fenming, workspace, tmp_path):
    pytest.importorskip("chainladder")
    fenming("import", late_bills(tmp_path), "--workspace", workspace, code=1)  # bills of two years
    (found,) = fenming("fund", "estimate", "--workspace", workspace, "--json").json
    assert (found["scheme"], found["area"], found["as_of"]) == ("resident", "out_of_county", "2024-06")
    assert found["is_estimate"]
    assert 0 < found["low_fen"] < found["to_come_fen"] < found["high_fen"]
    shown = fenming("fund", "estimate", "--workspace", workspace)
    assert "not booked" in shown.out
    early = fenming("fund", "estimate", "--workspace", workspace, "--as-of", "2023-06", "--json").json
    assert early[0]["to_come_fen"] is None
    assert "at least 12" in early[0]["reason"]


def test_deadlines_are_listed_with_what_is_overdue_and_which_holidays_are_not_known(fenming, tmp_path):
    given = (
        "fund",
        "deadlines",
        "--year",
        2025,
        "--cut-off",
        "2025-02=2025-03-10",
        "--done",
        "application/2025=2025-01-20",
    )
    early = fenming(*given, "--today", "2025-03-25")
    assert "2025-04-21" in early.out
    assert "the public holidays of 2025 are not known" in early.err
    late = fenming(*given, "--today", "2025-04-02", "--json", code=1).json
    assert [one["code"] for one in late["findings"]] == ["calendar.unknown_year", "deadline.overdue"]
    (tmp_path / "days.csv").write_text("date,kind\n2025-04-04,holiday\n")
    known = fenming(*given, "--today", "2025-03-25", "--holidays", tmp_path / "days.csv", "--json").json
    assert {one["id"]: one["due_on"] for one in known["deadlines"]}["payment/2025-02"] == "2025-04-22"
    assert known["findings"] == []
    assert "is no day" in fenming("fund", "deadlines", "--year", 2025, "--cut-off", "2025-02=x", code=2).err
