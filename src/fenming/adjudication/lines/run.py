"""Fee lines in, judged lines and the sums of their bills out."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa

from fenming.adjudication.lines.bill_sums import SCHEMA as SUMS_SCHEMA
from fenming.adjudication.lines.bill_sums import SumReason, finish, sum_bills
from fenming.adjudication.lines.engine import compiled_line_loop
from fenming.adjudication.lines.heads import Heads, gather, law_of_heads
from fenming.adjudication.lines.line import Parts
from fenming.adjudication.lines.rules import LineLaw
from fenming.adjudication.lines.summary import LinesSummary
from fenming.adjudication.lines.table import batches, bill_starts, field, loop_rows, whole_bills
from fenming.engines.local import connect, parquet
from fenming.engines.ranges import TableWriter
from fenming.policy import Pack

SCHEMA = pa.schema(
    [("line_id", pa.string()), ("bill_id", pa.string()), *((name, pa.int64()) for name in Parts._fields)]
)
MEMORY_LIMIT = "512MB"
Progress = Callable[[int], None]


def judge_lines(
    line_paths: Path | Sequence[Path],
    bill_paths: Path | Sequence[Path],
    pack: Pack,
    out_path: Path,
    progress: Progress | None = None,
) -> LinesSummary:
    """Judge every line of the canonical `fee_line` tables and write `out_path`, a row per line in the order of bills.

    Beside it, at `bill_sums_path(out_path)`, stands what each bill with lines is to be judged on. Lines that do not add up to
    their bill, lines without a bill and lines that no rule covers are findings of the summary and are taken as printed.
    `progress` is told the number of lines done since it was last told. Both files appear whole or not at all. Raises
    BadInput for lines that are not sorted by bill, and for parameters that cannot be followed.
    """
    began = time.perf_counter_ns()
    lines, bills = _listed(line_paths), _listed(bill_paths)
    summary, sums_path = LinesSummary(), bill_sums_path(out_path)
    out_path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out_path.parent, prefix=".making-") as folder:
        made = Path(folder)
        with connect(made / "overflow", MEMORY_LIMIT) as connection:
            gather(connection, lines, bills, made / "heads")
            law = law_of_heads(connection, parquet(made / "heads"), pack)
            work = _Work(law, Heads(made / "heads", law, pack.codes), summary, progress or _ignore)
            judged, sums = (
                TableWriter(made / "lines", SCHEMA, ("bill_id",)),
                TableWriter(made / "unsorted", SUMS_SCHEMA),
            )
            with judged, sums:
                for batch in whole_bills(batches(connection, lines)):
                    work.judge(batch, judged, sums)
            counts = finish(connection, made / "unsorted", bills, made / "sums")
        (made / "sums").replace(sums_path)
        (made / "lines").replace(out_path)
    summary.bills = dict(zip(SumReason, counts, strict=True))
    summary.milliseconds = (time.perf_counter_ns() - began) // 1_000_000
    return summary


def bill_sums_path(out_path: Path) -> Path:
    """Where `judge_lines` puts the sums of bills beside the judged lines `out_path`."""
    return out_path.with_name(f"{out_path.stem}.bills{out_path.suffix}")


def _listed(paths: Path | Sequence[Path]) -> list[Path]:
    return [paths] if isinstance(paths, Path) else list(paths)


def _ignore(_lines: int) -> None:
    """Nobody wants to know."""


@dataclass
class _Work:
    """The judging of batches of whole bills."""

    law: LineLaw
    heads: Heads
    summary: LinesSummary
    progress: Progress

    def __post_init__(self) -> None:
        self.loop, self.summary.compile_milliseconds = compiled_line_loop()
        self.kernel_ns = 0
        for finding in self.law.findings:
            self.summary.note(finding)

    def judge(self, batch: pa.RecordBatch, judged: TableWriter, sums: TableWriter) -> None:
        """One batch: heads, loop, both tables, totals."""
        starts = bill_starts(batch)
        heads = self.heads.next_bills(batch["bill_id"].take(pa.array(starts)))
        sizes = np.diff(starts, append=batch.num_rows)
        lines = loop_rows(batch, np.repeat(self.heads.rules(heads), sizes))
        result = self._parts(lines)
        totals = field(lines, "total_fen")
        bills = sum_bills(heads, starts, totals, result)
        judged.write(pa.table([batch["line_id"], batch["bill_id"], *map(pa.array, result)], schema=SCHEMA))
        sums.write(pa.Table.from_batches([bills]))
        self.summary.add(batch, totals, result)
        self.summary.touch_zero_limits(batch, totals)
        self.summary.add_bills(bills)
        self.progress(batch.num_rows)

    def _parts(self, lines: Any) -> Any:
        result = np.empty((len(Parts._fields), lines.shape[1]), np.int64)
        began = time.perf_counter_ns()
        self.loop(lines, lines.shape[1], self.law.columns, result)
        self.kernel_ns += time.perf_counter_ns() - began
        self.summary.kernel_milliseconds = self.kernel_ns // 1_000_000
        return result
