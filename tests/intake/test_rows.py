"""What happens to one row: read exactly, or set aside with its reason."""

import json
from datetime import date, datetime

import pytest

from tests.intake.county import bill, import_county, line, quarantined, stored


def test_a_clean_bill_becomes_whole_fen(tmp_path):
    workspace, report = import_county(tmp_path, [bill(1)])
    assert report.tables["bill"] == {"accepted": 1, "quarantined": 0}
    assert stored(
        workspace, "bill", "total_fen", "eligible_fen", "platform_pool_fen", "platform_account_fen", "refund_row"
    ) == [(10000, 8450, 4648, 352, -1)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"medfee_sumamt": "100.005"}, "amount.too_fine"),
        ({"medfee_sumamt": "1e2"}, "amount.unreadable"),
        ({"medfee_sumamt": "一百"}, "amount.unreadable"),
        ({"maf_pay": "x"}, "amount.unreadable"),
        ({"medfee_sumamt": "nan"}, "value.missing"),
        ({"psn_no": ""}, "value.missing"),
        ({"setl_time": "2024-02-30 10:00:00"}, "date.unreadable"),
        ({"refl_flag": "maybe"}, "flag.unreadable"),
        ({"fulamt_ownpay_amt": "10"}, ""),
        ({"fulamt_ownpay_amt": "11"}, "identity.2"),
        ({"fund_pay_sumamt": "46.49"}, "identity.3"),
        ({"cvlserv_pay": "1.00"}, "identity.3"),
        ({"psn_part_amt": "53.51", "psn_cash_pay": "49.99"}, "identity.4"),
        ({"psn_cash_pay": "49.00"}, "identity.5"),
        ({"hosp_part_amt": "-1.00", "psn_part_amt": "54.52", "psn_cash_pay": "51.00"}, "identity.6"),
        ({"vali_flag": "0"}, "bill.not_valid"),
        ({"refd_setl_flag": "1"}, "refund.missing"),
        ({"fixmedins_code": "H99999999999"}, "institution.unknown"),
        ({"psn_no": "34069999999999"}, "person.unknown"),
        ({"enddate": "2024-02-01"}, "date.reversed"),
        ({"setl_time": "1989-03-01 10:00:00", "begndate": "1989-03-01", "enddate": "1989-03-01"}, "bill.before_birth"),
        ({"init_setl_id": "S00009"}, "refund.positive"),
    ],
)
def test_a_row_is_set_aside_for_its_first_defect(tmp_path, changes, code):
    workspace, report = import_county(tmp_path, [bill(1), bill(2, 1, **changes)])
    assert quarantined(workspace) == ([(code, 3)] if code else [])
    assert report.accepted + report.quarantined == 4 + 2 + 4 + 2


def test_the_traps_of_real_exports_are_read_through(tmp_path):
    traps = {
        "medfee_sumamt": " 100.00\t", "fulamt_ownpay_amt": "10.000", "preselfpay_amt": "+5.5", "overlmt_selfpay": "0",
        "setl_time": "2024-03-01T02:01:00Z", "begndate": "2024/3/1", "enddate": "20240301", "dise_no": "nan", "hosp_lv": "",
        "maf_pay": "", "setl_id": "S00001\t",
    }  # fmt: skip
    workspace, _report = import_county(tmp_path, [bill(1, **traps)])
    assert stored(
        workspace, "bill", "bill_id", "total_fen", "settled_at", "began_on", "ended_on", "disease_id", "care_level"
    ) == [
        (
            "S00001",
            10000,
            datetime.fromisoformat("2024-03-01 10:01:00"),
            date(2024, 3, 1),
            date(2024, 3, 1),
            None,
            "primary",
        )
    ]


def test_upper_case_headers_with_tabs_and_aliases_are_known(tmp_path):
    renamed = {
        "inscp_scp_amt": "INSCP_AMT\t",
        "psn_cash_pay": "cash_payamt ",
        "psn_part_amt": "PSN_PAY",
        "hosp_part_amt": "ownpay_hosp_part",
    }
    row = {renamed.get(name, name.upper()): value for name, value in bill(1).items()}
    workspace, _report = import_county(tmp_path, [row])
    assert stored(workspace, "bill", "eligible_fen", "platform_person_fen") == [(8450, 5352)]


