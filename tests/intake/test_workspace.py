"""A workspace stays what it was at the beginning; files with nothing in them are told of."""

import pytest
import xlsxwriter

from fenming.facts.intake import import_files
from fenming.facts.workspace import COUNTY, Workspace
from fenming.kernel import BadInput
from tests.intake.county import bill, import_county, registers, stored, write


def test_a_workspace_is_opened_as_it_is_where_nothing_else_is_asked_for(tmp_path):
    made = Workspace.create(tmp_path, "cn/ah", "sm3")
    assert Workspace.create(tmp_path) == Workspace.create(tmp_path, "cn/ah", "sm3") == made
    assert (made.county, made.digest) == ("cn/ah", "sm3")


def test_a_new_workspace_is_of_the_usual_county_and_digest(tmp_path):
    made = Workspace.create(tmp_path)
    assert (made.county, made.digest) == (COUNTY, "sha256")


@pytest.mark.parametrize(("county", "digest", "word"), [("cn/ah", None, "cn/ah"), (COUNTY, "sm3", "sm3")])
def test_a_workspace_of_another_county_or_digest_is_refused(tmp_path, county, digest, word):
    made = Workspace.create(tmp_path)
    with pytest.raises(BadInput) as bad:
        Workspace.create(tmp_path, county, digest)
    assert bad.value.findings[0].code == "workspace.other"
    assert word in str(bad.value)
    assert Workspace.open(tmp_path) == made


def header_only_csv(path):
    path = write(path.with_suffix(".csv"), [bill(1)])
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    return path


def header_only_sheet(path):
    with xlsxwriter.Workbook(str(path.with_suffix(".xlsx"))) as book:
        book.add_worksheet().write_row(0, 0, list(bill(1)))
    return path.with_suffix(".xlsx")


@pytest.mark.parametrize("make", [header_only_csv, header_only_sheet])
def test_a_file_without_rows_is_told_of(tmp_path, make):
    workspace, _report = import_county(tmp_path, [bill(1)])
    path = make(tmp_path / "empty")
    report = import_files(workspace, [path])
    (told,) = [finding for finding in report.findings if finding.code == "file.no_rows"]
    assert told.what == "the file has no rows"
    assert path.name in told.where
    assert len(stored(workspace, "bill", "row")) == 1


def test_the_first_file_may_be_without_rows(tmp_path):
    workspace = Workspace.create(tmp_path / "workspace")
    report = import_files(workspace, [*registers(tmp_path), header_only_csv(tmp_path / "empty")])
    assert [finding.code for finding in report.findings] == ["file.no_rows"]
    assert stored(workspace, "bill", "row") == []
