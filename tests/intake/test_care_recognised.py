"""Files of other systems are known by their headings, whatever they are written in, and each as one table only."""

import pytest
import xlsxwriter

from fenming.facts.care_tables import CARE_TABLES, UNIT_MERGER
from fenming.facts.intake import import_files
from fenming.facts.intake.recognise import recognise
from fenming.facts.intake.source import open_sources
from fenming.facts.table import TABLES
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from tests.intake.care_rows import ROWS, chinese_headings, import_tables, in_chinese, of
from tests.intake.county import quarantined, registers, stored, write

OF_OTHER_SYSTEMS = [table.name for table in (UNIT_MERGER, *CARE_TABLES)]


def recognised(path, headers):
    path.write_text(",".join(headers) + "\n" + ",".join("1" for _header in headers) + "\n", "utf-8")
    return recognise(open_sources(path)[0]).table.name


def headings(table, place, *, required=False):
    columns = [column for column in TABLES[table].columns if column.required or not required]
    return list(dict.fromkeys(column.names[place] if column.names else column.name for column in columns))


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_known_by_its_national_headers_alone(tmp_path, table):
    assert recognised(tmp_path / "all.csv", headings(table, 0)) == table
    assert recognised(tmp_path / "needed.csv", headings(table, 0, required=True)) == table


@pytest.mark.parametrize("table", OF_OTHER_SYSTEMS)
def test_every_table_of_other_systems_is_known_by_its_chinese_headings_alone(tmp_path, table):
    assert recognised(tmp_path / "all.csv", headings(table, 1)) == table
    assert recognised(tmp_path / "needed.csv", headings(table, 1, required=True)) == table


def test_a_good_row_of_every_table_is_accepted(tmp_path):
    assert list(ROWS) == OF_OTHER_SYSTEMS
    _workspace, report = import_tables(tmp_path, **{table: [row] for table, row in ROWS.items()})
    counted = {name: counts for name, counts in report.tables.items() if name in ROWS}
    assert counted == {name: {"accepted": 1, "quarantined": 0} for name in ROWS}
    assert [finding.code for finding in report.findings] == ["population.incomplete"]


@pytest.mark.parametrize("table", OF_OTHER_SYSTEMS)
def test_chinese_headings_in_gbk_give_the_same_rows(tmp_path, table):
    national, _report = import_tables(tmp_path / "national", **{name: [ROWS[name]] for name in ("service", table)})
    key = national.folder / "key"
    chinese = Workspace.create(tmp_path / "chinese" / "workspace")
    files = [*registers(tmp_path / "chinese"), write(tmp_path / "chinese" / "service.csv", [ROWS["service"]])]
    files.append(write(tmp_path / "chinese" / "handed_in.csv", [in_chinese(table, ROWS[table])], "gbk"))
    import_files(chinese, files, key_file=key)
    assert stored(chinese, table, "*") == stored(national, table, "*")


def test_upper_case_headers_and_cells_with_a_tab_behind_are_read_alike(tmp_path):
    row = {header.upper() + "\t": value + "\t" for header, value in of("follow_up").items()}
    workspace, report = import_tables(tmp_path, follow_up=[row])
    assert report.tables["follow_up"] == {"accepted": 1, "quarantined": 0}
    assert stored(workspace, "follow_up", "condition", "systolic_mmhg", "fasting_glucose") == [
        ("diabetes", 138, 69_000)
    ]


def test_sheets_of_one_workbook_are_each_their_table(tmp_path):
    path = tmp_path / "returns.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for table in ("satisfaction", "population", "posting"):
            sheet = workbook.add_worksheet(table)
            sheet.write_row(0, 0, ["合成数据"])
            sheet.write_row(1, 0, [chinese_headings(table)[header] for header in ROWS[table]])
            sheet.write_row(2, 0, list(ROWS[table].values()))
    workspace = Workspace.create(tmp_path / "workspace")
    report = import_files(workspace, [*registers(tmp_path), path])
    assert {batch.table for batch in report.batches if batch.file.startswith("returns")} == {
        "satisfaction",
        "population",
        "posting",
    }
    assert stored(workspace, "population", "year", "sex", "age_from", "residents") == [(2024, "1", 85, 1200)]


@pytest.mark.parametrize(
    ("table", "header", "written", "column", "word"),
    [
        ("follow_up", "mng_dise", "高血压", "condition", "hypertension"),
        ("managed_patient", "mng_dise", "严重精神障碍", "condition", "severe_mental"),
        ("follow_up", "flup_way", "电话", "way", "phone"),
        ("follow_up", "flup_way", "2", "way", "home"),
        ("referral", "refl_way", "下转", "direction", "down"),
        ("referral", "refl_stas", "已到诊", "state", "arrived"),
        ("sample_check", "check_result", "不合格", "outcome", "unqualified"),
        ("satisfaction", "survey_group", "职工", "surveyed", "staff"),
        ("posting", "prof_title", "副主任医师", "title", "senior"),
        ("death", "gend", "男", "sex", "1"),
        ("population", "gend", "女", "sex", "2"),
        ("death", "death_cause", "i10.x00", "cause_id", "I10.x00"),
        ("contract", "sign_pack", "个性化包", "package_id", "personal"),
        ("contract", "sign_pack", "糖尿病包", "package_id", "糖尿病包"),
    ],
)
def test_chinese_words_are_read_as_their_own(tmp_path, table, header, written, column, word):
    workspace, _report = import_tables(tmp_path, **{table: [of(table, **{header: written})]})
    assert stored(workspace, table, column) == [(word,)]


def test_two_spellings_of_one_word_are_one_row(tmp_path):
    rows = [of("population", gend="1"), of("population", gend="男")]
    workspace, report = import_tables(tmp_path, population=rows)
    assert report.tables["population"] == {"accepted": 1, "quarantined": 1}
    assert quarantined(workspace) == [("duplicate", 3)]


def test_money_that_is_not_handed_in_stays_unknown(tmp_path):
    rows = [
        of("institution_year", revenue="", staff_income="nan"),
        of("institution_year", fixmedins_code="H34062100002", revenue="0"),
    ]
    workspace, _report = import_tables(tmp_path, institution_year=rows)
    columns = ("revenue_fen", "staff_income_fen")
    assert stored(workspace, "institution_year", *columns) == [(None, None), (0, 7_200_000_000)]


def test_quality_is_a_share_and_full_where_it_is_blank(tmp_path):
    rows = [
        of("service"),
        of("service", serv_no="V2", serv_quality="80%"),
        of("service", serv_no="V3", serv_quality=""),
    ]
    workspace, _report = import_tables(tmp_path, service=rows)
    assert stored(workspace, "service", "service_id", "quality_ppm") == [("V1", 950_000), ("V2", 800_000), ("V3", None)]


def test_a_file_that_lacks_columns_names_them_by_code_and_heading(tmp_path):
    rows = [
        {
            "随访编号": "F1",
            "人员编号": "34060000000001",
            "健康管理单元代码": "U1",
            "管理病种": "高血压",
            "收缩压": "138",
        }
    ]
    with pytest.raises(BadInput, match=r"required columns are missing: flup_date 随访日期 .*read as follow_up"):
        import_tables(tmp_path, follow_up=rows)
