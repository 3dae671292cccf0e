"""Whose bill: a side file beside a large bill table, sorted by bill id, made when it is first asked for."""

import os
from bisect import bisect_left
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fenming.engines.local import connect, literal, parquet, run
from fenming.engines.persons import KEY

SUFFIX = ".by_id"
WORTHWHILE = 1 << 25  # bytes: in a smaller table, looking through all ids takes no longer
GROUP = 40_960  # rows of the index that one lookup reads: where more are read, fewer groups are told of at its end
MARK = b"fenming.of"


class Indexed(NamedTuple):
    """What the index says of a bill: whether there is an index at all, and whose the bill is, None for nobody's."""

    is_usable: bool
    person: int | None = None


def indexed_person(path: Path, bill_id: str) -> Indexed:
    """Whose bill this is by the index of the table at `path`, which is made first where the table is large and it is missing."""
    metadata = index_bills(path) if path.stat().st_size >= WORTHWHILE else None
    if metadata is None:
        return Indexed(False)
    group = group_reaching(metadata, "bill_id", bill_id)
    if group == metadata.num_row_groups:
        return Indexed(True)
    with pq.ParquetFile(index_path(path), metadata=metadata, memory_map=True) as source:
        table = source.read_row_group(group)
    place = pc.index(table["bill_id"], bill_id).as_py()
    return Indexed(True, int(table[KEY][place].as_py()) if place >= 0 else None)


def group_reaching(metadata: Any, column: str, value: Any) -> int:
    """The first row group that reaches `value` in a column by which the table is sorted; the number of groups if none does."""
    place = metadata.schema.names.index(column)
    groups = range(metadata.num_row_groups)
    return bisect_left(groups, value, key=lambda group: metadata.row_group(group).column(place).statistics.max)


def index_bills(path: Path) -> Any:
    """What the end of the index of the bill table at `path` says, which is made unless it is there; None where it cannot be."""
    target = index_path(path)
    current = _current(target, path)
    if current is not None or not os.access(path.parent, os.W_OK):
        return current
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".index-") as folder:
            _write(path, Path(folder) / target.name)
            (Path(folder) / target.name).replace(target)
    except (OSError, duckdb.Error):
        return None
    return _current(target, path)


def index_path(path: Path) -> Path:
    """Where the index of the table at `path` lies."""
    return path.with_name(path.name + SUFFIX)


def _write(path: Path, target: Path) -> None:
    rows = f"SELECT bill_id, person_id FROM {parquet(path)} ORDER BY bill_id"
    mark = f"KV_METADATA {{'{MARK.decode()}': {literal(_state(path))}}}"
    with connect(target.parent) as connection:
        run(
            connection,
            f"COPY ({rows}) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP}, {mark})",
        )


def _current(target: Path, path: Path) -> Any:
    """What the end of the index says, None where it is not there or was not made of the table as it is now."""
    if not target.is_file():
        return None
    metadata = pq.read_metadata(target)
    return metadata if (metadata.metadata or {}).get(MARK) == _state(path).encode() else None


def _state(path: Path) -> str:
    """Size and time of a table: another one after any change."""
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"
