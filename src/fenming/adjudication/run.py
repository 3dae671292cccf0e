"""Bills in, payments out: the table streams in ranges of whole persons through the compiled loop."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fenming.adjudication.bills import FIELDS, fill, numbers, ranges
from fenming.adjudication.disease import Registrations
from fenming.adjudication.engine import compiled_loop
from fenming.adjudication.rules import DatedRules, dated_rules
from fenming.adjudication.summary import PAID, Summary
from fenming.engines.local import parquet
from fenming.policy import Pack

ROWS = 100_000  # bills in one range: few enough that what is passed on stays near the processor
SCHEMA = pa.schema([(name, pa.int64()) for name in ("row", *PAID)])
Progress = Callable[[int], None]


def adjudicate(
    paths: Path | Sequence[Path],
    pack: Pack,
    out_path: Path,
    *,
    diseases: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Summary:
    """Judge every bill of the canonical tables `paths` and write the adjudicated table, row for row, to `out_path`.

    `diseases` are the files of the canonical `chronic` table. `progress` is told the number of bills done since it was
    last told. The file appears whole or not at all. Raises BadInput for bills of days that the pack does not cover.
    """
    began = time.perf_counter_ns()
    files = [paths] if isinstance(paths, Path) else list(paths)
    summary = Summary()
    unfinished = out_path.with_name(out_path.name + ".part")
    span = settled_between(files)
    rules = dated_rules(pack, *span) if span else None
    with _writer(unfinished) as writer:
        if rules is not None:
            desk = Desk(rules, Registrations.read(diseases), writer, summary)
            desk.work(files, progress or (lambda _bills: None))
    unfinished.replace(out_path)
    summary.milliseconds = _milliseconds_since(began)
    return summary


def settled_between(paths: Sequence[Path]) -> tuple[date, date] | None:
    """The first and the last day of settlement; None when there are no bills."""
    query = f"SELECT min(settled_at)::DATE, max(settled_at)::DATE FROM {parquet(*paths)}"  # noqa: S608  paths are quoted
    with duckdb.connect() as connection:
        first, last = connection.execute(query).fetchall()[0]
    return None if first is None else (first, last)


def _writer(path: Path) -> pq.ParquetWriter:
    encoding = dict.fromkeys(SCHEMA.names, "DELTA_BINARY_PACKED")
    return pq.ParquetWriter(path, SCHEMA, compression="lz4", use_dictionary=False, column_encoding=encoding)


class Slot:
    """Memory for one range of bills, used over and over: getting it anew costs more than the arithmetic."""

    def __init__(self) -> None:
        self.pending: Future[None] | None = None
        self._take(2 * ROWS)

    def _take(self, bills: int) -> None:
        self.bills = np.empty((len(FIELDS), bills), np.int64)
        self.result = np.empty((len(PAID), bills), np.int64)
        self.row = np.empty(bills, np.int64)

    def free_for(self, bills: int) -> None:
        """Wait until the last range is written, and have room for `bills`."""
        self.wait()
        if bills > len(self.row):
            self._take(bills)

    def wait(self) -> None:
        """Until what was handed on is written; raises what went wrong there."""
        if self.pending is not None:
            self.pending.result()
            self.pending = None

    def write(self, writer: pq.ParquetWriter, count: int) -> None:
        """Hand the first `count` bills' payments to the file."""
        columns = [self.row[:count], *(field[:count] for field in self.result)]
        writer.write_batch(pa.record_batch([pa.array(column) for column in columns], schema=SCHEMA))


class Desk:
    """Reading, judging and writing side by side, two ranges of bills in hand."""

    def __init__(
        self, rules: DatedRules, registrations: Registrations, writer: pq.ParquetWriter, summary: Summary
    ) -> None:
        self.rules, self.registrations, self.writer, self.summary = rules, registrations, writer, summary
        self.loop, summary.compile_milliseconds = compiled_loop()
        self.kernel_ns = 0

    def work(self, paths: Sequence[Path], progress: Progress) -> None:
        """Take every range of bills through the loop."""
        slots = (Slot(), Slot())
        with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writing:
            for number, table in enumerate(ahead(reader, ranges(paths, ROWS))):
                slot = slots[number % len(slots)]
                slot.free_for(table.num_rows)
                self.judge(table, slot)
                slot.pending = writing.submit(slot.write, self.writer, table.num_rows)
                progress(table.num_rows)
            for slot in slots:
                slot.wait()
        self.summary.kernel_milliseconds = self.kernel_ns // 1_000_000

    def judge(self, table: pa.Table, slot: Slot) -> None:
        """One range of bills: columns in, loop, identities and totals."""
        count = table.num_rows
        slot.row[:count] = numbers(table, "row")
        fill(slot.bills, table, self.registrations)
        began = time.perf_counter_ns()
        self.loop(slot.bills, count, self.rules.calendar, self.rules.columns, slot.result)
        self.kernel_ns += time.perf_counter_ns() - began
        self.summary.add(slot.bills[:, :count], slot.result[:, :count])


def ahead(executor: Executor, items: Iterator[Any]) -> Iterator[Any]:
    """The same items, the next one being made while the caller works on this one."""
    upcoming = executor.submit(next, items, None)
    while (item := upcoming.result()) is not None:
        upcoming = executor.submit(next, items, None)
        yield item


def _milliseconds_since(began_ns: int) -> int:
    return (time.perf_counter_ns() - began_ns) // 1_000_000
