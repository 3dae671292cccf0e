"""Files as they come: what is no table is told, what is no case is counted, nothing ends in a traceback."""

import random
from zipfile import ZipFile

import pytest
from tests.support.group_tables import read_rows, write_tables

from fenming.grouping import read_tables
from fenming.grouping.job import group_files
from fenming.kernel import BadInput

CASES = (
    b'setl_id,gend,age,diag_code1,oprn_oprt_code1\r\n1,1,60,J18.900,\r\n2,2,70,"J18.900",32.4100\r\n\r\n3,1,50,Q1,\r\n'
)
BROKEN = [b'"', b"\n", b",", b"\xff", b"\0", b"|", b"\xe4\xb8", b"\r"]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return read_tables(write_tables(tmp_path_factory.mktemp("tables")))


def grouped(tables, folder, content, name="cases.csv"):
    (folder / name).write_bytes(content)
    summary = group_files(tables, [folder / name], folder / "out.csv")
    return summary, [row["drg"] for row in read_rows(folder / "out.csv")]


@pytest.mark.parametrize(
    "content",
    [
        CASES,
        CASES.replace(b"\r\n", b"\n"),
        CASES.replace(b",", b"\t"),
        b"\xef\xbb\xbf" + CASES,
        CASES.decode().encode("utf-16"),
        CASES.replace(b"gend,age", "gend,年龄".encode("gb18030")).replace(b"1,1,60", "1,男,60岁".encode("gb18030")),
    ],
)
def test_line_ends_separators_and_encodings_make_no_difference(tables, tmp_path, content):
    summary, drgs = grouped(tables, tmp_path, content)
    assert drgs == ["ES15", "EB19", ""]
    assert dict(summary.status) == {"grouped": 2, "invalid_code": 1}


def test_texts_in_a_zip_are_read_one_after_the_other(tables, tmp_path):
    with ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.writestr("a.csv", CASES)
        archive.writestr("b.csv", CASES)
    assert group_files(tables, [tmp_path / "both.zip"], tmp_path / "out.csv").cases == 6


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_row_with_other_cells_is_counted_with_its_line(tables, tmp_path, encoding):
    content = CASES + "4,女,70,J18.900\n5,女,70,J18.900,\n".encode(encoding)
    summary, drgs = grouped(tables, tmp_path, content)
    assert drgs[-1] == "ES15"
    told = [one for one in summary.findings if one.code == "cases.ragged"]
    assert [one.rows for one in told] == [1]


def test_broken_files_end_in_a_finding_or_a_table_and_never_otherwise(tables, tmp_path):
    chance = random.Random(5)
    for _ in range(150):
        content = bytearray(CASES * 3)
        for _change in range(chance.randint(1, 12)):
            place = chance.randrange(len(content))
            content[place : place + chance.randint(0, 3)] = chance.choice(BROKEN)
        try:
            summary, drgs = grouped(tables, tmp_path, bytes(content))
        except BadInput:
            continue
        assert len(drgs) == summary.cases


def test_files_in_many_batches_are_grouped_as_one(tables, tmp_path, monkeypatch):
    rows = b"".join(b"%d,1,60,J18.900|E11.900,\n" % number for number in range(3000))
    content = b"setl_id,gend,age,dx,proc\n" + rows
    _summary, whole = grouped(tables, tmp_path, content)
    monkeypatch.setattr("fenming.grouping.case.source._BLOCK", 4096)
    _summary, parts = grouped(tables, tmp_path, content)
    assert parts == whole == ["ES13"] * 3000
