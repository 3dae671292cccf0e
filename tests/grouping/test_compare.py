"""What moves between two sets of tables."""

import openpyxl
import pytest
from tests.support.group_tables import write_tables

from fenming.grouping import read_tables
from fenming.grouping.compare import compare_cases, compare_tables
from fenming.grouping.compare_workbook import write_comparison


@pytest.fixture
def both(tmp_path):
    before = write_tables(tmp_path / "old")
    drg = (
        "adrg,order,drg,name,severity,weight\nEB1,1,EB19,胸部手术,any,2.5\n"
        "ES1,1,ES11,肺炎伴严重合并症,mcc,1.2\nES1,2,ES19,肺炎,any,0.75\n"
    )
    return read_tables(before), read_tables(write_tables(tmp_path / "new", drg=drg))


CASES = """setl_id,fixmedins_code,diag_code1,diag_code2,medfee_sumamt
1,H1,J18.900,E11.900,100.10
2,H1,J18.900,J96.000,200.20
3,H2,J18.900,,300.30
4,H2,I10.x00,,x
"""


def test_groups_that_came_went_and_changed_are_listed(both):
    found = compare_tables(*both)
    assert [(one.level, one.code, one.before, one.after) for one in found.changes] == [
        ("drg", "ES13", "肺炎伴合并症", ""),
        ("drg", "ES15", "肺炎", ""),
        ("drg", "ES19", "", "肺炎"),
    ]
    assert found.counts["drg"] == (4, 3)


def test_cases_hospitals_money_and_weight_that_move_are_summed_exactly(tmp_path, both):
    path = tmp_path / "cases.csv"
    path.write_text(CASES)
    found = compare_cases(*both, [path])
    moved = {(before, after): move for before, after, move in found.moved()}
    assert {key: (move.cases, move.total_fen, move.weight_after_ppm) for key, move in moved.items()} == {
        ("ES13", "ES19"): (1, 10010, 750_000),
        ("ES15", "ES19"): (1, 30030, 750_000),
    }
    whole, part = found.institutions["H1"]
    assert (whole.cases, whole.total_fen, part.cases, part.total_fen) == (2, 30030, 1, 10010)
    assert found.status["before"] == found.status["after"] == {"grouped": 3, "ungrouped": 1}
    assert [one.what for one in found.findings] == ["1 amounts are no money and count as nothing"]


def test_the_workbook_holds_the_same_sums(tmp_path, both):
    path = tmp_path / "cases.csv"
    path.write_text(CASES)
    write_comparison(compare_cases(*both, [path]), tmp_path / "moves.xlsx")
    book = openpyxl.load_workbook(tmp_path / "moves.xlsx")
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert ("ES13", "ES19", 1, 100.1, 0, 0.75) in rows
    assert [sheet.max_row for sheet in book.worksheets] == [5, 3, 1, 4]
