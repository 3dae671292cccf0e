"""Reading, judging and writing side by side, with a few ranges of bills in hand."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fenming.adjudication.desk.bills import FIELDS, field, fill, place_refunds
from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.desk.order import Order
from fenming.adjudication.desk.sources import Bundle
from fenming.adjudication.desk.stays import name_stays
from fenming.adjudication.desk.summary import Summary
from fenming.adjudication.law.codes import numbers
from fenming.adjudication.plan.claim import Paid
from fenming.adjudication.plan.engine import compiled_loop
from fenming.adjudication.plan.year import blank_years
from fenming.engines.ranges import GROUP_ROWS

ROWS = 50_000  # bills read at a time: few enough that what is passed on stays near the processor
SCHEMA = pa.schema([pa.field(name, pa.int64(), nullable=False) for name in ("row", *Paid._fields)])
OF_ALL_BILLS = (
    "base_fen",
    "by_rate_fen",
    "pool_fen",
    "fund_fen",
    "difference_fen",
    "critical_base_fen",
    "reason",
    "row",
)
OF_EVERY_BILL = ("person_fen", "cash_fen")  # the rest is mostly zero
Progress = Callable[[int], None]


def payment_writer(path: Path) -> pq.ParquetWriter:
    """The adjudicated table, each column in the encoding that is cheapest for what it holds; bounds are kept of rows only."""
    encoding = dict.fromkeys(SCHEMA.names, "PLAIN")
    encoding |= dict.fromkeys(OF_ALL_BILLS, "DELTA_BINARY_PACKED") | dict.fromkeys(OF_EVERY_BILL, "BYTE_STREAM_SPLIT")
    compression = {name: "none" if name in OF_ALL_BILLS else "lz4" for name in SCHEMA.names}
    return pq.ParquetWriter(
        path, SCHEMA, compression=compression, use_dictionary=False, column_encoding=encoding, write_statistics=["row"]
    )


class Slot:
    """Memory for one range of bills, used over and over: getting it anew costs more than the arithmetic."""

    def __init__(self, room: int) -> None:
        self.count = 0
        self.pending: Future[int] | None = None
        self._widen(room)

    def _widen(self, room: int) -> None:
        self.bills, self.result = (np.empty((len(fields), room), np.int64) for fields in (FIELDS, Paid._fields))
        self.row = np.empty(room, np.int64)

    def receive(self, pieces: Sequence[pa.RecordBatch], facts: Facts) -> None:
        """Hold these bills and nothing else."""
        count = sum(piece.num_rows for piece in pieces)
        if count > len(self.row):
            self._widen(count)
        self.count = 0
        for piece in pieces:
            end = self.count + piece.num_rows
            fill(self.bills[:, self.count : end], piece, facts)
            self.row[self.count : end] = numbers(piece["row"])
            self.count = end

    def wait(self) -> int:
        """Until what was handed on is written; how many bills these were. Raises what went wrong with them."""
        written = self.pending.result() if self.pending is not None else 0
        self.pending = None
        return written

    def write(self, writer: pq.ParquetWriter) -> None:
        """Hand the bills' payments to the file."""
        columns = [self.row[: self.count], *(column[: self.count] for column in self.result)]
        payments = pa.record_batch([pa.array(column) for column in columns], schema=SCHEMA)
        writer.write_batch(payments, row_group_size=GROUP_ROWS)


class Desk:
    """Takes bills of whole persons through the loop into one file of payments, several ranges of them side by side.

    `rows` is how many bills make a range at least, `hands` how many ranges are judged at the same time.
    """

    def __init__(self, rows: int = ROWS, hands: int | None = None) -> None:
        self.rows, self.hands = rows, hands or cores()
        self.summary = Summary()
        self.loop, self.summary.compile_milliseconds = compiled_loop()
        self.kernel_ns = 0
        self.known: Facts | None = None
        self.order = Order()

    def work(self, bundles: Iterator[Bundle], writer: pq.ParquetWriter, progress: Progress) -> Summary:
        """Judge all bundles and write their payments in order; what they come to."""
        slots = [Slot(self.rows) for _slot in range(self.hands + 2)]
        with (
            ThreadPoolExecutor(1) as reading,
            ThreadPoolExecutor(self.hands) as judging,
            ThreadPoolExecutor(1) as writing,
        ):
            for turn, bundle in enumerate(ahead(reading, bundles)):
                slot = slots[turn % len(slots)]
                progress(slot.wait())
                self._meet(bundle[0])
                judged = judging.submit(self.judge, slot, bundle)
                slot.pending = writing.submit(self._finish, slot, judged, writer)
            for slot in slots:
                progress(slot.wait())
        self.summary.kernel_milliseconds = self.kernel_ns // 1_000_000
        return self.summary

    def _meet(self, facts: Facts) -> None:
        """Tell once, of each range of persons, what their accumulators hold that nothing uses."""
        if facts is not self.known:
            self.summary.count_unused(facts.starts.unknown)
            self.known = facts

    def judge(self, slot: Slot, bundle: Bundle) -> tuple[Summary, int]:
        """One range: refunds, stays, loop, identities and totals; what it comes to, and the loop's nanoseconds."""
        facts, pieces = bundle
        slot.receive(pieces, facts)
        bills, result = slot.bills[:, : slot.count], slot.result[:, : slot.count]
        place_refunds(bills, int(slot.row[0]))
        name_stays(bills, facts)
        years = blank_years(facts.rules.year_count), facts.starts.records
        began = time.perf_counter_ns()
        self.loop(slot.bills, slot.count, facts.rules.columns, years, slot.result)
        took = time.perf_counter_ns() - began
        summary = Summary()
        summary.add(bills, result)
        return summary, took

    def _finish(self, slot: Slot, judged: Future[tuple[Summary, int]], writer: pq.ParquetWriter) -> int:
        """Ranges come here one at a time, in order."""
        summary, took = judged.result()
        self.order.follow(slot.row[: slot.count], field(slot.bills, "person")[: slot.count])
        self.summary.join(summary)
        self.kernel_ns += took
        slot.write(writer)
        return slot.count


def cores() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ahead(executor: Executor, items: Iterator[Any]) -> Iterator[Any]:
    """The same items, the next one being made while the caller works on this one."""
    upcoming = executor.submit(next, items, None)
    while (item := upcoming.result()) is not None:
        upcoming = executor.submit(next, items, None)
        yield item
