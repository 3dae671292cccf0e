"""Everything people read of a run, written into its folder."""

from pathlib import Path

from fenming.reports.run_folder import RunFolder


def write_reports(folder: Path) -> None:
    """Workbook, page and statements of the run in `folder`, under `reports/`."""
    run = RunFolder.open(folder)
    run.manifest  # noqa: B018
