"""Tables sorted by person, streamed in batches that never cut a person in two; and a writer beside the stream."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 200_000
COMPRESSION = "lz4"
GROUP_ROWS = 1 << 16  # of a row group: what is read at least for one person among millions


def whole_persons(batches: Iterable[pa.RecordBatch], rows: int = ROWS, key: str = "person_id") -> Iterator[pa.Table]:
    """Regroup person-sorted batches into tables of about `rows` rows; every person's rows lie in one table.

    A person with more than `rows` rows makes one larger table. Row order is kept.
    """
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        held.append(batch)
        count += batch.num_rows
        if count < rows:
            continue
        table = pa.Table.from_batches(held)
        cut = _start_of_last_person(table.column(key))
        if cut:
            yield table.slice(0, cut).combine_chunks()
        held = table.slice(cut).to_batches()
        count = table.num_rows - cut
    if count:
        yield pa.Table.from_batches(held).combine_chunks()


def _start_of_last_person(persons: pa.ChunkedArray) -> int:
    values = persons.to_numpy()
    return int(np.searchsorted(values, values[-1], side="left")) if len(values) else 0


class TableWriter:
    """Writes tables to one Parquet file in a background thread, each in row groups of its own.

    Text columns named in `dictionary` are dictionary-encoded; whole numbers are written plain, which is fastest.
    Leaving the context waits for the last row group and raises what the writing thread raised.
    """

    def __init__(
        self, path: Path, schema: pa.Schema, dictionary: Sequence[str] = (), compression: str = COMPRESSION
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.rows = 0
        self._queue: Queue[pa.Table | None] = Queue(maxsize=2)
        self._failure: Exception | None = None
        self._writer = pq.ParquetWriter(
            path, schema, compression=compression, use_dictionary=list(dictionary) or False, write_statistics=True
        )
        self._thread = Thread(target=self._work, daemon=True)

    def write(self, table: pa.Table) -> None:
        """Queue one table; waits when two are already queued."""
        if self._failure is not None:
            raise self._failure
        self.rows += table.num_rows
        self._queue.put(table)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.put(None)
        self._thread.join()
        self._writer.close()
        if error is None and self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        while (table := self._queue.get()) is not None:
            if self._failure is None:
                try:
                    self._writer.write_table(table, row_group_size=GROUP_ROWS)
                except Exception as failure:  # noqa: BLE001 - handed to the caller by write() or on leaving
                    self._failure = failure
