"""What real exports look like: each trap is read through, or told of, and no row is lost."""

import zipfile
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from fenming.facts.intake import import_files
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from tests.intake.county import (
    INSTITUTIONS,
    bill,
    import_county,
    line,
    quarantined,
    refund,
    registers,
    resident,
    stored,
    write,
)


def spelled(row: dict[str, str], **names: str) -> dict[str, str]:
    """The row with some headers spelled otherwise."""
    return {names.get(name, name): value for name, value in row.items()}


def test_trailing_tabs_in_names_and_values_are_not_part_of_them(tmp_path):
    row = {f"{name}\t": f"{value}\t" if value else value for name, value in bill(1).items()}
    workspace, _report = import_county(tmp_path, [row])
    assert stored(workspace, "bill", "bill_id", "total_fen", "care_type", "settled_at") == [
        ("S00001", 10000, "11", datetime.fromisoformat("2024-03-01 10:01:00"))
    ]


@pytest.mark.parametrize("nothing", ["nan", "NaN", "null", "None", "NaT", " nan\t", ""])
def test_a_word_for_nothing_is_nothing_in_any_column(tmp_path, nothing):
    row = bill(
        1, dise_no=nothing, init_setl_id=nothing, maf_pay=nothing, refl_flag=nothing, age=nothing, act_pay_dedc=nothing
    )
    workspace, _report = import_county(tmp_path, [row])
    columns = ("disease_id", "refund_of", "platform_medical_aid_fen", "is_referred", "age", "platform_deductible_fen")
    assert stored(workspace, "bill", *columns) == [(None, None, 0, None, None, None)]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-03-01 10:01:02", "2024-03-01 10:01:02"),
        ("2024-03-01 10:01:02.000", "2024-03-01 10:01:02"),
        ("2024-03-01T10:01:02", "2024-03-01 10:01:02"),
        ("2024-03-01T02:01:02Z", "2024-03-01 10:01:02"),
        ("2024-03-01 10:01:02+08:00", "2024-03-01 10:01:02"),
        ("2024-02-29 18:01:02-08", "2024-03-01 10:01:02"),
        ("2024/03/01 10:01:02", "2024-03-01 10:01:02"),
        ("20240301100102", "2024-03-01 10:01:02"),
        ("2024-03-01", "2024-03-01 00:00:00"),
    ],
)
def test_moments_are_read_with_and_without_their_zone(tmp_path, written, moment):
    workspace, _report = import_county(tmp_path, [bill(1, setl_time=written)])
    assert stored(workspace, "bill", "settled_at") == [(datetime.fromisoformat(moment),)]


@pytest.mark.parametrize(
    "written",
    ["2024-02-28", "2024-02-28 00:00:00.0", "2024-02-27T16:00:00Z", "2024/2/28", "20240228", "2024年02月28日"],
)
def test_days_are_read_however_they_are_written(tmp_path, written):
    workspace, _report = import_county(tmp_path, [bill(1, begndate=written)])
    assert stored(workspace, "bill", "began_on") == [(date(2024, 2, 28),)]


@pytest.mark.parametrize("case", [str.upper, str.lower, str.title])
def test_names_of_fields_are_known_in_any_case(tmp_path, case):
    workspace, _report = import_county(tmp_path, [{case(name): value for name, value in bill(1).items()}])
    assert stored(workspace, "bill", "total_fen") == [(10000,)]


@pytest.mark.parametrize(
    ("usual", "spelling", "column", "value"),
    [
        ("inscp_scp_amt", "inscp_amt", "eligible_fen", 8450),
        ("psn_cash_pay", "cash_payamt", "platform_cash_fen", 5000),
        ("psn_cash_pay", "psn_cashpay", "platform_cash_fen", 5000),
        ("psn_part_amt", "psn_pay", "platform_person_fen", 5352),
        ("hosp_part_amt", "ownpay_hosp_part", "platform_hospital_fen", 0),
        ("othfund_pay", "oth_pay", "platform_other_fen", 0),
        ("overlmt_selfpay", "overlmt_amt", "over_limit_fen", 0),
        ("med_type", "med_typecode", "care_type", "11"),
        ("clr_way", "hi_paymtd", "payment_method", "1"),
        ("dise_codg", "diag_code", "diagnosis_id", "J06.900"),
    ],
)
def test_drifted_spellings_name_the_same_field(tmp_path, usual, spelling, column, value):
    workspace, _report = import_county(tmp_path, [spelled(bill(1), **{usual: spelling})])
    assert stored(workspace, "bill", column) == [(value,)]


