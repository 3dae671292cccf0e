"""A file that is cut off, of whatever kind, is refused whole or loses no row silently; the facts never change by half."""

import gzip
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from tests.intake.county import bill, registers, write

from fenming.facts.intake import import_files
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """Registers, and two bills that are already there."""
    workspace = Workspace.create(tmp_path / "W")
    first = write(tmp_path / "first.csv", [bill(1), bill(2, 2)])
    import_files(workspace, [*registers(tmp_path / "registers"), first])
    return workspace


def bills_csv(tmp_path: Path) -> Path:
    return write(tmp_path / "later.csv", [bill(number, 1 + number % 4) for number in range(10, 40)])


def cut(path: Path, share_percent: int) -> Path:
    """The first part of a file, as a broken copy leaves it."""
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * share_percent // 100])
    return path


def state(workspace: Workspace) -> tuple[bytes, list[str]]:
    """The manifest, and the names of all files of the facts."""
    files = sorted(
        path.relative_to(workspace.facts).as_posix() for path in workspace.facts.rglob("*") if path.is_file()
    )
    return (workspace.facts / "manifest.json").read_bytes(), files


def check_refused(workspace: Workspace, files: list[Path], *words: str) -> None:
    before = state(workspace)
    with pytest.raises(BadInput) as refused:
        import_files(workspace, files)
    assert state(workspace)[0] == before[0]
    assert all(word in str(refused.value) for word in words), str(refused.value)
    import_files(workspace, [])
    assert state(workspace)[1] == before[1]


@pytest.mark.parametrize("percent", [3, 50, 99])
def test_a_parquet_file_that_is_cut_off_is_refused_and_nothing_changes(workspace, tmp_path, percent):
    whole = tmp_path / "later.parquet"
    pq.write_table(pyarrow.csv.read_csv(bills_csv(tmp_path)), whole)
    check_refused(workspace, [cut(whole, percent)], "Parquet", "later.parquet", "export it again")


@pytest.mark.parametrize("percent", [50, 100])
def test_a_compressed_file_is_refused_as_no_text_whether_whole_or_cut(workspace, tmp_path, percent):
    packed = tmp_path / "later.csv.gz"
    packed.write_bytes(gzip.compress(bills_csv(tmp_path).read_bytes()))
    check_refused(workspace, [cut(packed, percent)], "later.csv.gz", "neither UTF-8 nor GBK")


@pytest.mark.parametrize("percent", [40, 98])
def test_a_spreadsheet_that_is_cut_off_is_refused_and_nothing_changes(workspace, tmp_path, percent):
    import xlsxwriter

    path = tmp_path / "later.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, rows = book.add_worksheet("bills"), [bill(number) for number in range(10, 40)]
        for place, row in enumerate([list(rows[0]), *(list(one.values()) for one in rows)]):
            sheet.write_row(place, 0, row)
    check_refused(workspace, [cut(path, percent)], "later.xlsx")


def test_one_broken_file_among_good_ones_keeps_all_of_them_out(workspace, tmp_path):
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and no more")
    good = [bills_csv(tmp_path), write(tmp_path / "even_later.csv", [bill(50)])]
    check_refused(workspace, [good[0], broken, good[1]], "broken.parquet")
    assert workspace.manifest()["tables"]["bill"]["rows"] == 2


@pytest.mark.parametrize("left_out", [1, 4, 9, 25, 60, 150])
def test_a_csv_file_cut_in_its_last_row_sets_that_row_aside_and_keeps_the_others(workspace, tmp_path, left_out):
    path = bills_csv(tmp_path)
    path.write_bytes(path.read_bytes().rstrip(b"\r\n")[:-left_out])
    import_files(workspace, [path])
    table = workspace.manifest()["tables"]["bill"]
    (batch,) = [one for one in workspace.manifest()["batches"] if one["file"] == "later.csv"]
    assert batch["rows"] == 30
    last_is_whole = path.read_bytes().endswith((b"50.0", b"50."))
    assert (table["rows"], table["quarantined"]) == ((32, 0) if last_is_whole else (31, 1))


def test_a_csv_file_cut_inside_quotes_sets_that_row_aside_and_keeps_the_others(workspace, tmp_path):
    path = write(tmp_path / "later.csv", [bill(number, psn_name='"甲, 乙"') for number in range(10, 40)])
    text = path.read_text("utf8")
    path.write_text(text[: text.rindex('""甲') + 4], "utf8")
    import_files(workspace, [path])
    table = workspace.manifest()["tables"]["bill"]
    assert (table["rows"], table["quarantined"]) == (31, 1)


def test_a_csv_file_of_which_only_the_header_came_brings_no_rows(workspace, tmp_path):
    path = bills_csv(tmp_path)
    path.write_text(path.read_text("utf8").splitlines()[0], "utf8")
    before = workspace.manifest()["tables"]["bill"]["rows"]
    import_files(workspace, [path])
    assert workspace.manifest()["tables"]["bill"]["rows"] == before


def test_the_whole_file_handed_in_after_the_cut_one_comes_to_the_same_as_alone(workspace, tmp_path):
    path = bills_csv(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    import_files(workspace, [path])
    path.write_bytes(whole)
    import_files(workspace, [path])
    assert workspace.manifest()["tables"]["bill"]["rows"] == 32
