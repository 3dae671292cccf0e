"""Settlement lists and fund statements: what is read, what is set aside, what is remarked."""

import pytest

from fenming.facts.intake import import_files
from fenming.facts.intake.fund_statements import KINDS
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.payment.fund import line
from tests.intake.county import bill, import_county, quarantined, refund, registers, stored, write


def listed(number: int, person: int = 1, **changes: str) -> dict[str, str]:
    """A settlement list of a stay of five days."""
    row = {
        "setl_id": f"S{number:05}", "psn_no": f"3406000000{person:04}", "insutype": "390", "fixmedins_code": "H34062100001",
        "gend": "1", "age": "34.0", "nwb_age": "", "nwb_bir_wt": "", "nwb_adm_wt": "", "adm_way": "2", "dscg_caty": "A03",
        "adm_time": "2024-03-01 09:00:00", "dscg_time": "2024-03-06 10:00:00", "act_ipt_days": "5", "dscg_way": "1",
        "icu_hours": "", "vent_used_dura": "0/0/0", "dx": "J18.900|I10.x00", "proc": "", "medfee_sumamt": "4000.00",
        "fulamt_ownpay_amt": "100.00", "preselfpay_amt": "50.00", "hifp_pay": "2500.00", "psn_part_amt": "1500.00",
    }  # fmt: skip
    return row | changes


def stay(number: int, person: int = 1, **changes: str) -> dict[str, str]:
    """The bill of a stay paid by DRG, with the amounts of `listed`."""
    money = {
        "medfee_sumamt": "4000.00", "fulamt_ownpay_amt": "100.00", "preselfpay_amt": "50.00", "inscp_scp_amt": "3850.00",
        "hifp_pay": "2500.00", "fund_pay_sumamt": "2500.00", "psn_part_amt": "1500.00", "psn_cash_pay": "1496.48",
        "fixmedins_code": "H34062100001", "hosp_lv": "2", "med_type": "21", "clr_way": "4",
    }  # fmt: skip
    return bill(number, person, **(money | changes))


def imported(folder, lists, bills=None):
    workspace = Workspace.create(folder / "workspace")
    files = [*registers(folder), write(folder / "lists.csv", lists)]
    files += [write(folder / "setl_d.csv", bills)] if bills else []
    return workspace, import_files(workspace, files)


def test_a_list_is_kept_as_written_with_the_words_of_the_table(tmp_path):
    workspace, report = imported(tmp_path, [listed(1, nwb_age="3", nwb_bir_wt="1480", nwb_adm_wt="1500.0", age="0.1")])
    assert report.tables["case"] == {"accepted": 1, "quarantined": 0}
    names = ("case_id", "scheme", "sex", "age", "age_days", "birth_weight_g", "admission_weight_g", "stay_days")
    assert stored(workspace, "case", *names) == [("S00001", "390", "1", 0, 3, 1480, 1500, 5)]
    money = ("total_fen", "excluded_fen", "upfront_copay_fen", "fund_fen", "person_fen")
    assert stored(workspace, "case", "diagnoses", "procedures", *money) == [
        ("J18.900|I10.x00", None, 400_000, 10_000, 5_000, 250_000, 150_000)
    ]


def test_a_workspace_without_lists_is_as_before(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1)])
    assert not workspace.has("case")
    assert not workspace.has("fund_statement")


def test_bills_are_not_taken_for_lists_nor_lists_for_bills(tmp_path):
    _workspace, report = imported(tmp_path, [listed(1)], [stay(1)])
    assert {batch.file: batch.table for batch in report.batches if batch.file[0] in "ls"} == {
        "lists.csv": "case",
        "setl_d.csv": "bill",
    }


def test_a_file_that_lacks_columns_is_told_as_what_it_is_most_like(tmp_path):
    lacking = {"medfee_sumamt", "psn_part_amt", "setl_time"}
    bills = write(tmp_path / "bills.csv", [{name: value for name, value in stay(1).items() if name not in lacking}])
    lists = write(tmp_path / "lists.csv", [{name: value for name, value in listed(1).items() if name != "dx"}])
    for path, table, missing in ((bills, "bill", "setl_time, medfee_sumamt, psn_part_amt"), (lists, "case", "dx")):
        with pytest.raises(BadInput, match=f"missing: {missing} .*read as {table}"):
            import_files(Workspace.create(tmp_path / f"for {table}"), [path])


@pytest.mark.parametrize(
    ("written", "hours"),
    [("4/1/59", 97), ("0/0/59", 0), ("96", 96), ("96.9", 96), ("4天1小时30分钟", 97), ("30小时", 30), ("", None)],
)
def test_days_hours_and_minutes_become_completed_hours(tmp_path, written, hours):
    workspace, _report = imported(tmp_path, [listed(1, vent_used_dura=written, icu_hours="12")])
    assert stored(workspace, "case", "ventilation_hours", "icu_hours") == [(hours, 12)]


def test_unknown_money_stays_unknown_and_blank_days_follow_from_the_dates(tmp_path):
    blank = {"fulamt_ownpay_amt": "", "preselfpay_amt": "", "hifp_pay": "", "psn_part_amt": "", "act_ipt_days": ""}
    workspace, _report = imported(tmp_path, [listed(1, **blank), listed(2, dscg_time="2024-03-01", act_ipt_days="")])
    assert stored(workspace, "case", "excluded_fen", "upfront_copay_fen", "fund_fen", "person_fen", "stay_days") == [
        (None, None, None, None, 5),
        (10_000, 5_000, 250_000, 150_000, 1),
    ]


