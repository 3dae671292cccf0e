"""Whose bill: a side file beside a large bill table, sorted by bill id, made when it is first asked for."""

import os
from bisect import bisect_left
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fenming.engines.local import connect, literal, parquet, run
from fenming.engines.persons import KEY

SUFFIX = ".by_id"
WORTHWHILE = 1 << 25  # bytes: in a smaller table, looking through all ids takes no longer
GROUP = 20_480  # rows of the index that one lookup reads
MARK = b"fenming.of"


class Indexed(NamedTuple):
    """What the index says of a bill: whether there is an index at all, and whose the bill is, None for nobody's."""

    is_usable: bool
    person: int | None = None


def indexed_person(path: Path, bill_id: str) -> Indexed:
    """Whose bill this is by the index of the table at `path`, which is made first where the table is large and it is missing."""
    if path.stat().st_size < WORTHWHILE or not index_bills(path):
        return Indexed(False)
    with pq.ParquetFile(index_path(path), memory_map=True) as source:
        groups = range(source.num_row_groups)
        group = bisect_left(
            groups, bill_id, key=lambda group: source.metadata.row_group(group).column(0).statistics.max
        )
        if group == len(groups):
            return Indexed(True)
        table = source.read_row_group(group)
    place = pc.index(table["bill_id"], bill_id).as_py()
    return Indexed(True, int(table[KEY][place].as_py()) if place >= 0 else None)


def index_bills(path: Path) -> bool:
    """Make the index of the bill table at `path` unless it is there; False where it cannot be written."""
    target = index_path(path)
    if _is_current(target, path):
        return True
    if not os.access(path.parent, os.W_OK):
        return False
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".index-") as folder:
            _write(path, Path(folder) / target.name)
            (Path(folder) / target.name).replace(target)
    except (OSError, duckdb.Error):
        return False
    return True


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


def _is_current(target: Path, path: Path) -> bool:
    """Whether the index is there and was made of the table as it is now."""
    if not target.is_file():
        return False
    return (pq.read_metadata(target).metadata or {}).get(MARK) == _state(path).encode()


def _state(path: Path) -> str:
    """Size and time of a table: another one after any change."""
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"
