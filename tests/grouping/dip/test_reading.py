"""Settlement lists as users have them: names, encodings, yuan; rows in are cases plus rows set aside."""

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.grouping.dip.made_history import case, history, terms, write_cases

from fenming.engines.local import connect, run
from fenming.grouping.dip.build import build_directory
from fenming.grouping.dip.lists import read_care_levels, read_comorbidities, read_operations
from fenming.grouping.dip.reading import load_cases
from fenming.kernel import BadInput

NATIONAL = "setl_id,psn_no,fixmedins_code,insutype,dscg_time,dx,proc,procedure_fees,medfee_sumamt,备注\n"


def loaded(tmp_path, *paths):
    connection = connect(tmp_path / "spill")
    return connection, load_cases(connection, paths)


def test_national_names_in_gbk_with_yuan_become_whole_fen(tmp_path):
    path = tmp_path / "lists.csv"
    text = NATIONAL + 'a,p,H1,390,2024-03-05 10:00:00,K35.800,47.0100,"1,234.5",10000.01,阑尾炎\n'
    path.write_bytes(text.encode("gb18030"))
    connection, read = loaded(tmp_path, path)
    assert run(connection, "SELECT case_id, total_fen, year, procedure_fees FROM cases") == [
        ("a", 1_000_001, 2024, "1,234.5")
    ]
    assert (read.rows, read.set_aside) == (1, 0)


def test_the_same_cases_as_csv_xlsx_and_parquet_are_the_same_cases(tmp_path):
    cases = history(60)
    csv_path = write_cases(tmp_path / "cases.csv", cases)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["结算清单"])
    sheet.append(list(cases[0]))
    for one in cases:
        sheet.append(list(one.values()))
    book.save(tmp_path / "cases.xlsx")
    pq.write_table(pa.table({name: [one[name] for one in cases] for name in cases[0]}), tmp_path / "cases.parquet")
    digests = {
        loaded(tmp_path, path)[1].digest for path in (csv_path, tmp_path / "cases.xlsx", tmp_path / "cases.parquet")
    }
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("wrong", "defect"),
    [
        ({"case_id": ""}, "case.no_id"),
        ({"discharged_on": "soon"}, "date.unreadable"),
        ({"total_fen": "12.5"}, "amount.unreadable"),
        ({"total_fen": "0"}, "amount.not_positive"),
        ({"diagnoses": ""}, "diagnosis.missing"),
        ({"diagnoses": "appendicitis"}, "diagnosis.invalid"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_with_its_reason(tmp_path, wrong, defect):
    path = write_cases(tmp_path / "cases.csv", [case(1), case(2, **wrong)])
    connection, read = loaded(tmp_path, path)
    assert run(connection, "SELECT line, defect FROM set_aside") == [(3, defect)]
    assert read.rows == read.good + read.set_aside == 2


def test_yuan_finer_than_a_fen_are_never_rounded_in_silence(tmp_path):
    path = tmp_path / "lists.csv"
    path.write_text(NATIONAL + "a,p,H1,390,2024-03-05,K35.8,,,100.005,\n")
    connection, _read = loaded(tmp_path, path)
    assert run(connection, "SELECT defect FROM set_aside") == [("amount.unreadable",)]


def test_a_repeated_row_counts_once_and_contradicting_rows_not_at_all(tmp_path):
    cases = [case(1), case(1), case(2), case(2, total_fen=5), case(3)]
    connection, read = loaded(tmp_path, write_cases(tmp_path / "cases.csv", cases))
    assert run(connection, "SELECT case_id FROM cases ORDER BY 1") == [("c1",), ("c3",)]
    assert run(connection, "SELECT case_id, defect FROM set_aside ORDER BY row") == [
        ("c1", "case.repeated"), ("c2", "case.contradicts"), ("c2", "case.contradicts"),
    ]  # fmt: skip
    assert (read.rows, read.good) == (5, 2)


def test_codes_in_small_letters_with_blanks_and_daggers_are_cut_alike(tmp_path):
    written = ("K35.800x001", " k35.8 ", "K35.8+I10.x*", "K35.800")
    path = write_cases(tmp_path / "cases.csv", [case(number, diagnoses=code) for number, code in enumerate(written)])
    assert [group.group_id for group in build_directory([path], terms(4)).groups] == ["K35.8"]


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "lists.csv"
    path.write_text("setl_id,dx,medfee_sumamt\na,K35.8,100\n")
    with pytest.raises(BadInput, match="discharged_on") as refused:
        loaded(tmp_path, path)
    assert refused.value.findings[0].code == "dip.missing_column"


def test_lists_of_procedures_may_name_their_kind_in_chinese_or_not_at_all(tmp_path):
    (tmp_path / "kinds.csv").write_text("code,类别\n47.0100,手术\n88.7200,诊断性操作\n", "gb18030")
    (tmp_path / "plain.csv").write_text("icd9cm3,name\n47.0100x001,x\n")
    assert read_operations(tmp_path / "kinds.csv") == {"470100": 3, "887200": 1}
    assert read_operations(tmp_path / "plain.csv") == {"470100X001": 3}
    (tmp_path / "odd.csv").write_text("code,type\n47.01,magic\n")
    with pytest.raises(BadInput, match="magic"):
        read_operations(tmp_path / "odd.csv")


def test_a_comorbidity_listed_twice_counts_with_its_higher_level(tmp_path):
    (tmp_path / "cc.csv").write_text("icd10,level,exclusion_list\nA01.100,cc,1\nA01.100,mcc,2\n")
    assert read_comorbidities(tmp_path / "cc.csv") == {"A01100": "mcc"}


def test_mixed_line_ends_and_a_row_with_too_many_cells_lose_nothing(tmp_path):
    path = write_cases(tmp_path / "cases.csv", [case(1), case(2)])
    with path.open("a", newline="") as text:
        text.write(",".join(map(str, case(3).values())) + "\n" + "x" + "," * 40 + "\n")
    connection, read = loaded(tmp_path, path)
    assert run(connection, "SELECT case_id FROM cases ORDER BY 1") == [("c1",), ("c2",), ("c3",)]
    assert run(connection, "SELECT line, defect FROM set_aside") == [(5, "row.ragged")]
    assert (read.rows, read.set_aside) == (4, 1)


def test_levels_of_institutions_stand_under_our_name_or_the_national_ones(tmp_path):
    (tmp_path / "institutions.csv").write_text("fixmedins_code,hosp_lv,care_level\nH1,2,\nH2,1,primary\nH3,,\n")
    assert read_care_levels(tmp_path / "institutions.csv") == {"H1": "2", "H2": "primary", "H3": ""}