def test_a_code_of_care_counts_before_its_name(tmp_path):
    rows = [bill(1, med_type="普通门诊", med_typecode="11"), bill(2, med_type="门诊慢特病", med_typecode="14\t")]
    workspace, report = import_county(tmp_path, rows)
    assert stored(workspace, "bill", "care_type", "care") == [("11", 1), ("14", 2)]
    assert "care_type.other" not in {finding.code for finding in report.findings}


def test_a_name_of_care_without_its_code_is_kept_and_remarked(tmp_path):
    workspace, report = import_county(tmp_path, [bill(1, med_type="普通门诊")])
    assert stored(workspace, "bill", "care_type", "care") == [("普通门诊", 0)]
    assert [finding.rows for finding in report.findings if finding.code == "care_type.other"] == [1]


def cut(number: int, excluded: str) -> dict[str, str]:
    """A bill of 100.00 yuan whose excluded part of `excluded` was exported without its fen."""
    eligible = f"{84.5 + 10 - int(excluded[:2]) - int(excluded[3:]) / 100:.2f}"
    return bill(number, fulamt_ownpay_amt=excluded[:2], inscp_scp_amt=eligible)


def test_amounts_cut_to_whole_yuan_are_told_of_and_never_corrected(tmp_path):
    rows = [cut(1, "10.25"), cut(2, "12.99"), cut(3, "11.00"), bill(4, fulamt_ownpay_amt="20.00")]
    workspace, report = import_county(tmp_path, rows)
    assert quarantined(workspace) == [("identity.2", 2), ("identity.2", 3), ("identity.2", 5)]
    (told,) = [finding for finding in report.findings if finding.code == "amount.cut_to_yuan"]
    assert (told.where, told.rows, told.fen) == ("setl_d.csv", 2, 20000)
    assert "fulamt_ownpay_amt" in told.what
    assert "accept_identity_differences_below" in told.remedy
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("accept_identity_differences_below: 1.00 元\n", "utf-8")
    report = import_files(workspace, [tmp_path / "setl_d.csv"], mapping=mapping)
    assert quarantined(workspace) == [("identity.2", 5)]
    assert sorted(stored(workspace, "bill", "bill_id", "excluded_fen", "total_fen")) == [
        ("S00001", 1000, 10000), ("S00002", 1200, 10000), ("S00003", 1100, 10000),
    ]  # fmt: skip
    told = {(finding.where, finding.rows) for finding in report.findings if finding.code == "identity.2"}
    assert told == {("setl_d.csv, lines 5", 1), ("bill", 2)}


BROKEN = {
    "identity.2": {"fulamt_ownpay_amt": "11.00"},
    "identity.3": {"hifmi_pay": "1.00"},
    "identity.4": {"psn_part_amt": "53.51", "psn_cash_pay": "49.99"},
    "identity.5": {"acct_pay": "3.53"},
    "identity.6": {"hosp_part_amt": "-1.00", "psn_part_amt": "54.52", "psn_cash_pay": "51.00"},
}


def test_broken_identities_are_a_report_and_stop_no_import(tmp_path):
    rows = [bill(number, **changes) for number, changes in enumerate(BROKEN.values(), 1)]
    lines = [line(1, 9), line(2, 9, inscp_scp_amt="4.28")]
    workspace, report = import_county(tmp_path, [*rows, bill(9)], lines)
    codes = {finding.code: (finding.rows, finding.fen) for finding in report.findings}
    assert {code: codes[code] for code in BROKEN} == dict.fromkeys(BROKEN, (1, 10000))
    assert codes["identity.1"] == (1, 452)
    assert report.tables["bill"] == {"accepted": 1, "quarantined": 5}
    assert [bill_id for (bill_id,) in stored(workspace, "bill", "bill_id")] == ["S00009"]


def test_an_institution_code_that_was_encrypted_names_nobody_known(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1, fixmedins_code="q2VsTm9AhZ+/8w=="), bill(2)])
    assert quarantined(workspace, "code", "line", "value") == [("institution.unknown", 2, "q2VsTm9AhZ+/8w==")]


@pytest.mark.parametrize(("encoding", "code"), [("utf-8", "row.encoding"), ("gbk", "institution.unknown")])
def test_an_institution_code_of_bare_bytes_costs_its_row_only(tmp_path, encoding, code):
    path = write(tmp_path / "b.csv", [bill(1, fixmedins_code="BYTES"), bill(2, psn_name="测试乙")], encoding)
    path.write_bytes(path.read_bytes().replace(b"BYTES", b"\x00\x9f\xff\x81\x01"))
    workspace = Workspace.create(tmp_path / "workspace")
    report = import_files(workspace, [*registers(tmp_path), path])
    assert quarantined(workspace) == [(code, 2)]
    assert report.tables["bill"] == {"accepted": 1, "quarantined": 1}


