"""A very small county as files: two consortia, three institutions, four residents, their bills."""

import csv
from pathlib import Path

import duckdb

from fenming.facts.intake import import_files
from fenming.facts.workspace import Workspace

INSTITUTIONS = [
    {"fixmedins_code": "H34062100001", "fixmedins_name": "县人民医院", "medins_kind": "lead_hospital", "hosp_lv": "2",
     "fix_blng_admdvs": "340621", "medcons_code": "people", "town_code": ""},
    {"fixmedins_code": "H34062100002", "fixmedins_name": "柳孜镇卫生院", "medins_kind": "township_hospital", "hosp_lv": "1",
     "fix_blng_admdvs": "340621", "medcons_code": "people", "town_code": "T1"},
    {"fixmedins_code": "H34062100003", "fixmedins_name": "某村卫生室", "medins_kind": "village_clinic", "hosp_lv": "",
     "fix_blng_admdvs": "340621", "medcons_code": "people", "town_code": "T1"},
    {"fixmedins_code": "H34010000004", "fixmedins_name": "省立医院", "medins_kind": "outside", "hosp_lv": "province",
     "fix_blng_admdvs": "340100", "medcons_code": "", "town_code": ""},
]  # fmt: skip
UNITS = [
    {"hmu_code": "U1", "hmu_name": "一单元", "town_code": "T1", "medcons_code": "people",
     "clinic_code": "H34062100003", "township_code": "H34062100002"},
    {"hmu_code": "U2", "hmu_name": "二单元", "town_code": "T1", "medcons_code": "tcm",
     "clinic_code": "H34062100003", "township_code": "H34062100002"},
]  # fmt: skip


def resident(number: int, **changes: str) -> dict[str, str]:
    """A row of the insured register; even numbers live in U2."""
    unit, consortium = ("U1", "people") if number % 2 else ("U2", "tcm")
    row = {
        "psn_no": f"3406000000{number:04}", "psn_name": "测试甲", "certno": f"34062119900101{number:04}", "hsehold_no": f"F{number}",
        "gend": "1", "brdy": "1990-01-01", "age": "34.0", "insutype": "390", "psn_type": "1501", "psn_insu_stas": "1",
        "insu_admdvs": "340621", "hmu_code": unit, "medcons_code": consortium, "sign_flag": "1",
    }  # fmt: skip
    return row | changes


def bill(number: int, person: int = 1, **changes: str) -> dict[str, str]:
    """A settled bill of 100.00 yuan whose identities hold."""
    row = {
        "setl_id": f"S{number:05}", "init_setl_id": "", "mdtrt_id": f"M{number:05}", "psn_no": f"3406000000{person:04}",
        "psn_name": "测试甲", "certno": f"34062119900101{person:04}", "insutype": "390", "fixmedins_code": "H34062100002",
        "hosp_lv": "1", "dedc_hosp_lv": "1", "fix_blng_admdvs": "340621", "med_type": "11",
        "begndate": "2024-03-01", "enddate": "2024-03-01", "setl_time": f"2024-03-01 10:{number % 60:02}:00",
        "dise_no": "", "dise_codg": "J06.900", "clr_way": "1", "refl_flag": "0", "vali_flag": "1", "refd_setl_flag": "0",
        "medfee_sumamt": "100.00", "fulamt_ownpay_amt": "10.00", "overlmt_selfpay": "0.00", "preselfpay_amt": "5.50",
        "inscp_scp_amt": "84.50", "act_pay_dedc": "0.00", "hifp_pay": "46.48", "cvlserv_pay": "0", "hifmi_pay": "0.00",
        "maf_pay": "0.00", "othfund_pay": "0.00", "fund_pay_sumamt": "46.48", "hosp_part_amt": "0.00", "psn_part_amt": "53.52",
        "acct_pay": "3.52", "psn_cash_pay": "50.00",
    }  # fmt: skip
    return row | changes


def refund(number: int, of: int, person: int = 1, **changes: str) -> dict[str, str]:
    """The whole of bill `of` taken back, a day later."""
    row = bill(number, person, init_setl_id=f"S{of:05}", setl_time="2024-03-02 09:00:00", refd_setl_flag="1")
    for name, value in row.items():
        if name.endswith(("_amt", "_sumamt", "_pay", "_selfpay", "_dedc")):
            row[name] = value if value in ("0", "0.00") else "-" + value
    return row | changes


def line(number: int, of: int, **changes: str) -> dict[str, str]:
    """A fee line of 4.52 yuan, class 乙 at 5 %, as published."""
    row = {
        "feedetl_sn": f"L{number:05}", "setl_id": f"S{of:05}", "med_list_codg": "XG03FBC051A001020178890", "chrgitm_lv": "02",
        "med_chrgitm_type": "09", "fee_ocur_time": "2024-03-01 10:00:00", "cnt": "1.0000", "pric": "4.52", "selfpay_prop": "0.05",
        "det_item_fee_sumamt": "4.52", "fulamt_ownpay_amt": "0.00", "overlmt_amt": "0.00", "preselfpay_amt": "0.23", "inscp_scp_amt": "4.29",
    }  # fmt: skip
    return row | changes


def write(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8", separator: str = ",") -> Path:
    """Rows as a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def registers(folder: Path, people: int = 4) -> list[Path]:
    """Institutions, units and residents."""
    return [
        write(folder / "institution.csv", INSTITUTIONS),
        write(folder / "unit.csv", UNITS),
        write(folder / "person.csv", [resident(number) for number in range(1, people + 1)]),
    ]


def import_county(
    folder: Path, bills: list[dict[str, str]], lines: list[dict[str, str]] | None = None, **options: object
):
    """A workspace holding the registers, these bills and these fee lines; and the report of the import."""
    paths = [*registers(folder), write(folder / "setl_d.csv", bills)]
    if lines:
        paths.append(write(folder / "fee.csv", lines))
    workspace = Workspace.create(folder / "workspace")
    return workspace, import_files(workspace, paths, **options)


def quarantined(workspace: Workspace, *columns: str) -> list[tuple]:
    """Rows in quarantine: `columns`, or code and line."""
    paths = [str(path) for path in workspace.quarantine_paths()]
    wanted = ", ".join(f'"{column}"' for column in columns or ("code", "line"))
    return (
        duckdb.connect().execute(f'SELECT {wanted} FROM read_parquet({paths}) ORDER BY "table", file, line').fetchall()
    )


def stored(workspace: Workspace, table: str, *columns: str) -> list[tuple]:
    """Rows of a canonical table in its stored order."""
    return duckdb.connect().execute(f"SELECT {', '.join(columns)} FROM {workspace.scan(table)}").fetchall()
