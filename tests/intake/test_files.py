"""Files as users have them, and what they are told about files that are none."""

import contextvars
import shutil

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from fenming.facts.intake import import_files
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import choose_language
from tests.intake.county import INSTITUTIONS, bill, import_county, quarantined, registers, resident, stored, write


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "workspace")
    import_files(made, registers(tmp_path))
    return made


def refused(workspace, path, **options):
    with pytest.raises(BadInput) as bad:
        import_files(workspace, [path], **options)
    return str(bad.value), bad.value.findings[0].code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_every_encoding_gives_the_same_text(tmp_path, encoding):
    made = Workspace.create(tmp_path / "workspace")
    import_files(made, [write(tmp_path / "institution.csv", INSTITUTIONS, encoding)])
    assert ("县人民医院",) in stored(made, "institution", "name")


def test_gbk_far_down_in_a_plain_file_is_found_out(workspace, tmp_path):
    plain = [bill(number, psn_name="A") for number in range(1, 6000)]
    import_files(workspace, [write(tmp_path / "b.csv", [*plain, bill(6000, mdtrt_id="门诊")], "gbk")])
    assert len(stored(workspace, "bill", "row")) == 6000
    assert workspace.manifest()["batches"][-1]["encoding"] == "gb18030"


@pytest.mark.parametrize("separator", [",", "\t", "|", ";"])
def test_separators_are_found_out(workspace, tmp_path, separator):
    import_files(workspace, [write(tmp_path / "b.csv", [bill(1)], separator=separator)])
    assert stored(workspace, "bill", "total_fen") == [(10000,)]


def test_parquet_is_read_whatever_its_types(workspace, tmp_path):
    csv = write(tmp_path / "b.csv", [bill(1), bill(2)])
    table = pa.csv.read_csv(
        csv,
        convert_options=pa.csv.ConvertOptions(
            column_types={"medfee_sumamt": pa.decimal128(10, 2), "psn_no": pa.string()}
        ),
    )
    pq.write_table(table, tmp_path / "b.parquet")
    import_files(workspace, [tmp_path / "b.parquet"])
    assert stored(workspace, "bill", "total_fen", "line") == [(10000, 1), (10000, 2)]


def test_a_spreadsheet_with_title_rows_and_a_stray_sheet(workspace, tmp_path):
    rows = [bill(1), bill(2)]
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx")) as book:
        sheet = book.add_worksheet("结算")
        sheet.write(0, 0, "2024年结算明细")
        sheet.write_row(2, 0, list(rows[0]))
        for place, row in enumerate(rows, 3):
            for column, (name, value) in enumerate(row.items()):
                if name == "medfee_sumamt":
                    sheet.write_number(place, column, 100)
                else:
                    sheet.write_string(place, column, value)
        book.add_worksheet("说明").write(0, 0, "hello")
    report = import_files(workspace, [tmp_path / "b.xlsx"])
    assert stored(workspace, "bill", "total_fen", "line") == [(10000, 4), (10000, 5)]
    assert report.batches[0].where == "b.xlsx#结算"


def test_csv_title_rows_are_skipped_and_lines_counted_from_the_top(workspace, tmp_path):
    path = write(tmp_path / "b.csv", [bill(1), bill(2, fund_pay_sumamt="1")])
    path.write_text("某县 2024 年结算明细\n" + path.read_text("utf-8"), "utf-8")
    import_files(workspace, [path])
    assert quarantined(workspace) == [("identity.3", 4)]


def test_ragged_lines_are_set_aside_and_others_keep_their_numbers(workspace, tmp_path):
    path = write(tmp_path / "b.csv", [bill(1), bill(2), bill(3), bill(4, fund_pay_sumamt="1"), bill(5)])
    lines = path.read_text("utf-8").splitlines()
    lines[1] += ",more"
    lines[3] = "S00003,short"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    import_files(workspace, [path])
    assert quarantined(workspace) == [("row.ragged", 2), ("row.ragged", 4), ("identity.3", 5)]
    assert stored(workspace, "bill", "bill_id", "line") == [("S00002", 3), ("S00005", 6)]


def test_a_file_marked_synthetic_marks_the_workspace(workspace, tmp_path):
    assert not workspace.is_synthetic
    (tmp_path / "twin.json").write_text("{}", "utf-8")
    import_files(workspace, [write(tmp_path / "b.csv", [bill(1)])])
    assert workspace.is_synthetic


def test_a_missing_column_is_named_with_what_was_found(workspace, tmp_path):
    row = bill(1)
    del row["hifp_pay"]
    message, code = refused(workspace, write(tmp_path / "b.csv", [row]))
    assert code == "file.missing_column"
    assert "hifp_pay" in message
    assert "medfee_sumamt" in message
    assert "b.csv" in message


