"""How fast cases are grouped, from a CSV file into CSV and Parquet.

    python -m benchmarks.grouping_speed --tables DIR --rows 1000000

The cases of `DIR/cases.csv` are written over and over under numbers of their own. Told are seconds on the clock and of processor
time (the machine may be busy with other things), for reading, grouping and writing together, and for grouping alone on one core.
"""

import argparse
import csv
import resource
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, thread_time

from fenming.grouping import GroupTables, group_cases
from fenming.grouping.case.source import read_cases
from fenming.grouping.job import group_files, open_tables

COLUMNS = {
    "sex": "gend",
    "age_years": "age",
    "age_days": "nwb_age",
    "weight_g": "nwb_bir_wt",
    "dx": "dx",
    "proc": "proc",
}


def write_cases(answered: Path, path: Path, rows: int) -> None:
    """`rows` cases, the answered ones repeated."""
    with answered.open(encoding="utf-8", newline="") as file:
        cells = [[row.get(name, "") for name in COLUMNS] for row in csv.DictReader(file)]
    lines = [",".join(row) + "\n" for row in cells]
    with path.open("w", encoding="utf-8") as file:
        file.write("setl_id," + ",".join(COLUMNS.values()) + "\n")
        for number in range(rows):
            file.write(f"S{number:08d},{lines[number % len(lines)]}")


def timed_file(tables: GroupTables, cases: Path, out: Path) -> str:
    """Seconds to read, group and write."""
    clock, processor = perf_counter(), process_time()
    summary = group_files(tables, [cases], out)
    took, used = perf_counter() - clock, process_time() - processor
    return f"{cases.suffix} -> {out.suffix}: {summary.cases:,} cases, {took:.2f} s on the clock, {used:.2f} s of processors"


def timed_core(tables: GroupTables, cases: Path) -> str:
    """Cases a second that one core groups."""
    table = read_cases(cases)
    began = thread_time()
    group_cases(table, tables)
    return f"one core, without files: {int(table.num_rows / (thread_time() - began)):,} cases a second"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tables", default="demonstration")
    options.add_argument("--rows", type=int, default=1_000_000)
    chosen = options.parse_args()
    began = perf_counter()
    tables = open_tables(chosen.tables)
    print(f"{tables.name}: read in {perf_counter() - began:.2f} s")
    answered = Path(tables.folder) / "cases.csv"
    with TemporaryDirectory() as folder:
        place = Path(folder)
        write_cases(answered, place / "warm.csv", 100)
        group_files(tables, [place / "warm.csv"], place / "warm.parquet")
        write_cases(answered, place / "cases.csv", chosen.rows)
        for ending in (".csv", ".parquet"):
            print(timed_file(tables, place / "cases.csv", place / f"grouped{ending}"))
        print(timed_core(tables, place / "cases.csv"))
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
