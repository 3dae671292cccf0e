"""Ranges of whole persons: everyone in exactly one, read back from any cut of any files."""

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from fenming.engines.persons import EVERYONE, Persons, batches, cut, groups_of

crowds = st.lists(st.integers(-3, 40), max_size=120).map(sorted)


def stored(folder: str, persons: list[int], files: int, **how) -> list[Path]:
    """The persons' rows, numbered, in so many files one after another."""
    table = pa.table(
        {"person_id": pa.array(persons, pa.int64()), "at": pa.array(range(len(persons)), pa.int64())},
    )
    edges = [len(persons) * file // files for file in range(files + 1)]
    paths = [Path(folder) / f"{file}.parquet" for file in range(files)]
    for path, (start, end) in zip(paths, pairwise(edges), strict=True):
        pq.write_table(table.slice(start, end - start), path, **how)
    return paths


@settings(max_examples=80, deadline=None)
@given(crowds, st.integers(1, 3), st.integers(1, 30), st.integers(1, 9), st.integers(1, 7), st.booleans())
def test_every_row_is_read_once_in_order_and_no_person_is_cut(persons, files, rows, group, size, has_bounds):
    with TemporaryDirectory() as folder:
        paths = stored(folder, persons, files, row_group_size=group, write_statistics=has_bounds)
        ranges = cut(paths, rows)
        parts = [list(batches(paths, ["person_id", "at"], size, persons=one)) for one in ranges]
    assert [at for part in parts for batch in part for at in batch["at"].to_pylist()] == list(range(len(persons)))
    assert max((batch.num_rows for part in parts for batch in part), default=0) <= size
    assert (ranges[0].first, ranges[-1].last) == EVERYONE
    assert all(one.last + 1 == following.first for one, following in pairwise(ranges))
    often = max(map(persons.count, persons), default=0)
    assert all(sum(batch.num_rows for batch in part) < rows + often for part in parts)


def test_only_row_groups_that_can_hold_the_persons_are_read(tmp_path):
    (path,) = stored(str(tmp_path), [1, 1, 2, 5, 5, 6, 8, 9], 1, row_group_size=2)
    metadata = pq.read_metadata(path)
    assert groups_of(metadata, Persons(3, 5)) == [1, 2]
    assert groups_of(metadata, Persons(7, 7)) == []
    assert groups_of(metadata, EVERYONE) == [0, 1, 2, 3]
