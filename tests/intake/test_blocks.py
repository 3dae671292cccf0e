"""Files are cut into blocks at the ends of records and nowhere else, and no record is lost on the way."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fenming.facts.intake.delimited import blocks, check_nothing_lost, layout, split
from fenming.facts.intake.source import open_sources
from fenming.kernel import BadInput

PLAIN = st.text('ab 测试,"\n;|', max_size=6)
ROWS = st.lists(st.tuples(PLAIN, PLAIN, st.sampled_from(["x", '5" 管', "", 'a"b'])), min_size=1, max_size=12)


def written(path, rows, encoding="utf-8", separator=","):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows([("一", "二", "三"), *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def read(path, size):
    """All cells of a file cut into blocks of about `size` bytes."""
    (source,) = open_sources(path)
    how = layout(source, 3, (0, 1, 2))
    parts = [split(block, how) for block in blocks(source, 1, size)]
    check_nothing_lost(source, 1, sum(part.records for part in parts))
    return [tuple(row[f"c{place}"] for place in range(3)) for part in parts for row in part.cells.to_pylist()]


@given(rows=ROWS, size=st.integers(1, 60), encoding=st.sampled_from(["utf-8", "gb18030", "utf-8-sig"]))
@example(rows=[("a\nb", "c", "x")] * 9, size=7, encoding="utf-8")
@example(rows=[("", "", "x"), ("", "", 'a"b')] * 5, size=5, encoding="gb18030")
def test_blocks_of_any_size_hold_the_same_records(tmp_path_factory, rows, size, encoding):
    path = written(tmp_path_factory.mktemp("blocks") / "a.csv", rows, encoding)
    assert read(path, size) == rows


@pytest.mark.parametrize("size", [1, 3, 8, 64, 1 << 20])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_bar_inside_a_character_is_no_separator(tmp_path, size, encoding):
    barred = "".join(chr(code) for code in range(0x4E00, 0x9FFF) if b"|" in chr(code).encode("gb18030"))
    rows = [(letter, f"县{letter}", "x") for letter in barred[:40]]
    path = written(tmp_path / "a.csv", rows, encoding, "|")
    assert read(path, size) == rows


@pytest.mark.parametrize("size", [4, 16, 1 << 20])
def test_a_quote_inside_a_bare_cell_stands_for_itself(tmp_path, size):
    path = tmp_path / "a.csv"
    path.write_text('a,b,c\n1,5" 管,x\n2,"两\n行",y\n3,无,z\n4,6" 管,\n', "utf-8")
    assert read(path, size) == [("1", '5" 管', "x"), ("2", "两\n行", "y"), ("3", "无", "z"), ("4", '6" 管', "")]


@pytest.mark.parametrize("size", [4, 16, 1 << 20])
@pytest.mark.parametrize(
    ("text", "line"), [('1,2,3\n"4,5,6\n7,8,9\n', 3), ('1,2,3\n4,"5,6\n7,8,9\n"a,b,c\nd,e,f\n', 3)]
)
def test_quotes_that_swallow_lines_are_told_with_their_line(tmp_path, size, text, line):
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n" + text, "utf-8")
    with pytest.raises(BadInput) as bad:
        read(path, size)
    assert bad.value.findings[0].code == "rows.lost"
    assert f"line {line} " in str(bad.value)


def test_lines_are_counted_on_through_large_files_with_long_records(tmp_path):
    rows = [(f"{number}", "两\n行" if number % 7 == 0 else "一行", "x" * 90) for number in range(1, 40_000)]
    rows[20_000] = ("20001", "长" * 500_000, "x")
    path = written(tmp_path / "a.csv", rows)
    path.write_bytes(path.read_bytes() + b"short\n1,2,3\n,,,,\n")
    (source,) = open_sources(path)
    how = layout(source, 3, (0, 1))
    line, ragged, first = 1, [], []
    for block in blocks(source, 1, 1 << 22):
        part = split(block, how)
        ragged += [line + one.line for one in part.ragged]
        first += [(line + row["line"], row["c0"]) for row in part.cells.to_pylist()]
        line += part.records
    assert ragged == [40_001, 40_003]
    assert first == [(number + 1, str(number)) for number in range(1, 40_000)] + [(40_002, "1")]
