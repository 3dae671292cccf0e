"""Ranges of whole persons in person-sorted Parquet: cut at a table's rows, read from any table by its row groups' bounds."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

KEY = "person_id"


class Persons(NamedTuple):
    """Everybody whose number lies from `first` to `last`, both included."""

    first: int
    last: int


EVERYONE = Persons(-(1 << 63), (1 << 63) - 1)


def cut(paths: Sequence[Path], rows: int) -> list[Persons]:
    """Ranges that together hold everyone, each with about `rows` rows of the person-sorted files `paths`.

    Reads the persons of one row group for every cut. A person with more than `rows` rows makes one larger range.
    """
    starts: list[int] = []
    before = 0
    for path in paths:
        with pq.ParquetFile(path) as source:
            starts += _persons_at(source, range(-before % rows, source.metadata.num_rows, rows))
            before += source.metadata.num_rows
    firsts = sorted({EVERYONE.first, *starts[1:]})
    return [
        Persons(first, following - 1) for first, following in zip(firsts, [*firsts[1:], EVERYONE.last + 1], strict=True)
    ]


def _persons_at(source: pq.ParquetFile, rows: range) -> Iterator[int]:
    """Who the rows numbered `rows`, rising, belong to."""
    wanted, end = list(rows), 0
    for group in range(source.num_row_groups):
        start, end = end, end + source.metadata.row_group(group).num_rows
        here = [row - start for row in wanted if start <= row < end]
        if here:
            persons = source.read_row_group(group, columns=[KEY]).column(KEY).to_numpy()
            yield from persons[here].tolist()


def batches(
    paths: Sequence[Path],
    columns: Sequence[str],
    rows: int,
    *,
    persons: Persons = EVERYONE,
    dictionary: Sequence[str] = (),
) -> Iterator[pa.RecordBatch]:
    """The rows of `persons` in all files in order, at most `rows` at a time; `dictionary` columns stay encoded.

    Reads only row groups that can hold such persons.
    """
    for path in paths:
        metadata = metadata_of(path)
        groups = groups_of(metadata, persons)
        with pq.ParquetFile(path, metadata=metadata, read_dictionary=list(dictionary), pre_buffer=False) as source:
            for batch in source.iter_batches(rows, row_groups=groups, columns=list(columns), use_threads=False):
                kept = batch if persons == EVERYONE else _within(batch, persons)
                if kept.num_rows:
                    yield kept


def metadata_of(path: Path) -> Any:
    """What the end of a Parquet file says of its row groups; read once while the file stays as it is."""
    found = path.stat()
    return _metadata(path, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=16)
def _metadata(path: Path, _size: int, _changed: int) -> Any:
    return pq.read_metadata(path)


def groups_of(metadata: Any, persons: Persons) -> list[int]:
    """The row groups that can hold rows of `persons`; one without bounds can."""
    firsts, lasts = _bounds(metadata)
    found: list[int] = np.flatnonzero((lasts >= persons.first) & (firsts <= persons.last)).tolist()
    return found


@lru_cache(maxsize=16)
def _bounds(metadata: Any) -> tuple[Any, Any]:
    """The first and the last person of every row group; everyone where they are not told."""
    place, bounds = metadata.schema.names.index(KEY), []
    for group in range(metadata.num_row_groups):
        known = metadata.row_group(group).column(place).statistics
        bounds.append((known.min, known.max) if known is not None and known.has_min_max else tuple(EVERYONE))
    firsts, lasts = np.array(bounds, np.int64).reshape(-1, 2).T
    return firsts, lasts


def _within(batch: pa.RecordBatch, persons: Persons) -> pa.RecordBatch:
    numbers = batch.column(KEY).to_numpy()
    first, end = np.searchsorted(numbers, persons.first, "left"), np.searchsorted(numbers, persons.last, "right")
    return batch.slice(first, end - first)
