"""How long each stage takes beside a yardstick, each stage in a process of its own so that its peak memory is its own."""

import multiprocessing
import resource
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter_ns
from typing import Any

import duckdb

from fenming.adjudication.bench import bench_adjudication, bench_explanation
from fenming.facts.intake import import_files
from fenming.facts.run_tables import RunTables
from fenming.facts.twin import load_profile, make_twin
from fenming.facts.workspace import Workspace
from fenming.kernel import Book
from fenming.policy import load_pack
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.assessment.party import explain_party
from fenming.reports.explain import explain_figure
from fenming.reports.run_folder import RunFolder
from fenming.settlement import settle_tables
from fenming.year.assessment import make_assessment
from fenming.year.run import run_year


@dataclass(frozen=True, slots=True)
class Timing:
    """One stage: its own milliseconds, those of its yardstick (0 without one), rows it worked on, peak memory in MiB."""

    stage: str
    milliseconds: int
    rows: int
    peak_mib: int
    yardstick: str = ""
    yardstick_milliseconds: int = 0

    @property
    def rows_per_second(self) -> int:
        """Rows in a second."""
        return self.rows * 1000 // max(self.milliseconds, 1)

    @property
    def ratio_ppm(self) -> int:
        """Time over the yardstick's time, in ppm; 0 without a yardstick."""
        return self.milliseconds * 1_000_000 // self.yardstick_milliseconds if self.yardstick_milliseconds else 0

    def as_dict(self) -> dict[str, Any]:
        """For export."""
        return asdict(self) | {"rows_per_second": self.rows_per_second, "ratio_ppm": self.ratio_ppm}


def bench(folder: Path, scale: str, done: Callable[[Timing], None]) -> list[Timing]:
    """Time the twin, the import, the adjudication, the assessment, the settlement with its explanations, one bill explained, and the whole run.

    `folder` is worked in and must be new; `scale` is the twin's size; `done` is told each timing as it comes.
    """
    timings: list[Timing] = []
    for stage in (_twin, _import, _adjudication, _assessment, _settlement, _explanation, _run):
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as alone:
            for timing in alone.submit(_alone, stage, folder, scale).result():
                timings.append(timing)
                done(timing)
    return timings


def _alone(stage: Callable[[Path, str], list[Timing]], folder: Path, scale: str) -> list[Timing]:
    timings = stage(folder, scale)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [replace(timing, peak_mib=peak) for timing in timings]


def _took(work: Callable[[], Any]) -> tuple[int, Any]:
    started = perf_counter_ns()
    result = work()
    return (perf_counter_ns() - started) // 1_000_000, result


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "exports").iterdir() if path.name != "twin.json")


def _twin(folder: Path, scale: str) -> list[Timing]:
    took, summary = _took(lambda: make_twin(load_profile("suixi"), folder / "exports", scale, 20240101))
    return [Timing("twin", took, sum(summary.files.values()), 0)]


def _import(folder: Path, _scale: str) -> list[Timing]:
    workspace = Workspace.create(folder / "workspace", load_profile("suixi").pack)
    took, report = _took(lambda: import_files(workspace, _files(folder)))
    texts = [str(path) for path in _files(folder) if path.suffix == ".csv"]
    yardstick, _count = _took(lambda: _read_as_text(texts))
    rows = sum(counts["accepted"] + counts["quarantined"] for counts in report.tables.values())
    return [Timing("import", took, rows, 0, "DuckDB reads the same CSV files as text", yardstick)]


def _read_as_text(paths: Iterable[str]) -> int:
    """Rows of all files, every cell read: the least that an import can do."""
    rows = 0
    with duckdb.connect() as connection:
        for path in paths:
            read = f"read_csv('{path}', all_varchar = true, header = true, delim = ',', ignore_errors = true)"
            rows += connection.execute(f"SELECT count(COLUMNS(*)) FROM {read}").fetchall()[0][0]
    return rows


def _bills(folder: Path) -> tuple[Workspace, Path]:
    workspace = Workspace.open(folder / "workspace")
    return workspace, workspace.table_path("bill")


def _adjudication(folder: Path, _scale: str) -> list[Timing]:
    workspace = Workspace.open(folder / "workspace")
    diseases = [workspace.table_path("chronic")]
    measured = bench_adjudication(workspace.table_path("bill"), load_pack(workspace.county), diseases=diseases)
    number = {key: int(value) for key, value in measured.items() if isinstance(value, int)}
    yardstick = (str(measured["yardstick"]), number["yardstick_milliseconds"])
    return [
        Timing("adjudication, read to written", number["milliseconds"], number["rows"], 0, *yardstick),
        Timing("kernel alone", number["kernel_milliseconds"], number["rows"], 0),
    ]


def _assessment(folder: Path, _scale: str) -> list[Timing]:
    """From facts to every indicator, score and finding, written with all figures; then one unit's scores explained."""
    workspace = Workspace.open(folder / "workspace")
    took, made = _took(lambda: make_assessment(workspace, 2024))
    assessment = AssessmentFolder.open(made.folder)
    unit = assessment.tables.units[0]["unit_id"]
    explained, _node = _took(lambda: explain_party(assessment, unit))
    return [
        Timing(
            "assessment, facts to scores",
            took,
            assessment.tables.rows("SELECT count(*) AS rows FROM {score}")[0]["rows"],
            0,
        ),
        Timing("one unit's scores explained", explained, 1, 0),
    ]


def _settlement(folder: Path, _scale: str) -> list[Timing]:
    """From the run's summed rows to every figure and its explanation as text."""
    workspace = Workspace.open(folder / "workspace")
    run = RunFolder.open(run_year(workspace, 2024).folder)
    took, book = _took(lambda: _settle_and_explain(workspace, run))
    return [Timing("settlement, all explained", took, len(book), 0)]


def _settle_and_explain(workspace: Workspace, run: RunFolder) -> Book:
    settlement = settle_tables(load_pack(workspace.county), RunTables(run.folder / "tables"), 2024)
    book = Book(settlement.figures())
    for figure in book:
        explain_figure(book, figure.name, 1).text_lines()
    return book


def _explanation(folder: Path, _scale: str) -> list[Timing]:
    """One bill of the run found, its person's year judged anew and compared, and told: the median of some dozens."""
    workspace = Workspace.open(folder / "workspace")
    adjudicated = run_year(workspace, 2024).folder / "tables/adjudicated.parquet"
    pack, diseases = load_pack(workspace.county), [workspace.table_path("chronic")]
    measured = bench_explanation(workspace.table_path("bill"), pack, adjudicated, diseases=diseases)
    return [Timing("one bill explained", int(measured["microseconds"]) // 1000, 1, 0)]


def _run(folder: Path, _scale: str) -> list[Timing]:
    """The whole main job in one process: import to reports."""
    workspace = Workspace.create(folder / "whole", load_profile("suixi").pack)
    took, _made = _took(lambda: (import_files(workspace, _files(folder)), run_year(workspace, 2024)))
    rows = sum(table["rows"] + table["quarantined"] for table in workspace.manifest()["tables"].values())
    return [Timing("whole run, import to reports", took, rows, 0)]
