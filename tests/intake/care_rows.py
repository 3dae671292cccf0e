"""A good row of every table that other systems hand in, with national headers, for the county of `county.py`."""

from pathlib import Path

from fenming.facts.intake import import_files
from fenming.facts.table import TABLES
from fenming.facts.workspace import Workspace
from tests.intake.county import registers, write

PERSON, UNIT = "34060000000001", "U1"
LEAD, TOWNSHIP, CLINIC = "H34062100001", "H34062100002", "H34062100003"

ROWS = {
    "unit_merger": {"former_hmu_code": "U9", "into_hmu_code": "U1", "merge_date": "2024-07-01"},
    "resident_file": {"psn_no": PERSON, "hmu_code": UNIT, "file_date": "2015-05-01", "file_updt_date": "2024-03-01"},
    "contract": {
        "sign_no": "C1", "psn_no": PERSON, "hmu_code": UNIT, "sign_pack": "basic", "sign_begndate": "2024-01-01",
        "sign_enddate": "2024-12-31", "dr_code": "D1", "sign_self_amt": "12.00",
    },
    "service": {
        "serv_no": "V1", "hmu_code": UNIT, "psn_no": PERSON, "dr_code": "D1", "serv_code": "S01", "serv_time": "2024-03-01 09:30:00",
        "serv_mins": "15", "fixmedins_code": CLINIC, "psn_card_flag": "1", "dr_card_flag": "1", "serv_quality": "0.95",
    },
    "service_clearance": {"serv_no": "V1", "clear_rea": "集中体检", "clear_by": "K02", "clear_date": "2024-04-02"},
    "managed_patient": {"psn_no": PERSON, "mng_dise": "hypertension", "hmu_code": UNIT, "mng_begndate": "2020-02-01", "mng_enddate": ""},
    "follow_up": {
        "flup_no": "F1", "psn_no": PERSON, "hmu_code": UNIT, "mng_dise": "diabetes", "flup_date": "2024-03-01", "dr_code": "D1",
        "flup_way": "clinic", "sbp": "138", "dbp": "84", "fbg": "6.9", "rbg": "",
    },
    "measurement": {"meas_no": "M1", "psn_no": PERSON, "meas_date": "2024-03-01", "hmu_code": "", "sbp": "", "dbp": "", "fbg": "", "rbg": "11.05"},
    "referral": {
        "refl_no": "R1", "psn_no": PERSON, "refl_way": "up", "reflout_medins_no": TOWNSHIP, "reflin_medins_no": LEAD, "refl_date": "2024-03-01",
        "refl_stas": "arrived", "refl_rea": "胸痛", "refl_arrv_date": "2024-03-02", "mdtrt_id": "",
    },
    "death": {"death_no": "X1", "death_date": "2024-11-01", "gend": "1", "age": "34", "death_cause": "I63.900", "psn_no": PERSON, "town_code": "T1"},
    "population": {"year": "2024", "gend": "1", "age_from": "85", "resident_heads": "1200"},
    "posting": {
        "post_no": "P1", "staff_no": "W1", "prof_title": "middle", "postout_medins_no": LEAD, "postin_medins_no": TOWNSHIP,
        "post_begndate": "2024-01-01", "post_enddate": "",
    },
    "fiscal_grant": {
        "grant_no": "G1", "fixmedins_code": TOWNSHIP, "grant_item": "基本支出", "grant_due_date": "2024-06-30", "grant_due_amt": "500000.00",
        "grant_pay_date": "2024-07-15", "grant_pay_amt": "480000.00",
    },
    "satisfaction": {"fixmedins_code": LEAD, "survey_group": "resident", "year": "2024", "survey_heads": "200", "satisfied_heads": "181"},
    "institution_year": {
        "fixmedins_code": LEAD, "year": "2024", "staff_heads": "600", "dr_heads": "210", "nurse_heads": "250", "tcm_dr_heads": "20",
        "senior_heads": "60", "staff_income": "72000000.00", "open_beds": "500", "bed_days": "150000", "remote_diag_cnt": "4000", "ecg_flag": "1",
        "visit_cnt": "300000", "tcm_visit_cnt": "20000", "tcm_nondrug_cnt": "9000", "discharge_cnt": "21000", "revenue": "260000000.00",
        "med_income": "240000000.00", "serv_income": "80000000.00", "spend": "255000000.00", "staff_cost": "95000000.00",
    },
    "item_count": {"hmu_code": UNIT, "item_code": "PH07", "year": "2024", "due_cnt": "90", "done_cnt": "70"},
    "sample_check": {"check_no": "K1", "hmu_code": UNIT, "item_code": "PH07", "check_date": "2024-10-08", "check_result": "qualified", "psn_no": PERSON},
}  # fmt: skip


def of(table: str, **changes: str) -> dict[str, str]:
    """A good row of the table, with changes."""
    return ROWS[table] | changes


def in_chinese(table: str, row: dict[str, str]) -> dict[str, str]:
    """The same row under the table's Chinese headings."""
    return {chinese_headings(table)[header]: value for header, value in row.items()}


def chinese_headings(table: str) -> dict[str, str]:
    """The Chinese heading of each national one."""
    return {column.names[0]: column.names[1] for column in TABLES[table].columns}


def import_tables(folder: Path, **tables: list[dict[str, str]]):
    """A workspace with registers and these tables, each from a file of its own; and the report of the import."""
    files = [write(folder / f"{name}.csv", rows) for name, rows in tables.items()]
    workspace = Workspace.create(folder / "workspace")
    return workspace, import_files(workspace, [*registers(folder), *files])
