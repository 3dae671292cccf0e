"""A small finished run on disk, made once, for every test that reads one."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fenming.reports.run_folder import RunFolder
from tests.reports.county_run import make_run

_kept: list[TemporaryDirectory[str]] = []


@cache
def small_run() -> RunFolder:
    """Six units of two consortia, people in surplus and tcm in overspend. To be read only: all tests share it."""
    _kept.append(TemporaryDirectory(prefix="fenming-small-run-"))
    return RunFolder.open(make_run(Path(_kept[0].name) / "run"))
