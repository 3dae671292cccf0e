"""What bills, fee lines and accumulators may carry beyond the amounts, and what its absence means."""

import openpyxl
import pytest

from fenming.facts.intake import import_files, write_quarantine_workbook
from fenming.facts.workspace import Workspace
from tests.intake.county import bill, import_county, line, quarantined, registers, resident, stored, write

OPTIONAL = (
    "person_type", "age", "aid_category", "is_civil_servant", "is_newborn", "is_contracted", "is_mid_stay", "is_third_party",
    "supply_days", "delivery_kind", "continuous_years", "no_claim_years", "account_balance_fen",
)  # fmt: skip


def test_what_a_bill_says_of_its_person_is_kept(tmp_path):
    told = {
        "psn_type": "1201", "age": "67.0", "sp_psn_type": "低保", "cvlserv_flag": "1", "nwb_flag": "0", "sign_flag": "是", "mid_setl_flag": "1",
        "rel_ttp_flag": "0", "medc_days": "28", "matn_type": "3", "continuous_years": "6", "no_claim_years": "2", "account_balance": "812.07",
    }  # fmt: skip
    workspace, _report = import_county(tmp_path, [bill(1, **told)])
    assert stored(workspace, "bill", *OPTIONAL) == [
        ("1201", 67, "低保", True, False, True, True, False, 28, "3", 6, 2, 81207)
    ]


def test_what_a_bill_does_not_say_stays_unknown(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1)])
    assert stored(workspace, "bill", *OPTIONAL) == [(None,) * len(OPTIONAL)]


@pytest.mark.parametrize(("written", "years"), [("32.0", 32), ("0.5", 0), ("17.9", 17), ("nan", None)])
def test_an_age_counts_completed_years(tmp_path, written, years):
    workspace, _report = import_county(tmp_path, [bill(1, age=written)])
    assert stored(workspace, "bill", "age") == [(years,)]


def test_layers_kept_apart_stand_in_the_other_funds_too(tmp_path):
    paid = {"cvlserv_pay": "1.00", "hifob_pay": "2.50", "othfund_pay": "0.25", "hifp_pay": "42.73"}
    workspace, _report = import_county(tmp_path, [bill(1, **paid)])
    columns = ("platform_civil_servant_fen", "platform_large_amount_fen", "platform_other_fen")
    assert stored(workspace, "bill", *columns) == [(100, 250, 375)]


def test_a_bill_corrected_in_its_workbook_comes_back_with_the_same_layers(tmp_path):
    paid = {
        "cvlserv_pay": "1.00",
        "hifob_pay": "2.50",
        "othfund_pay": "0.25",
        "hifp_pay": "42.73",
        "psn_no": resident(9)["psn_no"],
    }
    workspace, _report = import_county(tmp_path, [bill(1, **paid)])
    assert quarantined(workspace) == [("person.unknown", 2)]
    write_quarantine_workbook(workspace, tmp_path / "wrong.xlsx")
    book = openpyxl.load_workbook(tmp_path / "wrong.xlsx")
    heads = [cell.value for cell in book["bill"][1]]
    book["bill"].cell(2, heads.index("psn_no") + 1).value = resident(1)["psn_no"]
    book.save(tmp_path / "right.xlsx")
    import_files(workspace, [tmp_path / "right.xlsx"])
    columns = ("platform_civil_servant_fen", "platform_large_amount_fen", "platform_other_fen", "platform_pool_fen")
    assert stored(workspace, "bill", *columns) == [(100, 250, 375, 4273)]


def test_a_unit_price_is_kept_exactly_however_fine(tmp_path):
    rows = [
        line(1, 1, pric_uplmt_amt="4.000000", lmt_used_flag="1"),
        line(2, 1, pric="4.523456", pric_uplmt_amt="999999"),
    ]
    rows.append(line(3, 1, pric="4.5234567", pric_uplmt_amt=""))
    workspace, report = import_county(tmp_path, [bill(1)], rows)
    columns = ("price_fen", "price_micro_yuan", "price_limit_micro_yuan", "is_limited_use")
    assert stored(workspace, "fee_line", *columns) == [
        (452, 4_520_000, 4_000_000, True), (None, 4_523_456, 999_999_000_000, None), (None, None, None, None),
    ]  # fmt: skip
    assert [finding.rows for finding in report.findings if finding.code == "price.finer_than_fen"] == [2]


def counted(person: int, type_code: str, value: str, month: str = "202401") -> dict[str, str]:
    """A row of the platform's accumulators."""
    number = resident(person)["psn_no"]
    return {
        "psn_no": number,
        "insutype": "390",
        "year": "2024",
        "cum_type_code": type_code,
        "cum_ym": month,
        "cum": value,
    }


def test_accumulators_are_kept_in_hundredths_per_person_kind_and_month(tmp_path):
    rows = [
        counted(1, "D390101", "12345.67"),
        counted(1, "C0000", "2"),
        counted(1, "D390101", "0.5", ""),
        counted(9, "C0000", "1"),
    ]
    workspace = Workspace.create(tmp_path / "workspace")
    import_files(workspace, [*registers(tmp_path), write(tmp_path / "cum.csv", rows)])
    columns = ("scheme", "year", "type_code", "month", "value_fen")
    assert sorted(stored(workspace, "accumulator", *columns), key=str) == [
        ("390", 2024, "C0000", "202401", 200), ("390", 2024, "D390101", "202401", 1234567), ("390", 2024, "D390101", None, 50),
    ]  # fmt: skip
    assert quarantined(workspace, "table", "code", "line") == [("accumulator", "person.unknown", 5)]


def test_accumulators_need_no_register_where_bills_stand_for_themselves(tmp_path):
    workspace = Workspace.create(tmp_path / "workspace", needs_registers=False)
    import_files(workspace, [write(tmp_path / "cum.csv", [counted(1, "S390101", "88.10")])])
    assert stored(workspace, "accumulator", "type_code", "value_fen") == [("S390101", 8810)]
