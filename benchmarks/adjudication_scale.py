"""Adjudication at ten million bills and more, beside one DuckDB window sum over the same bills.

    python -m benchmarks.adjudication_scale --bills 10000000 --folder DIR

Every run is a process of its own, so that its peak memory is its own; adjudications and yardsticks take turns. Told are
the medians, the time a changed pack takes until its first bill is judged, and the time to explain one bill.
"""

import argparse
import json
import multiprocessing
import resource
import shutil
import statistics
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import as_file, files
from pathlib import Path
from time import perf_counter_ns
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.synthetic_bills import make_bills
from fenming.adjudication import adjudicate
from fenming.adjudication.bench import YARDSTICK, bench_explanation
from fenming.adjudication.plan.engine import compiled_loop
from fenming.engines.local import parquet
from fenming.policy import load_pack

PACK = "cn/ah/340621"
FIRST_BILLS, CHANGES = 20, 5


def main() -> None:
    """Measure as the command line says and print what came of it."""
    asked = _asked()
    with tempfile.TemporaryDirectory(dir=asked.folder) as work:
        told = measure(Path(work), asked.bills, asked.runs, has_yardstick=not asked.no_yardstick)
    print(json.dumps(told, indent=1))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bills", type=int, default=10_000_000, help="how many bills to draw and judge")
    parser.add_argument("--runs", type=int, default=3, help="how often to judge them")
    parser.add_argument("--folder", type=Path, help="where to work; some 100 bytes a bill, removed afterwards")
    parser.add_argument("--no-yardstick", action="store_true", help="leave out the window sum")
    return parser.parse_args()


def measure(folder: Path, bills: int, runs: int, *, has_yardstick: bool = True) -> dict[str, Any]:
    """Draw the bills, judge them `runs` times, and tell times in milliseconds and memory in MiB."""
    drawn = alone(draw, folder, bills)
    alone(compile_milliseconds)
    judged, yardsticks = [], []
    for _run in range(runs):
        judged.append(alone(judge, folder))
        if has_yardstick:
            yardsticks.append(alone(window_sum_milliseconds, folder))
    whole = _median(one["milliseconds"] for one in judged)
    return {
        "data": "synthetic",
        "bills": bills,
        "pack": PACK,
        "drawn_milliseconds": drawn,
        "milliseconds": whole,
        "kernel_milliseconds": _median(one["kernel_milliseconds"] for one in judged),
        "rows_per_second": bills * 1000 // whole,
        "peak_mib": max(one["peak_mib"] for one in judged),
        "money_columns": judged[0]["money_columns"],
        **_beside(whole, yardsticks),
        "changed_pack_microseconds": alone(changed_pack_microseconds, folder),
        "explanation": alone(explained, folder),
    }


def _beside(whole: int, yardsticks: list[int]) -> dict[str, Any]:
    if not yardsticks:
        return {}
    yardstick = _median(yardsticks)
    return {
        "yardstick": "one DuckDB window sum over the same bills",
        "yardstick_milliseconds": yardstick,
        "ratio_ppm": whole * 1_000_000 // yardstick,
    }


def _median(values: Any) -> int:
    return int(statistics.median_low(values))


def alone(work: Callable[..., Any], *given: Any) -> Any:
    """What `work` gives in a process that does nothing else."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(work, *given).result()


def draw(folder: Path, bills: int) -> int:
    """Write the bills; the milliseconds it took."""
    began = perf_counter_ns()
    make_bills(folder, bills)
    return (perf_counter_ns() - began) // 1_000_000


def compile_milliseconds() -> int:
    """Compile the loop where these sources were never run before."""
    return compiled_loop()[1]


def judge(folder: Path) -> dict[str, int]:
    """Parquet in, Parquet out, in this process; the loop is on disk already."""
    compiled_loop()
    pa.array(np.zeros(1))  # where pandas is installed, for Spark, Arrow loads it with its first array
    out = folder / "adjudicated.parquet"
    summary = adjudicate(folder / "bill.parquet", load_pack(PACK), out, diseases=[folder / "chronic.parquet"])
    return {
        "milliseconds": summary.milliseconds,
        "kernel_milliseconds": summary.kernel_milliseconds,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "money_columns": sum(name.endswith("_fen") for name in pq.read_schema(out).names),
    }


def window_sum_milliseconds(folder: Path) -> int:
    """The yardstick."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        began = perf_counter_ns()
        connection.execute(YARDSTICK.format(bills=parquet(folder / "bill.parquet"))).fetchall()
        return (perf_counter_ns() - began) // 1_000_000


def changed_pack_microseconds(folder: Path) -> int:
    """From a pack's changed file to its first bills judged, in a program that has judged by the pack before."""
    first = pq.ParquetFile(folder / "bill.parquet").read_row_group(0).slice(0, FIRST_BILLS)
    pq.write_table(first, folder / "first.parquet")
    took = []
    with as_file(files("fenming") / "packs") as shipped:
        packs = shutil.copytree(shipped, folder / "packs")
    changed = packs / "cn/ah/benefits/resident/inpatient/rate.yaml"
    written = changed.read_text("utf8")
    for points in range(CHANGES + 1):
        changed.write_text(written.replace("85%", f"8{points}%"), "utf8")
        began = perf_counter_ns()
        adjudicate(folder / "first.parquet", load_pack(PACK, (packs,)), folder / "first-out.parquet")
        took.append((perf_counter_ns() - began) // 1_000)
    return _median(took[1:])


def explained(folder: Path) -> dict[str, int | str]:
    """One bill explained, its person's year judged anew and compared with what is stored."""
    bills, chronic = folder / "bill.parquet", folder / "chronic.parquet"
    return bench_explanation(bills, load_pack(PACK), folder / "adjudicated.parquet", diseases=[chronic])


if __name__ == "__main__":
    main()
