"""A bureau's own bills through any pack: one row per bill, exact yuan, and nothing lost."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.adjudication.pack_text import REGION
from tests.intake.county import INSTITUTIONS, line, write
from tests.support.own_bills import (
    BAD_INPUT,
    BILLS,
    DONE,
    FOUND_WRONG,
    HOME,
    key_file,
    paid,
    rows_of,
    sheet,
    stay,
    visit,
)

from fenming.reports.adjudicated import output


def test_bills_alone_are_judged_in_the_order_of_their_file_with_every_layer_to_the_fen(judge, tmp_path):
    answer = judge(BILLS, code=FOUND_WRONG)
    rows = rows_of(tmp_path / "judged.csv")
    assert [(row["setl_id"], row["line"]) for row in rows] == [(f"S{n:05}", str(n + 1)) for n in range(1, 7)]
    shown = ("area", "crt_dedc", "act_pay_dedc", "base", "by_rate", "hifp_pay", "psn_part_amt", "reason_code")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("local", "0.00", "0.00", "84.50", "46.48", "46.48", "53.52", "same"),
        ("local", "500.00", "500.00", "8500.00", "6800.00", "6800.00", "3200.00", "same"),
        ("local", "500.00", "500.00", "8500.00", "6800.00", "6800.00", "3200.00", "deductible"),
        ("local", "0.00", "0.00", "84.50", "46.48", "46.48", "53.52", "same"),
        ("other_city", "1050.00", "1050.00", "7950.00", "5962.50", "5962.50", "4037.50", "rate"),
        ("local", "0.00", "0.00", "-84.50", "-46.48", "-46.48", "-53.52", "same"),
    ]
    assert "6 rows in = 6 judged + 0 set aside" in answer.all


def test_ours_and_the_platforms_amounts_stand_beside_each_other_and_their_difference_is_ours_less_theirs(
    judge, tmp_path
):
    judge(BILLS, code=FOUND_WRONG)
    third = rows_of(tmp_path / "judged.csv")[2]
    assert (third["hifp_pay"], third["hifp_pay_printed"], third["hifp_pay_difference"]) == (
        "6800.00",
        "7200.00",
        "-400.00",
    )
    assert (third["act_pay_dedc"], third["act_pay_dedc_printed"]) == ("500.00", "0.00")
    assert third["psn_part_amt_difference"] == "400.00"
    assert third["acct_pay_printed"] == third["psn_cash_pay_difference"] == ""


def test_payers_of_every_row_come_to_the_bill_under_their_national_names(judge, tmp_path):
    given = stay(7, 4, hosp_part_amt="100.00", othfund_pay="60.00", fund_pay_sumamt="6860.00", psn_part_amt="3040.00")
    judge([*BILLS, given], code=FOUND_WRONG)
    rows = [
        {name: Decimal(row[name]) for name in row if "amt" in name or "pay" in name} for row in output_amounts(tmp_path)
    ]
    assert rows[-1]["oth_pay"] == Decimal("60.00")
    assert rows[-1]["hosp_part_amt"] == Decimal("100.00")
    for row in rows:
        funds = ("hifp_pay", "hifob_pay", "hifmi_pay", "cvlserv_pay", "maf_pay", "oth_pay")
        assert row["fund_pay_sumamt"] == sum(row[name] for name in funds)
        assert row["medfee_sumamt"] == row["fund_pay_sumamt"] + row["hosp_part_amt"] + row["psn_part_amt"]
        assert row["psn_part_amt"] == row["acct_pay"] + row["psn_cash_pay"]


def output_amounts(folder: Path) -> list[dict[str, str]]:
    return [{name: text for name, text in row.items() if "_printed" not in name and "_difference" not in name}
            for row in rows_of(folder / "judged.csv")]  # fmt: skip


def test_no_person_number_is_written_anywhere_and_the_key_is_gone(judge, tmp_path):
    judge([*BILLS, stay(8, 5, medfee_sumamt="1.00")], "judged.xlsx", code=FOUND_WRONG)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "bills.csv", "judged-differences.xlsx", "judged-quarantine.xlsx", "judged.xlsx"
    ]  # fmt: skip
    for workbook in tmp_path.glob("*.xlsx"):
        cells = [
            str(cell)
            for number in range(len(openpyxl.load_workbook(workbook).worksheets))
            for row in sheet(workbook, number)
            for cell in row
        ]
        assert not [cell for cell in cells if "3406000000" in cell]


def test_csv_xlsx_and_parquet_say_the_same_exactly(judge, tmp_path):
    for name in ("judged.csv", "judged.xlsx", "judged.parquet"):
        judge(BILLS, name, "--key", key_file(tmp_path), code=FOUND_WRONG)
    table = pq.read_table(tmp_path / "judged.parquet")
    assert table.schema.field("hifp_pay").type == pa.decimal128(18, 2)
    texts = rows_of(tmp_path / "judged.csv")
    exact = table.to_pylist()
    header, *cells = openpyxl.load_workbook(tmp_path / "judged.xlsx").worksheets[0].iter_rows(values_only=True)
    assert list(header) == list(texts[0]) == table.column_names
    for place, name in enumerate(header):
        if name.endswith(("_pay", "_amt", "_dedc", "_printed", "_difference")):
            in_csv = [Decimal(row[name]) if row[name] else None for row in texts]
            assert in_csv == [row[name] for row in exact]
            assert in_csv == [None if row[place] is None else Decimal(str(row[place])) for row in cells]
        elif name in ("setl_id", "psn_no", "reason"):
            assert [row[name] for row in texts] == [row[name] for row in exact] == [row[place] for row in cells]


def test_rows_set_aside_stand_in_a_workbook_and_nothing_is_lost(judge, tmp_path):
    wrong = [
        stay(7, 4, medfee_sumamt="1.00"),
        visit(8, 1, fix_blng_admdvs=""),
        visit(9, 2, hosp_lv="9", dedc_hosp_lv="9"),
    ]
    answer = judge([*BILLS, *wrong], "judged.csv", "--json", code=FOUND_WRONG).json
    assert answer["rows"] == {"handed_in": 9, "quarantined": 3, "judged": 6, "left_out": 0, "written": 6}
    header, *rows = sheet(tmp_path / "judged-quarantine.xlsx", 0)
    assert [row[2] for row in rows] == ["identity.2", "care_region.unknown", "care_level.unknown"]
    found = {finding["code"]: finding for finding in answer["findings"]}
    assert found["person.incomplete"]["rows"] == 5  # bills of persons 1 and 2, whose year lacks a row
    assert "set_level" not in header


def test_where_all_care_was_in_one_region_a_mapping_may_say_so(judge, tmp_path):
    rows = [{name: text for name, text in row.items() if name != "fix_blng_admdvs"} for row in BILLS]
    refused = judge(rows, code=BAD_INPUT)
    assert "all 6 rows were set aside" in refused.all
    assert "mapping file" in refused.all
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(f'fixed: {{care_region: "{HOME}"}}\n')
    judge(rows, "judged.csv", "--mapping", mapping, code=FOUND_WRONG)
    assert {row["area"] for row in rows_of(tmp_path / "judged.csv")} == {"local"}


def test_places_under_one_fund_are_local_and_others_are_not(judge, tmp_path):
    pairs = {
        ("500112", "500238"): "local",  # a municipality is one
        ("500112", "510100"): "out_of_province",
        ("429004", "429005"): "other_city",  # directly under the province, each by itself
        ("429004", "429004"): "local",
        ("340621", "340602"): "local",
        ("340621", "341300"): "other_city",
    }
    rows = [
        visit(number, number, insu_admdvs=home, fix_blng_admdvs=care) for number, (home, care) in enumerate(pairs, 1)
    ]
    judge(rows)
    assert [row["area"] for row in rows_of(tmp_path / "judged.csv")] == list(pairs.values())


def test_an_institution_register_handed_in_with_the_bills_decides_level_and_region(judge, fenming, packs, tmp_path):
    register = write(
        tmp_path / "institutions.csv",
        [INSTITUTIONS[3] | {"fixmedins_code": "H34062100002", "hosp_lv": "province", "fix_blng_admdvs": "110101"}],
    )
    bills = write(tmp_path / "bills.csv", [stay(1), stay(2, 2, fixmedins_code="elsewhere")])
    out = tmp_path / "judged.csv"
    fenming("adjudicate", "--pack", packs, "--bills", register, "--bills", bills, "--out", out, code=FOUND_WRONG)
    assert [(row["hosp_lv"], row["area"]) for row in rows_of(out)] == [
        ("province", "out_of_province"), ("county", "local")
    ]  # fmt: skip


def test_what_the_platform_had_counted_before_is_used_up(judge, tmp_path):
    state = [
        {
            "psn_no": "34060000000001",
            "insutype": "390",
            "year": "2024",
            "cum_type_code": "D390101",
            "cum_ym": "",
            "cum": "299990.00",
        }
    ]
    told = judge(
        [visit(1, 1), visit(2, 2)], "judged.csv", "--year-state", write(tmp_path / "state.csv", state), code=FOUND_WRONG
    )
    assert [row["hifp_pay"] for row in rows_of(tmp_path / "judged.csv")] == ["10.00", "46.48"]
    assert "2 rows in = 2 judged" in told.all


def test_registered_diseases_raise_the_cap_of_chronic_care(judge, tmp_path):
    chronic = visit(1, 1, med_type="14", dise_no="M00500", medfee_sumamt="8000.00", fulamt_ownpay_amt="0.00", preselfpay_amt="0.00",
                    inscp_scp_amt="8000.00", **paid("3000.00", "8000.00"))  # fmt: skip
    registered = [
        {"psn_no": "34060000000001", "opsp_dise_code": code, "begndate": "2023-01-01", "enddate": ""}
        for code in ("M00500", "M01600")
    ]
    judge([chronic], "judged.csv", "--diseases", write(tmp_path / "diseases.csv", registered), code=FOUND_WRONG)
    assert [row["hifp_pay"] for row in rows_of(tmp_path / "judged.csv")] == ["3300.00"]


def test_bills_with_fee_lines_are_judged_on_what_their_lines_come_to(judge, tmp_path):
    # 4.52 of class B at 5 %: 0.23 is paid first, 4.29 counts; the bill says it all counts
    printed = visit(
        1,
        1,
        medfee_sumamt="4.52",
        fulamt_ownpay_amt="0.00",
        preselfpay_amt="0.00",
        inscp_scp_amt="4.52",
        **paid("2.49", "4.52"),
    )
    lines = write(tmp_path / "lines.csv", [line(1, of=1), line(2, of=2, preselfpay_amt="0.20", inscp_scp_amt="4.32")])
    second = visit(
        2,
        2,
        medfee_sumamt="4.52",
        fulamt_ownpay_amt="0.00",
        preselfpay_amt="0.20",
        inscp_scp_amt="4.32",
        **paid("2.38", "4.52"),
    )
    told = judge([printed, second, visit(3, 3)], "judged.csv", "--lines", lines, "--json", code=FOUND_WRONG).json
    rows = rows_of(tmp_path / "judged.csv")
    shown = ("preselfpay_amt", "inscp_scp_amt", "inscp_scp_amt_printed", "hifp_pay", "reason_code")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("0.23", "4.29", "4.52", "2.36", "fee_lines"), ("0.23", "4.29", "4.32", "2.36", "fee_lines"), ("5.50", "84.50", "84.50", "46.48", "same"),
    ]  # fmt: skip
    assert (told["lines"]["lines"], told["lines"]["differing"]) == (2, 1)
    listed = [row for row in sheet(tmp_path / "judged-differences.xlsx", 3) if row and row[0] == "S00002"]
    assert [row[1] for row in listed] == ["L00002"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--out", "judged.ods"), ("judged.ods", ".csv, .xlsx, .parquet")),
        (("--out", "nowhere/judged.csv"), ("no folder", "nowhere")),
        (("--out", "bills.csv"), ("bills.csv is read and would be overwritten",)),
        (("--from", "soon"), ("'soon' is no day", "--from")),
        (("--from", "2024-05-01", "--to", "2024-04-01"), ("ends before it begins",)),
        (("--from", "2025-01-01"), ("no bill was settled",)),
        (("--pack", "cn/zz/000001"), ("no pack cn/zz/000001",)),
        (("--pack", "."), ("not clear which pack",)),
        (("--person", "PAAAAAAAAAAAAA"), ("says nothing without the key", "--key")),
        (("--lines", "bills.csv"), ("no file given with --lines", "fee_line")),
        (("--against", "bills.csv"), ("no earlier output", "crt_dedc", "adjudicate --out")),
        (("--against", "."), ("no finished run",)),
        (("--bills", "missing.csv"), ("missing.csv",)),
    ],
    ids=lambda value: " ".join(value) if value[0].startswith("--") else None,
)
def test_what_cannot_be_used_is_told_and_nothing_is_left_behind(
    fenming, packs, tmp_path, monkeypatch, arguments, words
):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "bills.csv", BILLS)
    given = dict(
        [
            ("--pack", str(packs)),
            ("--bills", "bills.csv"),
            ("--out", "judged.csv"),
            *[arguments[i : i + 2] for i in range(0, len(arguments), 2)],
        ]
    )
    answer = fenming("adjudicate", *[part for pair in given.items() for part in pair], code=BAD_INPUT)
    assert [word for word in words if word not in answer.all] == [], answer.all
    assert [path.name for path in tmp_path.iterdir()] == ["bills.csv"]


def test_more_bills_than_a_sheet_holds_are_refused_before_they_are_judged(judge, tmp_path, monkeypatch):
    monkeypatch.setattr(output, "XLSX_ROWS", 5)
    answer = judge(BILLS, "judged.xlsx", code=BAD_INPUT)
    assert "6 bills do not fit into one sheet" in answer.all
    assert "judged.parquet" in answer.all
    assert [path.name for path in tmp_path.iterdir()] == ["bills.csv"]


def test_all_bills_agree_with_the_platform_ends_well(judge):
    answer = judge([visit(1), stay(2, 2)], code=DONE)
    assert "agrees with the platform" in answer.all


def test_a_pack_is_found_by_its_id_by_its_root_and_by_its_own_folder(judge, packs, tmp_path):
    for pack, more in ((packs, ()), (packs / REGION, ()), (REGION, ("--packs", packs))):
        judge([visit(1)], "judged.csv", *more, pack=pack)
        assert rows_of(tmp_path / "judged.csv")[0]["hifp_pay"] == "46.48"


def test_splitting_a_file_or_passing_on_fewer_rows_at_a_time_changes_nothing(
    fenming, judge, packs, tmp_path, monkeypatch
):
    rows = [visit(n, n % 7) if n % 3 else stay(n, n % 7) for n in range(1, 60)]
    key = key_file(tmp_path)
    judge(rows, "whole.csv", "--key", key, code=FOUND_WRONG)
    parts = [write(tmp_path / f"part{place}.csv", rows[place::2]) for place in range(2)]
    monkeypatch.setattr("fenming.reports.adjudicated.judged._BATCH", 7)
    monkeypatch.setattr("fenming.reports.adjudicated.judged._LINES", 10)
    out = tmp_path / "parts.csv"
    fenming(
        "adjudicate",
        "--pack",
        packs,
        "--bills",
        parts[0],
        "--bills",
        parts[1],
        "--out",
        out,
        "--key",
        key,
        code=FOUND_WRONG,
    )
    whole, split = rows_of(tmp_path / "whole.csv"), rows_of(out)
    assert [row["setl_id"] for row in split] == [row["setl_id"] for part in (0, 1) for row in rows[part::2]]
    assert sorted(bare(row) for row in split) == sorted(bare(row) for row in whole)


def bare(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(text for name, text in row.items() if name not in ("file", "line"))