def alone(folder, *rows: dict[str, str]) -> Workspace:
    """A workspace of bills that stand for themselves."""
    workspace = Workspace.create(folder / "alone", needs_registers=False)
    import_files(workspace, [write(folder / "alone.csv", list(rows))])
    return workspace


@pytest.mark.parametrize(
    ("level", "deductible_level", "settled"),
    [
        ("", "2", "county"),
        ("9", "1", "primary"),
        ("9", "", None),
        ("", "", None),
        ("3", "2", "city"),
        ("nan", "3\t", "city"),
    ],
)
def test_a_blank_level_is_told_by_the_level_for_deductibles(tmp_path, level, deductible_level, settled):
    workspace = alone(tmp_path, bill(1, hosp_lv=level, dedc_hosp_lv=deductible_level))
    assert stored(workspace, "bill", "care_level") == ([(settled,)] if settled else [])
    assert quarantined(workspace) == ([] if settled else [("care_level.unknown", 2)])


def test_the_level_for_deductibles_serves_the_register_too(tmp_path):
    rated = [INSTITUTIONS[3] | {"hosp_lv": "9", "dedc_hosp_lv": "3"}, INSTITUTIONS[0] | {"dedc_hosp_lv": "1"}]
    workspace = Workspace.create(tmp_path / "workspace")
    import_files(workspace, [write(tmp_path / "institution.csv", rated)])
    assert stored(workspace, "institution", "institution_id", "care_level") == [
        ("H34010000004", "city"), ("H34062100001", "county"),
    ]  # fmt: skip


def test_both_rows_of_a_refunded_pair_are_kept(tmp_path):
    workspace, report = import_county(tmp_path, [bill(1, refd_setl_flag="1"), refund(2, of=1), bill(3)])
    assert [total for (total,) in stored(workspace, "bill", "total_fen")] == [10000, 10000, -10000]
    assert report.tables["bill"] == {"accepted": 3, "quarantined": 0}


def test_a_refund_whose_amounts_stand_under_their_other_names_is_whole(tmp_path):
    aliases = {"psn_part_amt": "null", "hosp_part_amt": "null", "psn_pay": "-53.52", "ownpay_hosp_part": "0.00"}
    first = bill(1, psn_pay="", ownpay_hosp_part="", refd_setl_flag="1")
    workspace, _report = import_county(tmp_path, [first, refund(2, of=1) | aliases])
    assert stored(workspace, "bill", "platform_person_fen", "platform_hospital_fen") == [(5352, 0), (-5352, 0)]


def test_the_parts_of_a_stay_settled_midway_are_kept_with_their_mark(tmp_path):
    stay = {"mdtrt_id": "M1", "med_type": "21", "begndate": "2024-03-01"}
    first = bill(1, enddate="2024-03-20", setl_time="2024-03-20 09:00:00", mid_setl_flag="1", **stay)
    last = bill(2, enddate="2024-04-02", setl_time="2024-04-02 09:00:00", mid_setl_flag="0", **stay)
    workspace, _report = import_county(tmp_path, [first, last])
    assert stored(workspace, "bill", "bill_id", "visit_id", "is_mid_stay", "ended_on") == [
        ("S00001", "M1", True, date(2024, 3, 20)), ("S00002", "M1", False, date(2024, 4, 2)),
    ]  # fmt: skip


def test_a_bill_paid_privately_and_settled_again_under_insurance_is_three_events(tmp_path):
    private = {"fulamt_ownpay_amt": "100.00", "preselfpay_amt": "0.00", "inscp_scp_amt": "0.00", "hifp_pay": "0.00", "fund_pay_sumamt": "0.00",
               "psn_part_amt": "100.00", "acct_pay": "0.00", "psn_cash_pay": "100.00", "mdtrt_id": "M1"}  # fmt: skip
    taken_back = {name: "-100.00" for name, value in private.items() if value == "100.00"}
    again = {name: value for name, value in private.items() if name not in taken_back}
    rows = [
        bill(1, refd_setl_flag="1", **private),
        refund(2, of=1, **(again | taken_back)),
        bill(3, setl_time="2024-03-02 09:05:00", mdtrt_id="M1"),
    ]
    workspace, _report = import_county(tmp_path, rows)
    assert stored(workspace, "bill", "bill_id", "visit_id", "platform_fund_fen", "total_fen") == [
        ("S00001", "M1", 0, 10000), ("S00002", "M1", 0, -10000), ("S00003", "M1", 4648, 10000),
    ]  # fmt: skip


