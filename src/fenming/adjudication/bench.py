"""How fast adjudication is, beside a yardstick that runs in the same process on the same table."""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from fenming.adjudication.run import adjudicate
from fenming.adjudication.summary import Summary
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
