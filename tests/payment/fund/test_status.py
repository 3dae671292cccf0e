"""Fund statements: sums, payable months, gates and misprints, on two published ledgers and on made ones."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fenming.kernel import BadInput
from fenming.mechanisms import recompute
from fenming.payment.fund import Line, Status, read_statements, statuses, write_workbook
from fenming.policy import load_pack

PUBLISHED = Path(__file__).parents[2] / "examples" / "fund_statements"
EMPLOYEE, RESIDENT = (PUBLISHED / f"longyou_{scheme}_2025q1.csv" for scheme in ("employee", "resident"))
HEADER = "scheme,region,period_from,period_to,kind,item,amount\n"
WAN = 1_000_000
CN = load_pack("cn")


def status_of(*paths: Path) -> Status:
    lines, findings = read_statements(paths)
    assert not findings
    (status,) = statuses(lines, CN)
    return status


def made(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "statement.csv"
    path.write_text(header + "\n".join(rows) + "\n", "utf-8")
    return path


def year(tmp_path: Path, income: int, spend: int, balance: int, scheme: str = "employee") -> Status:
    start = f"{scheme},X,2024-01-01,2024-12-31"
    return status_of(
        made(tmp_path, f"{start},income,a,{income}", f"{start},spend,b,{spend}", f"{start},balance,c,{balance}")
    )


def states(status: Status) -> dict[str, str]:
    return {gate.id: gate.state for gate in status.gates}


def test_employees_of_longyou_come_out_as_published_in_all_five_figures():
    status = status_of(EMPLOYEE)
    sums = {kind: figure.value for kind, figure in status.ledger.sums.items()}
    assert sums == {"income": 16248_770000, "spend": 13243_050000, "balance": 153263_090000}
    assert status.ledger.current.value == 3005_720000
    assert status.months_text() == "34.72"
    assert status.findings == ()


def test_the_employees_pass_the_gate_of_twelve_months_and_say_why():
    gate = status_of(EMPLOYEE).gates[0]
    assert (gate.state, gate.why) == ("passed", "34.72 ≥ 12")


def test_residents_of_longyou_fail_the_gate_of_six_months_and_run_a_deficit():
    status = status_of(RESIDENT)
    assert status.months_text() == "4.6"
    assert (status.gates[0].state, status.gates[0].why) == ("failed", "4.6 < 6")
    assert states(status) == {"payable_months": "failed", "last_year": "unknown", "forecast": "failed"}
    assert not status.may_advance
    assert "1,305.20" in status.warnings[0]


def test_the_misprint_of_one_million_is_a_finding_and_not_a_crash():
    (finding,) = status_of(RESIDENT).findings
    assert finding.code == "statement.total_differs"
    assert finding.fen == 100 * WAN
    assert "100.00 万元 short" in finding.what
    assert "an item is misprinted" in finding.why


def test_a_misprinted_sum_is_told_from_a_misprinted_item_by_the_printed_current_balance(tmp_path):
    start = "resident,X,2025-01-01,2025-03-31"
    path = made(
        tmp_path,
        f"{start},income,a,100",
        f"{start},spend,b,60",
        f"{start},spend,合计,70",
        f"{start},current,,40",
        f"{start},balance,c,900",
    )
    codes = {finding.code: finding.why for finding in status_of(path).findings}
    assert "the sum is misprinted" in codes["statement.total_differs"]
    assert "statement.current_differs" in codes


def test_a_printed_number_of_months_that_does_not_follow_is_a_finding(tmp_path):
    start = "employee,X,2025-01-01,2025-03-31"
    rows = (f"{start},income,a,10", f"{start},spend,b,3", f"{start},balance,c,10", f"{start},months,,10.1")
    (finding,) = status_of(made(tmp_path, *rows)).findings
    assert finding.code == "statement.months_differ"


def test_every_figure_of_a_status_gives_its_value_again_and_tells_the_gates_grade():
    status = status_of(EMPLOYEE)
    for figure in status.figures():
        assert recompute(figure) == figure.value
    assert status.gates[0].figure.grade.word == "summary"
    assert status.gates[2].figure.grade.word == "assumed"


def test_a_balance_one_fen_below_the_gate_fails_and_is_not_shown_as_reaching_it(tmp_path):
    start = "resident,X,2025-01-01,2025-03-31"
    rows = (f"{start},income,a,1000000", f"{start},spend,b,300000", f"{start},balance,c,599999.99")
    gate = status_of(made(tmp_path, *rows)).gates[0]
    assert (gate.state, gate.why) == ("failed", "a little less than 6")


def test_last_year_with_a_deficit_closes_the_gate_of_this_year(tmp_path):
    assert states(year(tmp_path, 100, 101, 5000))["last_year"] == "failed"
    assert states(year(tmp_path, 101, 101, 5000))["last_year"] == "passed"


def test_last_years_statement_beside_this_years_settles_the_gate(tmp_path):
    this, last = "employee,X,2025-01-01,2025-03-31", "employee,X,2024-01-01,2024-12-31"
    rows = [f"{this},income,a,10", f"{this},spend,b,9", f"{this},balance,c,90"]
    rows += [f"{last},income,a,40", f"{last},spend,b,41"]
    status = status_of(made(tmp_path, *rows))
    assert status.ledger.period_to == date(2025, 3, 31)
    assert states(status)["last_year"] == "failed"


def test_a_given_forecast_counts_before_the_periods_pace(tmp_path):
    start = "employee,X,2025-01-01,2025-03-31"
    rows = [f"{start},income,a,10", f"{start},spend,b,9", f"{start},balance,c,90"]
    rows += [f"{start},forecast_income,a,40", f"{start},forecast_spend,b,41"]
    gate = status_of(made(tmp_path, *rows)).gates[2]
    assert gate.state == "failed"
    assert "the given forecast" in gate.why


@pytest.mark.parametrize(("last", "state"), [("2026-03", "failed"), ("2025-12", "unknown")])
def test_a_forecast_in_a_period_of_its_own_must_cover_twelve_months(tmp_path, last, state):
    start, ahead = "employee,X,2025-01-01,2025-03-31", f"employee,X,2025-04,{last}"
    rows = [f"{start},income,a,10", f"{start},spend,b,9", f"{start},balance,c,90"]
    rows += [f"{ahead},forecast_income,a,40", f"{ahead},forecast_spend,b,41"]
    status = status_of(made(tmp_path, *rows))
    assert status.ledger.period_to == date(2025, 3, 31)
    assert states(status)["forecast"] == state


def test_a_year_with_too_much_left_over_is_pointed_at_for_information(tmp_path):
    status = year(tmp_path, 100, 80, 30)
    assert [warning.split(",")[0] for warning in status.warnings] == [
        "the year's surplus is 20% of its income",
        "the cumulative balance is 30% of the year's income",
    ]
    assert year(tmp_path, 100, 85, 25).warnings == ()


def test_before_the_notice_no_gate_is_written_and_none_is_assumed(tmp_path):
    start = "employee,X,2023-01-01,2023-12-31"
    rows = (f"{start},income,a,100", f"{start},spend,b,80", f"{start},balance,c,300")
    assert set(states(status_of(made(tmp_path, *rows))).values()) == {"unknown"}


def test_a_period_of_odd_days_gives_no_months_and_says_so(tmp_path):
    start = "employee,X,2025-01-15,2025-03-31"
    status = status_of(made(tmp_path, f"{start},income,a,10", f"{start},spend,b,9", f"{start},balance,c,90"))
    assert status.payable_months is None
    assert [finding.code for finding in status.findings] == ["statement.no_whole_months"]


def test_no_spend_gives_no_payable_months_and_no_crash(tmp_path):
    start = "employee,X,2025-01-01,2025-03-31"
    status = status_of(made(tmp_path, f"{start},income,a,10", f"{start},spend,b,0", f"{start},balance,c,90"))
    assert status.payable_months is None
    assert states(status)["payable_months"] == "unknown"


@pytest.mark.parametrize(
    ("header", "amount", "fen"),
    [
        ("金额(万元)", "1.5", 1_500_000),
        ("金额（元）", "1.5", 150),
        ("金额（单位：万元）", "(2)", -2_000_000),
        ("金额", "1.5万元", 1_500_000),
        ("amount", "−1,000.25", -100_025),
        ("amount", "¥12", 1_200),
        ("金额(亿元)", "０．５", 5_000_000_000),
    ],
)
def test_amounts_are_read_in_the_unit_that_is_written(tmp_path, header, amount, fen):
    path = made(
        tmp_path,
        f'居民,X,2025年1月,2025.3.31,收入,保费,"{amount}"',
        header=f"险种,统筹区,期间起,期间止,类别,项目,{header}\n",
    )
    lines, findings = read_statements([path])
    assert not findings
    assert lines[0] == Line(
        "resident", "X", date(2025, 1, 1), date(2025, 3, 31), "income", "保费", fen, where=lines[0].where
    )


def test_a_title_above_the_header_may_say_the_unit(tmp_path):
    header = "基金收支表\n单位：万元\n险种,统筹区,期间起,期间止,类别,项目,金额\n"
    lines, _ = read_statements([made(tmp_path, "职工,X,2025-01,2025-03,支出,合计,3", header=header)])
    assert lines[0].amount_fen == 3 * WAN
    assert lines[0].is_printed_total
    assert lines[0].period_to == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("居民,X,2025-01,2025-03,收入,a,12", "statement.unit"),
        ("居民,X,2025-13,2025-03,收入,a,1元", "statement.day"),
        ("居民,X,2025-04,2025-03,收入,a,1元", "statement.period"),
        ("居民,X,2025-01,2025-03,其他,a,1元", "statement.kind"),
        ("居民,X,2025-01,2025-03,收入,a,abc元", "amount.unreadable"),
        ("居民,X,2025-01,2025-03,收入,a,", "amount.unreadable"),
        ("居民,X,2025-01,2025-03,收入,a,1.001元", "amount.too_fine"),
        ("居民,X,2025-01,2025-03,可支付月数,,many", "statement.months"),
    ],
)
def test_a_row_that_cannot_be_read_is_a_finding_with_its_row(tmp_path, row, code):
    path = made(
        tmp_path, row, "", "居民,X,2025-01,2025-03,收入,b,1元", header="险种,统筹区,期间起,期间止,类别,项目,金额\n"
    )
    lines, (finding,) = read_statements([path])
    assert (finding.code, finding.rows, len(lines)) == (code, 1, 1)
    assert finding.where == "statement.csv, row 2"


def test_a_missing_column_is_named_with_the_word_to_write(tmp_path):
    with pytest.raises(BadInput, match="amount"):
        read_statements([made(tmp_path, "a", header="险种,统筹区,期间起,期间止,类别,项目\n")])


def test_the_same_item_twice_is_harmless_and_with_another_amount_refused(tmp_path):
    row = "employee,X,2025-01,2025-03,income,a,10"
    lines, _ = read_statements([made(tmp_path, row, row)])
    assert statuses(lines, CN)[0].ledger.sums["income"].value == 1000
    lines, _ = read_statements([made(tmp_path, row, row.replace(",10", ",11"))])
    with pytest.raises(BadInput, match="twice"):
        statuses(lines, CN)


def test_a_spreadsheet_gives_the_same_as_the_text_it_was_made_from(tmp_path):
    book = openpyxl.Workbook()
    for row in (line.split(",") for line in HEADER.splitlines()):
        book.active.append(row)
    book.active.append(["employee", "X", date(2025, 1, 1), date(2025, 3, 31), "income", "a", 15752.16])
    book.active.append(["employee", "X", date(2025, 1, 1), date(2025, 3, 31), "spend", "a", 3])
    path = tmp_path / "s.xlsx"
    book.save(path)
    lines, findings = read_statements([path])
    assert not findings
    assert [line.amount_fen for line in lines] == [1575216, 300]
    assert lines[0].period_from == date(2025, 1, 1)


def test_the_workbook_holds_formulas_and_every_gate(tmp_path):
    path = tmp_path / "status.xlsx"
    write_workbook([status_of(EMPLOYEE), status_of(RESIDENT)], path)
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 2
    cells = [str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row if cell.value]
    assert "=B5/(B4/3)" in cells
    assert any("4.6 < 6" in cell for cell in cells)
    assert any("100.00" in cell for cell in cells)
