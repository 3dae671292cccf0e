"""Every optional condition of a table row, on small tables of its own."""

import pyarrow as pa
import pytest
from tests.support.group_tables import write_tables

from fenming.grouping import group_cases, read_tables

CASE = {"case_id": "1", "diagnoses": "J18.900", "procedures": ""}


def group_of(folder, column, cell, **case):
    """The ADRG and status where ADRG EB1 has one condition and ES1 takes the rest."""
    adrg = f"mdc,order,adrg,principal_dx_in_list,{column}\nMDCE,1,EB1,,{cell}\nMDCE,2,ES1,1,\n"
    dx = "adrg,list,icd10\nES1,1,J18.900\nEB1,1,J96.000\nEB1,2,I10.x00\n"
    proc = "adrg,list,icd9cm3\nEB1,1,32.4100\nEB1,2,96.0400\n"
    tables = read_tables(write_tables(folder, adrg=adrg, adrg_dx=dx, adrg_proc=proc))
    row = group_cases(pa.Table.from_pylist([CASE | case]), tables).to_pylist()[0]
    return row["adrg"] or row["reason"]


@pytest.mark.parametrize(
    ("column", "cell", "case", "expected"),
    [
        ("sex", "1", {"sex": "男"}, "EB1"),
        ("sex", "1", {"sex": "女"}, "ES1"),
        ("sex", "1", {"sex": ""}, "missing:sex"),
        ("age_years_min", "60", {"age": "60"}, "EB1"),
        ("age_years_min", "60", {"age": "59.9"}, "ES1"),
        ("age_years_max", "17", {"age": "17"}, "EB1"),
        ("age_years_max", "17", {"age": ""}, "missing:age"),
        ("age_days_max", "28", {"age": "0", "age_days": "28"}, "EB1"),
        ("age_days_max", "28", {"age": "0", "age_days": "29"}, "ES1"),
        ("age_days_max", "28", {"age": "3", "age_days": ""}, "ES1"),
        ("age_days_max", "28", {"age": "0.5", "age_days": ""}, "missing:age_days"),
        ("age_days_max", "28", {"age": "40", "age_days": "12"}, "contradiction:age_days"),
        ("age_days_min", "29", {"age": "40", "age_days": "0"}, "EB1"),
        ("weight_g_below", "1500", {"birth_weight_g": "1499"}, "EB1"),
        ("weight_g_below", "1500", {"birth_weight_g": "1500"}, "ES1"),
        ("birth_weight_g_below", "1500", {"birth_weight_g": "0"}, "missing:birth_weight_g"),
        ("admission_weight_g_min", "1000", {"admission_weight_g": "1000.0"}, "EB1"),
        ("stay_days_min", "7", {"stay_days": "7"}, "EB1"),
        ("stay_days_max", "1", {"stay_days": "2"}, "ES1"),
        ("icu_hours_min", "96", {"icu_hours": "96"}, "EB1"),
        ("ventilation_hours_min", "96", {"ventilation_hours": "4/0/0"}, "EB1"),
        ("ventilation_hours_min", "96", {"ventilation_hours": "3/23/59"}, "ES1"),
        ("ventilation_hours_min", "96", {}, "missing:ventilation_hours"),
        ("discharge_way", "4|5", {"discharge_way": "05"}, "EB1"),
        ("discharge_way", "4|5", {"discharge_way": "1"}, "ES1"),
        ("discharge_way", "4|5", {"discharge_way": "-"}, "missing:discharge_way"),
        ("department", "A03.01|A04", {"department": " a03.01"}, "EB1"),
        ("any_dx_in_list", "1", {"diagnoses": "J18.900|J96.000"}, "EB1"),
        ("any_dx_in_list", "1", {"diagnoses": "J18.900|E11.900"}, "ES1"),
        ("principal_proc_in_list", "1", {"procedures": "32.4100|96.0400"}, "EB1"),
        ("principal_proc_in_list", "1", {"procedures": "96.0400|32.4100"}, "ES1"),
        ("any_proc_in_list", "1", {"procedures": "96.0400|32.4100"}, "EB1"),
        ("proc_combination", "1&2", {"procedures": "96.0400|32.4100"}, "EB1"),
        ("proc_combination", "1&2", {"procedures": "32.4100"}, "ES1"),
        ("proc_combination", "1&2|2", {"procedures": "96.0400"}, "EB1"),
        ("combination", "x1&2", {"diagnoses": "J18.900|J96.000", "procedures": "96.0400"}, "EB1"),
        ("combination", "x1&2", {"procedures": "96.0400|32.4100"}, "EB1"),
        ("combination", "x1&2", {"procedures": "96.0400"}, "ES1"),
        ("combination", "(d1|d2)&!2", {"diagnoses": "J18.900|I10.x00"}, "EB1"),
        ("combination", "(d1|d2)&!2", {"diagnoses": "J18.900|I10.x00", "procedures": "96.0400"}, "ES1"),
        ("combination", "p2", {"procedures": "96.0400|32.4100"}, "EB1"),
        ("or_procedure", "principal", {"procedures": "32.4100"}, "EB1"),
        ("or_procedure", "principal", {"procedures": "96.0400|32.4100"}, "ES1"),
        ("or_procedure", "any", {"procedures": "96.0400|32.4100"}, "EB1"),
        ("or_procedure", "none", {"procedures": "96.0400"}, "EB1"),
        ("or_procedure", "none", {"procedures": "99.99"}, "unknown_code:99.99"),
        ("or_procedure", "unrelated", {"procedures": "32.4100"}, "ES1"),
    ],
)
def test_a_condition_lets_in_what_meets_it_and_doubts_only_what_matters(tmp_path, column, cell, case, expected):
    assert group_of(tmp_path, column, cell, **case) == expected


