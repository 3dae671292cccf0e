"""How fast adjudication is, beside a yardstick that runs in the same process on the same table."""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from fenming.adjudication.desk.index import index_bills
from fenming.adjudication.desk.run import adjudicate
from fenming.adjudication.desk.summary import Summary
from fenming.adjudication.telling.explain import explain_bill
from fenming.engines.local import parquet
from fenming.policy import Pack

YARDSTICK = """SELECT sum(running) FROM (
    SELECT sum(eligible_fen) OVER (
        PARTITION BY person_id ORDER BY settled_at, bill_id ROWS UNBOUNDED PRECEDING) AS running
    FROM {bills})"""


def bench_adjudication(
    bill_path: Path, pack: Pack, *, diseases: Sequence[Path] = (), runs: int = 5
) -> dict[str, int | str]:
    """Medians of `runs` runs, adjudication (reading and writing its table included) and yardstick by turns.

    The yardstick is one DuckDB window sum over the same table. Times in milliseconds; `ratio_ppm` is adjudication
    against the yardstick; `peak_bytes` is the most memory this process has held so far. Compiling, which happens once
    per version of Fenming and machine, is told apart as `compile_milliseconds`.
    """
    summaries: list[Summary] = []
    yardsticks: list[int] = []
    with tempfile.TemporaryDirectory(dir=bill_path.parent) as folder:
        out = Path(folder) / "adjudicated.parquet"
        adjudicate(bill_path, pack, out, diseases=diseases)
        for _run in range(runs):
            summaries.append(adjudicate(bill_path, pack, out, diseases=diseases))
            yardsticks.append(_window_sum_milliseconds(bill_path))
    return _report(summaries, yardsticks)


def _window_sum_milliseconds(bill_path: Path) -> int:
    with duckdb.connect() as connection:
        began = time.perf_counter_ns()
        connection.execute(YARDSTICK.format(bills=parquet(bill_path))).fetchall()
        return max((time.perf_counter_ns() - began) // 1_000_000, 1)


def _report(summaries: list[Summary], yardsticks: list[int]) -> dict[str, int | str]:
    last = summaries[-1]
    whole = statistics.median_low(summary.milliseconds for summary in summaries)
    kernel = statistics.median_low(summary.kernel_milliseconds for summary in summaries)
    yardstick = statistics.median_low(yardsticks)
    return {
        "stage": "adjudication",
        "rows": last.bills,
        "milliseconds": whole,
        "kernel_milliseconds": kernel,
        "compile_milliseconds": last.compile_milliseconds,
        "yardstick": "one DuckDB window sum over the same bills",
        "yardstick_milliseconds": yardstick,
        "ratio_ppm": whole * 1_000_000 // yardstick,
        "rows_per_second": last.bills * 1000 // max(whole, 1),
        "kernel_rows_per_second": last.bills * 1000 // max(kernel, 1),
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }


def bench_explanation(
    bill_path: Path, pack: Pack, adjudicated: Path, *, diseases: Sequence[Path] = (), bills: int = 50
) -> dict[str, int | str]:
    """How long it takes to find, judge anew, compare and tell one bill: over `bills` spread through the table, each once.

    Times in microseconds: the median and the slowest. Making the table's index, which happens once, is told apart.
    """
    began = time.perf_counter_ns()
    index_bills(bill_path)
    indexed = time.perf_counter_ns() - began
    asked = _spread(bill_path, bills + 1)
    took = [
        _nanoseconds(partial(explain_bill, bill, bill_path, pack, adjudicated, diseases=diseases)) for bill in asked
    ]
    return {
        "stage": "explanation",
        "rows": pq.read_metadata(bill_path).num_rows,
        "bills": bills,
        "microseconds": statistics.median_low(took[1:]) // 1000,
        "slowest_microseconds": max(took[1:]) // 1000,
        "index_milliseconds": indexed // 1_000_000,
    }


def _spread(bill_path: Path, count: int) -> list[str]:
    """Ids of bills from all over the table."""
    with pq.ParquetFile(bill_path) as source:
        groups = source.num_row_groups
        columns = [
            source.read_row_group(place * groups // count, columns=["bill_id"])["bill_id"] for place in range(count)
        ]
    return [column[place * len(column) // count].as_py() for place, column in enumerate(columns)]


def _nanoseconds(work: Callable[[], object]) -> int:
    began = time.perf_counter_ns()
    work()
    return time.perf_counter_ns() - began
