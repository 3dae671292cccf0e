"""Reading, judging and writing side by side, with two ranges of bills in hand."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fenming.adjudication.bills import FIELDS, batches, field, fill, keep_within, place_refunds
from fenming.adjudication.claim import Paid
from fenming.adjudication.codes import numbers
from fenming.adjudication.engine import compiled_loop
from fenming.adjudication.facts import Facts
from fenming.adjudication.stays import name_stays
from fenming.adjudication.summary import Summary

ROWS = 100_000  # bills read at a time: few enough that what is passed on stays near the processor
SCHEMA = pa.schema([(name, pa.int64()) for name in ("row", *Paid._fields)])
FULL = (
    "base_fen",
    "by_rate_fen",
    "pool_fen",
    "fund_fen",
    "person_fen",
    "cash_fen",
    "difference_fen",
)  # the rest is mostly zero
Progress = Callable[[int], None]


def payment_writer(path: Path) -> pq.ParquetWriter:
    """The adjudicated table, each column in the encoding that is cheapest for what it holds."""
    encoding = {name: "BYTE_STREAM_SPLIT" if name in FULL else "PLAIN" for name in SCHEMA.names}
    encoding["row"] = "DELTA_BINARY_PACKED"
    return pq.ParquetWriter(path, SCHEMA, compression="lz4", use_dictionary=False, column_encoding=encoding)


class Slot:
    """Memory for one range of bills, used over and over: getting it anew costs more than the arithmetic."""

    def __init__(self, room: int) -> None:
        self.count = 0
        self.pending: Future[None] | None = None
        self.bills, self.result = (np.empty((len(fields), room), np.int64) for fields in (FIELDS, Paid._fields))
        self.row = np.empty(room, np.int64)

    def receive(self, batch: pa.RecordBatch, facts: Facts) -> None:
        """Add the batch behind what is held."""
        end = self.count + batch.num_rows
        if end > len(self.row):
            self._widen(2 * end)
        fill(self.bills[:, self.count : end], batch, facts)
        self.row[self.count : end] = numbers(batch["row"])
        self.count = end

    def _widen(self, room: int) -> None:
        wider = Slot(room)
        wider.take(self, 0)
        self.bills, self.result, self.row = wider.bills, wider.result, wider.row

    def take(self, other: "Slot", start: int) -> None:
        """Hold what `other` holds from `start` on; waits until what was held here is written."""
        self.wait()
        self.count = other.count - start
        self.bills[:, : self.count] = other.bills[:, start : other.count]
        self.row[: self.count] = other.row[start : other.count]

    def last_person(self) -> int:
        """Where the last person's bills begin."""
        person = field(self.bills, "person")[: self.count]
        others = np.flatnonzero(person != person[-1])
        return int(others[-1]) + 1 if len(others) else 0

    def wait(self) -> None:
        """Until what was handed on is written; raises what went wrong there."""
        if self.pending is not None:
            self.pending.result()
            self.pending = None

    def write(self, writer: pq.ParquetWriter, count: int) -> None:
        """Hand the first `count` bills' payments to the file."""
        columns = [self.row[:count], *(column[:count] for column in self.result)]
        writer.write_batch(pa.record_batch([pa.array(column) for column in columns], schema=SCHEMA))


class Desk:
    """Takes every bill of some files through the loop into one file of payments."""

    def __init__(self, facts: Facts, summary: Summary, rows: int = ROWS) -> None:
        self.facts, self.summary, self.rows = facts, summary, rows
        self.years = facts.rules.year_records(), facts.starts.records
        self.loop, summary.compile_milliseconds = compiled_loop()
        self.kernel_ns = 0

    def work(self, paths: Sequence[Path], writer: pq.ParquetWriter, progress: Progress) -> None:
        """Judge range by range; a person whose bills the range may have cut waits for the next one."""
        slot, other = Slot(2 * self.rows), Slot(2 * self.rows)
        with ThreadPoolExecutor(1) as reading, ThreadPoolExecutor(1) as writing:
            for batch in ahead(reading, batches(paths, self.rows)):
                slot.receive(batch, self.facts)
                whole = slot.last_person()
                if whole:
                    self.judge(slot, whole)
                    slot.pending = writing.submit(slot.write, writer, whole)
                    progress(whole)
                    other.take(slot, whole)
                    slot, other = other, slot
            other.wait()
            if slot.count:
                self.judge(slot, slot.count)
                slot.write(writer, slot.count)
                progress(slot.count)
        self.summary.kernel_milliseconds = self.kernel_ns // 1_000_000

    def judge(self, slot: Slot, count: int) -> None:
        """The first `count` bills of whole persons: refunds, loop, identities and totals."""
        bills, result = slot.bills[:, :count], slot.result[:, :count]
        place_refunds(bills, int(slot.row[0]))
        keep_within(bills, *self.facts.rules.days)
        name_stays(bills, self.facts)
        began = time.perf_counter_ns()
        self.loop(slot.bills, count, self.facts.rules.columns, self.years, slot.result)
        self.kernel_ns += time.perf_counter_ns() - began
        self.summary.add(bills, result)


def ahead(executor: Executor, items: Iterator[Any]) -> Iterator[Any]:
    """The same items, the next one being made while the caller works on this one."""
    upcoming = executor.submit(next, items, None)
    while (item := upcoming.result()) is not None:
        upcoming = executor.submit(next, items, None)
        yield item