def test_a_missing_fact_does_not_matter_where_another_condition_fails(tmp_path):
    adrg = "mdc,order,adrg,principal_dx_in_list,principal_proc_in_list,sex\nMDCE,1,EB1,,1,1\nMDCE,2,ES1,1,,\n"
    tables = read_tables(write_tables(tmp_path, adrg=adrg))
    assert group_cases(pa.Table.from_pylist([CASE]), tables).to_pylist()[0]["adrg"] == "ES1"


def test_any_procedure_mode_of_a_version_looks_at_all_procedures(tmp_path):
    write_tables(tmp_path)
    case = pa.Table.from_pylist([CASE | {"procedures": "96.0400|32.4100"}])
    assert group_cases(case, read_tables(tmp_path)).to_pylist()[0]["adrg"] == "ES1"
    (tmp_path / "version.yaml").write_text("version: our-city\nprocedure_mode: any\n")
    assert group_cases(case, read_tables(tmp_path)).to_pylist()[0]["adrg"] == "EB1"


def test_a_blank_means_none_where_the_version_says_so(tmp_path):
    adrg = "mdc,order,adrg,principal_dx_in_list,ventilation_hours_min\nMDCE,1,EB1,,96\nMDCE,2,ES1,1,\n"
    write_tables(tmp_path, adrg=adrg)
    (tmp_path / "version.yaml").write_text("blank_means_none: [ventilation_hours]\n")
    assert group_cases(pa.Table.from_pylist([CASE]), read_tables(tmp_path)).to_pylist()[0]["adrg"] == "ES1"


def test_two_groups_at_the_same_place_make_a_case_ambiguous(tmp_path):
    adrg = "mdc,order,adrg,principal_dx_in_list,principal_proc_in_list\nMDCE,1,EB1,,1\nMDCE,1,ES1,1,\n"
    tables = read_tables(write_tables(tmp_path, adrg=adrg))
    row = group_cases(pa.Table.from_pylist([CASE | {"procedures": "32.4100"}]), tables).to_pylist()[0]
    assert (row["status"], row["reason"], row["steps"]) == ("ambiguous", "same_order", "? EB19 | ES15")
    assert group_cases(pa.Table.from_pylist([CASE]), tables).to_pylist()[0]["drg"] == "ES15"


def test_a_group_for_operations_unrelated_to_the_diagnosis_takes_ambiguous_cases(tmp_path):
    adrg = (
        "mdc,order,adrg,principal_dx_in_list,principal_proc_in_list,or_procedure,status\n"
        "MDCE,1,EB1,,1,,\nMDCE,2,EQY,,,unrelated,ambiguous\nMDCE,3,ES1,1,,,\n"
    )
    drg = "adrg,order,drg,severity\nEB1,1,EB19,any\nEQY,1,EQY,any\nES1,1,ES19,any\n"
    files = {"or_proc": "icd9cm3\n32.4100\n47.0100\n", "icd9cm3_name": "icd9cm3,name\n47.0100,阑尾切除\n"}
    tables = read_tables(write_tables(tmp_path, adrg=adrg, drg=drg, **files))
    found = [
        group_cases(pa.Table.from_pylist([CASE | {"procedures": code}]), tables).to_pylist()[0]
        for code in ("47.0100", "32.4100", "")
    ]
    assert [(row["drg"], row["status"]) for row in found] == [
        ("EQY", "ambiguous"),
        ("EB19", "grouped"),
        ("ES19", "grouped"),
    ]


def test_body_sites_are_counted_over_all_diagnoses(tmp_path):
    mdc = "order,mdc,principal_dx_in_list,min_body_sites\n1,MDCZ,1,2\n2,MDCE,1,\n"
    dx = "mdc,body_site,icd10\nMDCZ,胸,J18.900\nMDCZ,胸,J44.100\nMDCZ,腹,J96.000\nMDCE,,J18.900\n"
    adrg = "mdc,order,adrg,principal_dx_in_list\nMDCZ,1,EB1,\nMDCE,1,ES1,1\n"
    tables = read_tables(write_tables(tmp_path, mdc=mdc, mdc_dx=dx, adrg=adrg))
    found = [
        group_cases(pa.Table.from_pylist([CASE | {"diagnoses": codes}]), tables).to_pylist()[0]["mdc"]
        for codes in ("J18.900|J44.100", "J18.900|J96.000")
    ]
    assert found == ["MDCE", "MDCZ"]


def test_a_drg_may_ask_for_an_age_too(tmp_path):
    drg = "adrg,order,drg,severity,age_years_max\nEB1,1,EB19,any,\nES1,1,ES11,any,17\nES1,2,ES15,any,\n"
    tables = read_tables(write_tables(tmp_path, drg=drg))
    rows = [{**CASE, "age": age} for age in ("17", "18", "")]
    found = group_cases(pa.Table.from_pylist(rows), tables).to_pylist()
    assert [row["drg"] or row["reason"] for row in found] == ["ES11", "ES15", "missing:age"]