def test_the_words_of_other_platforms_are_read(tmp_path):
    renamed = {"dx": "DIAG_CODES", "proc": "oprn_codes", "setl_id": "setl_list_id", "insutype": "hi_type",
               "adm_time": "begndate", "dscg_time": "enddate", "psn_part_amt": "psn_pay"}  # fmt: skip
    row = {renamed.get(name, name): value for name, value in listed(1, insutype="2", gend="女").items()}
    workspace, report = imported(tmp_path, [row])
    assert report.tables["case"]["accepted"] == 1
    assert stored(workspace, "case", "scheme", "sex", "person_fen") == [("390", "2", 150_000)]


def test_lists_that_cannot_be_are_set_aside_with_their_reason(tmp_path):
    rows = [
        listed(1), listed(2, fixmedins_code="H34062199999"), listed(3, dscg_time="2024-02-01"), listed(4, medfee_sumamt="-1.00"),
        listed(5, act_ipt_days="-5"), listed(6, hifp_pay="4000.01"), listed(7, dx=""), listed(8, vent_used_dura="long"),
        listed(9), listed(9), listed(10), listed(10, dx="I10.x00"), listed(11, preselfpay_amt="3950.00"),
    ]  # fmt: skip
    workspace, report = imported(tmp_path, rows)
    assert quarantined(workspace, "code", "field", "line") == [
        ("institution.unknown", "fixmedins_code", 3), ("date.reversed", "dscg_time", 4), ("case.negative_amount", "medfee_sumamt", 5),
        ("number.negative", "act_ipt_days", 6), ("case.exceeds", "medfee_sumamt", 7), ("value.missing", "dx", 8),
        ("number.unreadable", "vent_used_dura", 9), ("duplicate", "", 11), ("key.conflict", "setl_id", 12),
        ("key.conflict", "setl_id", 13), ("case.exceeds", "medfee_sumamt", 14),
    ]  # fmt: skip
    assert report.tables["case"]["accepted"] == 2
    assert all(finding.remedy for finding in report.findings)


def test_a_patient_of_an_earlier_year_need_not_be_in_the_register(tmp_path):
    _workspace, report = imported(tmp_path, [listed(1, psn_no="nobody", adm_time="2021-03-01", dscg_time="2021-03-06")])
    assert report.tables["case"] == {"accepted": 1, "quarantined": 0}


def remarks(report):
    return {one.code: (one.rows, one.fen) for one in report.findings if one.code.startswith("case.")}


def test_what_lists_and_bills_say_of_each_other_is_remarked(tmp_path):
    lists = [
        listed(1), listed(2, medfee_sumamt="4200.00"), listed(3), listed(90, person=4),
        listed(4, dscg_time="2024-03-09", act_ipt_days="5"), listed(1004, dscg_time="2024-03-09", act_ipt_days="8"),
    ]  # fmt: skip
    bills = [stay(1), stay(2), stay(3), stay(4), stay(5, clr_way="1"), stay(6), stay(7)]
    for number in (3, 7):
        taken_back = {
            name: f"-{value}"
            for name, value in stay(number).items()
            if name.endswith(("amt", "pay")) and value[:1] in "123456789"
        }
        bills.append(refund(number + 50, of=number, **(stay(number) | {"init_setl_id": f"S{number:05}"} | taken_back
            | {"setl_id": f"S{number + 50:05}", "setl_time": "2024-03-20 09:00:00", "refd_setl_flag": "1"})))  # fmt: skip
    _workspace, report = imported(tmp_path, lists, bills)
    assert report.tables["bill"]["quarantined"] == 0
    assert remarks(report) == {
        "case.total_differs": (1, 20_000),
        "case.refunded": (1, 400_000),
        "case.missing": (1, 400_000),
        "case.no_bill": (2, 800_000),
        "case.stay_days": (1, 400_000),
        "case.same_stay": (2, 820_000),
    }


def test_fund_statements_are_read_in_yuan_or_in_ten_thousand_yuan(tmp_path):
    row = {
        "insutype": "310",
        "admdvs": "330825",
        "stmt_begndate": "2025-01-01",
        "stmt_enddate": "2025-03-31",
        "total_flag": "0",
    }
    in_yuan = write(
        tmp_path / "a.csv", [row | {"fund_kind": "income", "fund_item": "premium", "fund_amt": "157521600.00"}]
    )
    printed = [
        row | {"fund_kind": "income", "fund_item": "interest", "fund_amt_wan": "8.5"},
        row | {"fund_kind": "income", "fund_item": "total", "fund_amt_wan": "16248.77", "total_flag": "1"},
        row | {"fund_kind": "累计结余", "fund_item": "pooled", "fund_amt_wan": "113992.13"},
        row | {"fund_kind": "profit", "fund_item": "total", "fund_amt_wan": "1"},
        row | {"fund_kind": "spend", "fund_item": "other", "fund_amt_wan": ""},
        row | {"fund_kind": "spend", "fund_item": "drugs", "fund_amt_wan": "1", "stmt_enddate": "2024-12-31"},
    ]
    workspace = Workspace.create(tmp_path / "workspace")
    report = import_files(workspace, [in_yuan, write(tmp_path / "b.csv", printed)])
    assert report.tables == {"fund_statement": {"accepted": 4, "quarantined": 3}}
    assert stored(workspace, "fund_statement", "kind", "item", "amount_fen", "is_printed_total") == [
        ("balance", "pooled", 113_992_130_000, False),
        ("income", "interest", 8_500_000, False),
        ("income", "premium", 15_752_160_000, False),
        ("income", "total", 16_248_770_000, True),
    ]
    assert quarantined(workspace) == [("fund.kind_unknown", 5), ("value.missing", 6), ("date.reversed", 7)]


def test_a_kind_of_fund_item_has_the_same_words_wherever_it_is_read():
    assert {kind: words[1:] for kind, words in line.KINDS.items()} == KINDS
