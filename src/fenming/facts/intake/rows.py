"""All rows of a file, typed: blocks of it are split and read by several threads at once, and come out in order."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import partial

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from fenming.engines.local import THREADS, identifier, literal
from fenming.facts.intake.delimited import Ragged, Split, blocks, layout, split
from fenming.facts.intake.plain import PlainRows
from fenming.facts.intake.source import Source

BLOCK_ROWS = 60_000
_READ_AHEAD = THREADS + 1


@dataclass(frozen=True, slots=True)
class Read:
    """One block: its `plain` rows typed, the texts of the `doubtful` ones, the `ragged` ones that have no cells."""

    plain: pa.Table
    doubtful: pa.Table
    ragged: tuple[Ragged, ...]
    records: int


def read_rows(connection: duckdb.DuckDBPyConnection, source: Source, rows: PlainRows) -> Iterator[Read]:
    """Blocks of `source` in their order, with the line of each row."""
    match = rows.cells.match
    is_delimited = source.kind == "csv"
    line = match.header_row + 1
    for read in _in_order(partial(_read, rows, texts) for texts in _texts(connection, source, rows)):
        yield _moved(read, line) if is_delimited else read
        line += read.records


def _in_order(works: Iterator[Callable[[], Read]]) -> Iterator[Read]:
    with ThreadPoolExecutor(THREADS) as pool:
        waiting: deque[Future[Read]] = deque()
        for work in works:
            waiting.append(pool.submit(copy_context().run, work))  # keeps the language
            if len(waiting) > _READ_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _read(rows: PlainRows, texts: Callable[[], Split]) -> Read:
    split_texts = texts()
    plain, doubtful = rows.read(split_texts.cells)
    return Read(plain, doubtful, split_texts.ragged, split_texts.records)


def _moved(read: Read, before: int) -> Read:
    """Lines counted from the top of the file, `before` of them above the block."""
    plain, doubtful = (
        table.set_column(table.schema.get_field_index("line"), "line", pc.add(table.column("line"), before))
        for table in (read.plain, read.doubtful)
    )
    ragged = tuple(replace(one, line=one.line + before) for one in read.ragged)
    return Read(plain, doubtful, ragged, read.records)


def _texts(connection: duckdb.DuckDBPyConnection, source: Source, rows: PlainRows) -> Iterator[Callable[[], Split]]:
    match, places = rows.cells.match, rows.cells.places
    if source.kind == "csv":
        how = layout(source, match.width, places)
        for block in blocks(source, match.header_row + 1):
            yield partial(split, block, how)
        return
    tables = _parquet(connection, source, places) if source.kind == "parquet" else _sheet(source, match.header_row + 1)
    for table in tables:
        yield partial(Split, table, (), table.num_rows)


def _parquet(connection: duckdb.DuckDBPyConnection, source: Source, places: Sequence[int]) -> Iterator[pa.Table]:
    cells = ", ".join(f"CAST({identifier(source.tops[0][place])} AS VARCHAR) AS c{place}" for place in places)
    file = f"read_parquet({literal(source.path)}, file_row_number = true)"
    query = f"SELECT file_row_number + 1 AS line, {cells} FROM {file}"
    for batch in connection.sql(query).to_arrow_reader(BLOCK_ROWS):
        yield pa.Table.from_batches([batch])


def _sheet(source: Source, first: int) -> Iterator[pa.Table]:
    """Rows of a sheet below the header; those that hold nothing at all are no rows."""
    cells = source.cells
    assert cells is not None
    is_filled = pc.is_valid(pc.coalesce(*cells.columns))
    numbered = cells.append_column("line", pa.array(range(1, cells.num_rows + 1), pa.int64()))
    below = numbered.slice(first).filter(is_filled.slice(first))
    for start in range(0, below.num_rows, BLOCK_ROWS):
        yield below.slice(start, BLOCK_ROWS).combine_chunks()
