"""What is read in cases: codes and facts as people write them."""

import pyarrow as pa
import pytest
from tests.support.group_tables import write_tables

from fenming.grouping import group_cases, read_tables
from fenming.grouping.case.source import read_cases
from fenming.kernel import BadInput

CASE = {"case_id": "1", "sex": "1", "age": "60", "diagnoses": "J18.900|E11.900", "procedures": ""}


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return read_tables(write_tables(tmp_path_factory.mktemp("tables")))


def grouped(tables, **changes):
    return group_cases(pa.Table.from_pylist([CASE | changes]), tables).to_pylist()[0]


@pytest.mark.parametrize(
    "written",
    [
        "j18.900|e11.900",
        " J18.900 | E11.900. ",
        "Ｊ18．900｜Ｅ11.900".replace("｜", "|"),
        "J18.900x901|E11.900",
        "J18.900,E11.900",
        "J18.900；E11.900",
        "J18.900|E11.900|",
    ],
)
def test_codes_are_read_however_they_are_written(tables, written):
    row = grouped(tables, diagnoses=written)
    assert (row["drg"], row["status"], row["deciding_code"]) == ("ES13", "grouped", "J18.900")
    assert row["steps"] == "MDCE <- J18.900; ES1#2; cc E11.900; ES13"


def test_one_odd_cell_changes_nothing_for_the_cases_beside_it(tables):
    rows = [CASE | {"diagnoses": codes} for codes in ("J18 .900|E11.900", "J18.900 E11.900", "J18.900;E11.900")]
    whole = group_cases(pa.Table.from_pylist(rows), tables).to_pylist()
    assert [row["drg"] for row in whole] == ["ES13"] * 3
    assert whole == [group_cases(pa.Table.from_pylist([row]), tables).to_pylist()[0] for row in rows]


def test_no_cases_are_no_rows(tables):
    assert group_cases(pa.Table.from_pylist([CASE]).slice(0, 0), tables).num_rows == 0


def test_a_code_that_could_be_an_mcc_makes_the_case_doubtful(tables):
    row = grouped(tables, diagnoses="J18.900|X99.999")
    assert (row["status"], row["drg"]) == ("invalid_code", "")
    assert row["reason"] == "unknown_code:X99.999"
    assert row["steps"] == "? ES11 | ES13 | ES15"


def test_a_code_that_cannot_matter_does_not(tables):
    assert grouped(tables, diagnoses="J18.900|J96.000|X99.999")["drg"] == "ES11"


def test_unknown_codes_are_passed_over_where_the_user_says_so(tables):
    table = pa.Table.from_pylist([CASE | {"diagnoses": "J18.900|X99.999"}])
    assert group_cases(table, tables, ignores_unknown=True).to_pylist()[0]["drg"] == "ES15"


def test_an_unknown_procedure_that_could_be_an_operation_makes_the_case_doubtful(tables):
    row = grouped(tables, procedures="99.99")
    assert (row["status"], row["reason"]) == ("invalid_code", "unknown_code:99.99")


def test_a_case_without_principal_diagnosis_needs_data(tables):
    for written in ("", None, "|E11.900"):
        assert grouped(tables, diagnoses=written)["reason"] == "missing:principal_diagnosis"


def test_an_excluded_complication_does_not_count_and_says_by_which_list(tables):
    row = grouped(tables, diagnoses="J44.100|J96.000")
    assert (row["drg"], row["severity"]) == ("ES15", "none")
    assert row["steps"] == "MDCE <- J44.100; ES1#2; not J96.000 (1); ES15"


def test_a_diagnosis_of_no_mdc_is_not_grouped_and_says_so(tables):
    row = grouped(tables, diagnoses="I10.x00")
    assert (row["status"], row["reason"], row["mdc"], row["drg"]) == ("ungrouped", "no_mdc", "", "")


HEADER = "setl_id,gend,age,nwb_age,nwb_bir_wt,act_ipt_days,vent_used_dura,diag_code1,diag_code2,oprn_oprt_code1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_settlement_lists_are_read_in_every_encoding(tmp_path, tables, encoding):
    path = tmp_path / "cases.csv"
    path.write_bytes((HEADER + "S1,男,60,,,5,0/3/20,J18.900,E11.900,\nS2,女,,,,,,J18.900,,32.4100\n").encode(encoding))
    rows = group_cases(read_cases(path), tables).to_pylist()
    assert [(row["case_id"], row["drg"]) for row in rows] == [("S1", "ES13"), ("S2", "EB19")]


def test_typed_columns_of_parquet_are_read_like_texts(tmp_path, tables):
    import pyarrow.parquet as pq

    path = tmp_path / "cases.parquet"
    pq.write_table(pa.table({"case_id": [7], "age": [60], "sex": [1.0], "diagnoses": ["J18.900"]}), path)
    row = group_cases(read_cases(path), tables).to_pylist()[0]
    assert (row["case_id"], row["drg"]) == ("7", "ES15")


def test_a_file_without_diagnoses_is_refused_with_its_columns(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("setl_id,age\n1,2\n")
    with pytest.raises(BadInput, match=r"no column holds: diagnoses.*setl_id, age"):
        read_cases(path)
