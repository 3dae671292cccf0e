"""Streams in ranges of whole persons."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fenming.engines.ranges import TableWriter, whole_persons


@given(st.lists(st.integers(0, 30), max_size=200), st.integers(1, 40), st.integers(1, 25))
def test_ranges_keep_every_row_and_cut_no_person(persons, rows, size):
    table = pa.table(
        {"person_id": pa.array(sorted(persons), pa.int64()), "at": pa.array(range(len(persons)), pa.int64())}
    )
    parts = list(whole_persons(table.to_batches(max_chunksize=size), rows))
    assert [at for part in parts for at in part.column("at").to_pylist()] == list(range(len(persons)))
    seen = [set(part.column("person_id").to_pylist()) for part in parts]
    assert sum(map(len, seen)) == len(set(persons))


def test_a_written_table_is_read_back_as_it_was(tmp_path):
    table = pa.table({"person_id": pa.array([1, 1, 2, 3, 3, 3], pa.int64()), "code": ["a", "b", "a", "a", "b", "a"]})
    with TableWriter(tmp_path / "x.parquet", table.schema, ["code"]) as writer:
        writer.write(table.slice(0, 3))
        writer.write(table.slice(3))
    assert writer.rows == 6
    assert pq.read_table(tmp_path / "x.parquet").equals(table)


def test_a_failure_of_the_writing_thread_reaches_the_caller(tmp_path):
    writer = TableWriter(tmp_path / "x.parquet", pa.schema([("a", pa.int64())]))
    with pytest.raises(ValueError, match="schema"), writer:
        writer.write(pa.table({"b": ["text"]}))
