"""One bill is found among many: by its index or without one, over row groups and files, with the days it was judged for."""

import os
import shutil
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fenming.adjudication import adjudicate, explain_bill
from fenming.adjudication.desk import index
from fenming.adjudication.desk.lookup import days_judged, person_of, person_rows
from fenming.adjudication.law.dated import Days
from fenming.kernel import BadInput
from tests.adjudication.bill_table import Bill, bill_table, inpatient
from tests.adjudication.choices import choice
from tests.adjudication.pack_text import benefits_pack

CROWD = [[Bill("11", 10_000, 10_000, level=0, hours=place) for place in range(person % 4 + 1)] for person in range(60)]


@pytest.fixture
def crowd(tmp_path):
    """Sixty persons' bills in row groups of seven, which cut persons in two."""
    pq.write_table(bill_table(CROWD), tmp_path / "bill.parquet", row_group_size=7)
    return tmp_path / "bill.parquet"


def whose(path) -> dict[str, int]:
    table = pq.read_table(path)
    return dict(zip(table["bill_id"].to_pylist(), table["person_id"].to_pylist(), strict=True))


@pytest.fixture
def indexed(monkeypatch):
    """Every table is large enough for an index."""
    monkeypatch.setattr(index, "WORTHWHILE", 0)
    monkeypatch.setattr(index, "GROUP", 16)


def test_without_an_index_every_bill_leads_to_its_person(crowd):
    assert {bill: person_of(crowd, bill) for bill in whose(crowd)} == whose(crowd)
    assert person_of(crowd, "S") is None
    assert not index.index_path(crowd).exists()


def test_the_index_is_made_when_first_asked_for_and_says_the_same(crowd, indexed):
    assert {bill: person_of(crowd, bill) for bill in whose(crowd)} == whose(crowd)
    assert index.index_path(crowd).is_file()
    assert [person_of(crowd, unknown) for unknown in ("A", "S0000012x", "Z")] == [None, None, None]
    assert sorted(path.name for path in crowd.parent.iterdir()) == ["bill.parquet", "bill.parquet.by_id"]


def test_a_table_that_changed_gets_another_index(crowd, indexed):
    assert person_of(crowd, "S0000149") == 60
    pq.write_table(bill_table(CROWD[:30]), crowd)
    os.utime(crowd, ns=(1, 1))
    assert person_of(crowd, "S0000149") is None


def test_where_no_index_can_be_written_the_table_itself_is_searched(crowd, indexed, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    assert person_of(crowd, "S0000149") == 60
    assert not index.index_path(crowd).exists()


def test_a_person_cut_by_row_groups_and_files_is_read_whole(crowd, tmp_path):
    for bill, person in whose(crowd).items():
        rows = person_rows([crowd], bill)
        assert set(rows["person_id"].to_pylist()) == {person}
        assert rows.num_rows == len(CROWD[person - 1])
    table = pq.read_table(crowd)
    for name, part in (("one", table.slice(0, 75)), ("two", table.slice(75))):
        pq.write_table(part, tmp_path / f"{name}.parquet")
    files = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    cut = table["person_id"][75].as_py()
    assert table["person_id"][74].as_py() == cut
    assert person_rows(files, table["bill_id"][75].as_py()).num_rows == len(CROWD[cut - 1])


def test_every_bill_of_a_crowd_is_explained_from_small_row_groups(crowd, tmp_path):
    pack, out = benefits_pack(tmp_path), tmp_path / "out.parquet"
    adjudicate(crowd, pack, out)
    small = tmp_path / "small.parquet"
    pq.write_table(pq.read_table(out), small, row_group_size=5)
    for bill, person in whose(crowd).items():
        assert explain_bill(bill, crowd, pack, small).bills_compared == len(CROWD[person - 1])


def test_the_table_says_for_which_days_it_was_judged(crowd, tmp_path):
    pack, out = benefits_pack(tmp_path), tmp_path / "out.parquet"
    adjudicate(crowd, pack, out, year=2024)
    assert days_judged(out) == Days(date(2024, 1, 1), date(2024, 1, 1))
    pq.write_table(pq.read_table(out).replace_schema_metadata(None), tmp_path / "silent.parquet")
    assert days_judged(tmp_path / "silent.parquet") is None
    assert explain_bill("S0000000", crowd, pack, tmp_path / "silent.parquet").bills_compared == 1


def test_a_table_remembers_the_days_of_settlement_beside_those_that_govern(tmp_path):
    bills = [inpatient(400_000, hours=24 * 360), inpatient(400_000, hours=24 * 367), inpatient(400_000, hours=24 * 390)]
    admitted = [date(2024, 12, 20), date(2024, 12, 28), date(2025, 1, 20)]
    table, bill, out = bill_table([bills]), tmp_path / "bill.parquet", tmp_path / "out.parquet"
    for name in ("began_on", "ended_on"):
        table = table.append_column(name, pa.array(admitted, pa.date32()))
    pq.write_table(table, bill)
    pack = benefits_pack(tmp_path, inpatient__governing_date=choice("admission", "settlement"))
    adjudicate(bill, pack, out, year=2025)
    settled, governing = (date(2025, 1, 2), date(2025, 1, 25)), (date(2024, 12, 28), date(2025, 1, 25))
    assert days_judged(out) == Days(*settled, *governing)
    assert pq.read_table(out)["pool_fen"].to_pylist() == [0, 30_000_000, 30_000_000]
    for name in table["bill_id"].to_pylist():
        assert explain_bill(name, bill, pack, out).bills_compared == 3


def test_a_bill_in_none_of_the_files_is_unknown(crowd, tmp_path):
    shutil.copy(crowd, tmp_path / "other.parquet")
    with pytest.raises(BadInput, match="there is no bill X"):
        person_rows([crowd, tmp_path / "other.parquet"], "X")
