"""The assessment worked out again from what a run encloses of it, beside the scores that were used."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq

from fenming.assessment.assessing import assess_tables
from fenming.assessment.tables_written import write_assessment_tables
from fenming.facts.run_tables import Row, RunTables
from fenming.policy import Pack
from fenming.reports.seal import ASSESSMENT
from fenming.settlement.rows import SCORES

ENCLOSED = ("measure", "roll", "institution", "correction", "score")


def differing_scores(pack: Pack, measured: RunTables, used: RunTables, year: int) -> dict[str, int]:
    """How many rows differ, by table of scores, between those in `used` and those that `pack` makes of the counts in `measured`."""
    with TemporaryDirectory() as again:
        write_assessment_tables(assess_tables(pack, measured, year), Path(again))
        counted = {name: _differing(_rows(Path(again), name), _rows(used.folder, name)) for name in SCORES}
    return {name: count for name, count in counted.items() if count}


def _rows(folder: Path, name: str) -> set[tuple[str, ...]]:
    rows: list[Row] = pq.read_table(folder / f"{name}.parquet").to_pylist()
    return {tuple(f"{key}={row[key]}" for key in sorted(row)) for row in rows}


def _differing(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> int:
    return max(len(one - other), len(other - one))


def measured_in(run: Path) -> RunTables:
    """The counts that a run encloses of its frozen assessment."""
    return RunTables(run / ASSESSMENT)


def scores_in(manifest: Mapping[str, object]) -> bool:
    """Whether the run took its scores from a frozen assessment."""
    return bool(manifest.get("assessment_id"))