@pytest.mark.parametrize(("price", "total"), [("4.52", "4.520000"), ("4.520000", "4.52"), ("4.5200000", "4.5200000")])
def test_swapped_precisions_of_price_and_amount_are_both_read(tmp_path, price, total):
    workspace, _report = import_county(tmp_path, [bill(1)], [line(1, 1, pric=price, det_item_fee_sumamt=total)])
    assert stored(workspace, "fee_line", "price_fen", "price_micro_yuan", "total_fen") == [(452, 4_520_000, 452)]


def zipped(folder, name: str, **members: bytes):
    """A zip holding `members`."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(f"{member}.txt", content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_tab_separated_text_in_a_zip_is_read_while_it_is_unpacked(tmp_path, encoding):
    rows = [bill(1, psn_name="测试甲"), bill(2, fund_pay_sumamt="1"), bill(3)]
    text = write(tmp_path / "detail.txt", rows, encoding, "\t").read_bytes()
    more = write(tmp_path / "more.txt", [bill(4)], encoding, "\t").read_bytes()
    workspace = Workspace.create(tmp_path / "workspace")
    report = import_files(workspace, [*registers(tmp_path), zipped(tmp_path, "3202.zip", detail=text, more=more)])
    assert report.tables["bill"] == {"accepted": 3, "quarantined": 1}
    assert quarantined(workspace, "file", "line", "code") == [("3202.zip#detail.txt", 3, "identity.3")]
    assert import_files(workspace, [tmp_path / "3202.zip"]).is_unchanged


def test_a_zip_that_cannot_be_unpacked_is_refused_in_words(tmp_path):
    path = zipped(tmp_path, "3202.zip", detail=write(tmp_path / "b.txt", [bill(n) for n in range(1, 90)]).read_bytes())
    content = bytearray(path.read_bytes())
    content[200:260] = bytes(60)
    path.write_bytes(content)
    with pytest.raises(BadInput) as bad:
        import_files(Workspace.create(tmp_path / "workspace"), [path])
    assert bad.value.findings[0].code == "file.broken"
    assert "3202.zip#detail.txt" in str(bad.value)


def test_bills_alone_are_the_same_from_any_kind_of_file(tmp_path):
    rows = [bill(1), bill(2, person=2, psn_name="测试\n乙", age="32.0"), refund(3, of=1), bill(4, hifp_pay="1")]
    rows = [{"age": ""} | row for row in rows]
    text = write(tmp_path / "tab.txt", rows, separator="\t").read_bytes()
    table = pa.table({name: pa.array([row[name] for row in rows]) for name in rows[0]})
    pq.write_table(table, tmp_path / "bills.parquet")
    with xlsxwriter.Workbook(tmp_path / "bills.xlsx") as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([list(rows[0]), *(row.values() for row in rows)]):
            sheet.write_row(place, 0, cells)
    files = [
        write(tmp_path / "bills.csv", rows), write(tmp_path / "gbk.csv", rows, "gbk"), tmp_path / "bills.xlsx",
        tmp_path / "bills.parquet", zipped(tmp_path, "bills.zip", tab=text),
    ]  # fmt: skip
    key = tmp_path / "key"
    key.write_text("ab" * 32, "ascii")
    found = []
    for file in files:
        workspace = Workspace.create(tmp_path / f"of {file.name}", needs_registers=False)
        import_files(workspace, [file], key_file=key)
        kept = stored(workspace, "bill", "* EXCLUDE (batch_id, line)")
        found.append((kept, quarantined(workspace, "code", "fen")))
    assert [len(kept) for kept, _aside in found] == [3] * len(files)
    assert found[0][1] == [("identity.3", 10000)]
    for one in found:
        assert one == found[0]


def test_amounts_without_a_leading_zero_are_amounts(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1, preselfpay_amt=".50", inscp_scp_amt="89.5")])
    assert stored(workspace, "bill", "upfront_copay_fen") == [(50,)]


def test_what_tells_a_person_leaves_no_trace_in_the_facts(tmp_path):
    row = bill(1, fund_pay_sumamt="1", tel="13900001234", addr="某镇某村一号")
    workspace, _report = import_county(tmp_path, [row, bill(2, 9, tel="13900001234")])
    held = b"".join(path.read_bytes() for path in workspace.facts.rglob("*") if path.is_file())
    assert not any(
        secret.encode() in held for secret in ("13900001234", "某镇某村一号", resident(1)["certno"], "测试甲")
    )