def test_of_two_aliases_the_filled_one_counts(tmp_path):
    rows = [bill(1) | {"psn_pay": "53.52", "psn_part_amt": ""}]
    workspace, _report = import_county(tmp_path, rows)
    assert stored(workspace, "bill", "platform_person_fen") == [(5352,)]


def test_thousands_are_read_and_no_amount_is_rounded(tmp_path):
    large = bill(
        1,
        medfee_sumamt="1,000,100.00",
        fulamt_ownpay_amt="1,000,010.00",
        psn_part_amt="1000053.52",
        psn_cash_pay="1000050.00",
    )
    workspace, _report = import_county(tmp_path, [large])
    assert stored(workspace, "bill", "total_fen") == [(100010000,)]


def test_the_fee_line_identity_is_checked(tmp_path):
    workspace, _report = import_county(
        tmp_path, [bill(1)], [line(1, 1), line(2, 1, inscp_scp_amt="4.28"), line(3, 9), line(4, 1, pric="4.5234")]
    )
    assert quarantined(workspace) == [("identity.1", 3), ("bill.unknown", 4)]
    assert stored(workspace, "fee_line", "line_id", "price_fen", "quantity", "upfront_copay_ppm") == [
        ("L00001", 452, 10000, 50000),
        ("L00004", None, 10000, 50000),
    ]


def test_quarantine_tells_reason_remedy_and_money_and_nobody(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1, fund_pay_sumamt="40.00")])
    ((file, reason, remedy, fen, raw),) = quarantined(workspace, "file", "reason", "remedy", "fen", "raw")
    row = json.loads(raw)
    assert (file, fen) == ("setl_d.csv", 10000)
    assert "-648" in reason
    assert remedy
    assert row["psn_no"].startswith("P")
    assert len(row["psn_no"]) == 14
    assert "psn_name" not in row
    assert "certno" not in row


def test_no_file_of_the_workspace_holds_who_somebody_is(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1), bill(2, fund_pay_sumamt="1")])
    held = b"".join(path.read_bytes() for path in workspace.facts.rglob("*") if path.is_file())
    for secret in ("测试甲", "3406000000", "34062119900101"):
        assert secret.encode() not in held


def test_small_differences_pass_only_where_a_mapping_accepts_them(tmp_path):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("accept_identity_differences_below: 1.00 元\n", "utf-8")
    cut = [bill(1, fulamt_ownpay_amt="9.50"), bill(2, fulamt_ownpay_amt="9.00")]
    workspace, report = import_county(tmp_path, cut, mapping=mapping)
    assert quarantined(workspace) == [("identity.2", 3)]
    assert [
        (finding.rows, finding.fen)
        for finding in report.findings
        if finding.code == "identity.2" and finding.where == "bill"
    ] == [(1, 10000)]


def test_bills_of_another_year_or_level_are_kept_and_remarked(tmp_path):
    other = bill(3, setl_time="2023-12-31 10:00:00", begndate="2023-12-31", enddate="2023-12-31")
    workspace, report = import_county(tmp_path, [bill(1), bill(2, hosp_lv="3"), other])
    assert len(stored(workspace, "bill", "row")) == 3
    assert {"bill.other_year", "care_level.differs"} <= {finding.code for finding in report.findings}


def test_codes_for_level_area_and_care(tmp_path):
    far = bill(2, fixmedins_code="H34010000004", hosp_lv="3", fix_blng_admdvs="340100", med_type="21")
    workspace, _report = import_county(tmp_path, [bill(1), far])
    assert stored(workspace, "bill", "row", "level", "area", "care", "care_level", "care_region") == [
        (0, 0, 0, 1, "primary", "340621"),
        (1, 3, 1, 3, "province", "340100"),
    ]