def test_a_table_nobody_knows_is_refused(workspace, tmp_path):
    message, code = refused(workspace, write(tmp_path / "b.csv", [{"a": "1", "b": "2"}]))
    assert code == "file.unknown"
    assert "mapping" in message


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file.empty"), (b"\xef\xbb\xbf\n", "file.empty"), (b"\x00\x01\xff\xfe" * 50, "file.encoding"), (b"PK\x03\x04rubbish", "file.broken"),
     (b"PAR1rubbish", "file.broken")],
)  # fmt: skip
def test_what_is_no_table_is_refused(workspace, tmp_path, content, code):
    path = tmp_path / "b.csv"
    path.write_bytes(content)
    message, found = refused(workspace, path)
    assert found == code
    assert "b.csv" in message


def test_a_file_that_is_not_there_is_named(workspace, tmp_path):
    assert refused(workspace, tmp_path / "no.csv")[1] == "file.none"


def test_one_bad_file_brings_in_none(workspace, tmp_path):
    good, bad = write(tmp_path / "b.csv", [bill(1)]), write(tmp_path / "c.csv", [{"a": "1"}])
    with pytest.raises(BadInput):
        import_files(workspace, [good, bad])
    assert not workspace.has("bill")
    import_files(workspace, [good])
    assert workspace.has("bill")


def test_a_mapping_names_their_columns_and_fixes_values(workspace, tmp_path):
    row = bill(1)
    row["总费用"] = row.pop("medfee_sumamt")
    del row["insutype"]
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text('table: bill\ncolumns: {总费用: total_fen}\nfixed: {scheme: "390"}\n', "utf-8")
    import_files(workspace, [write(tmp_path / "b.csv", [row])], mapping=mapping)
    assert stored(workspace, "bill", "total_fen", "scheme") == [(10000, "390")]


@pytest.mark.parametrize(
    "text", ["table: bills", "columns: {a: nothing}", "other: 1", "fixed: {scheme: 3.9}", "columns: [", "- a"]
)
def test_a_broken_mapping_is_refused(workspace, tmp_path, text):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text, "utf-8")
    message, code = refused(workspace, write(tmp_path / "b.csv", [bill(1)]), mapping=mapping)
    assert code == "mapping.invalid"
    assert "mapping.yaml" in message


def test_a_mapping_decides_between_two_tables(workspace, tmp_path):
    both = [
        {"hmu_code": "U1", "resident_heads": "9", "quarter": "1", "score": "0.95", "item_code": "1", "met_flag": "1"}
    ]
    path = write(tmp_path / "x.csv", both)
    assert refused(workspace, path)[1] == "file.ambiguous"
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("table: process_score", "utf-8")
    import_files(workspace, [path], mapping=mapping)
    assert stored(workspace, "process_score", "unit_id", "quarter", "score_ppm") == [("U1", 1, 950000)]


def test_a_workspace_that_is_none_is_refused(tmp_path):
    with pytest.raises(BadInput) as bad:
        Workspace.open(tmp_path)
    assert bad.value.findings[0].code == "workspace.none"
    with pytest.raises(BadInput):
        Workspace.create(tmp_path).table_path("bill")


def test_another_key_is_refused_and_the_own_is_private(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1)])
    assert (workspace.folder / "key").stat().st_mode & 0o777 == 0o600
    other = tmp_path / "other.key"
    other.write_text("00" * 32, "ascii")
    assert refused(workspace, write(tmp_path / "p.csv", [resident(9)]), key_file=other)[1] == "key.other"


def test_a_given_key_is_not_copied(tmp_path):
    key = tmp_path / "mine.key"
    key.write_text("ab" * 32, "ascii")
    workspace, _report = import_county(tmp_path, [bill(1)], key_file=key)
    assert not (workspace.folder / "key").exists()
    shutil.move(key, tmp_path / "moved.key")
    assert refused(workspace, write(tmp_path / "p.csv", [resident(9)]), key_file=key)[1] == "key.unreadable"


def test_a_quote_that_is_never_closed_loses_no_row_in_silence(workspace, tmp_path):
    path = write(tmp_path / "b.csv", [bill(number) for number in range(1, 50)])
    lines = path.read_text("utf-8").splitlines()
    lines[20] = lines[20].replace("S00020", '"S00020')
    path.write_text("\n".join(lines) + "\n", "utf-8")
    message, code = refused(workspace, path)
    assert code == "rows.lost"
    assert "line 21" in message
    assert not workspace.has("bill")


def test_cells_with_line_ends_in_quotes_are_one_row(workspace, tmp_path):
    rows = [bill(1, psn_name="测试\n甲"), bill(2, fund_pay_sumamt="1")]
    import_files(workspace, [write(tmp_path / "b.csv", rows)])
    assert quarantined(workspace) == [("identity.3", 3)]


def test_what_is_wrong_with_a_file_is_told_in_the_language_that_was_chosen(workspace, tmp_path):
    context = contextvars.copy_context()
    context.run(choose_language, "zh")
    words, _code = context.run(refused, workspace, write(tmp_path / "odd.csv", [{"foo": "1"}]))
    assert "这不是分明认识的表" in words
