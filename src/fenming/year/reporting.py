"""Everything people read of a run, written into its folder."""

from collections.abc import Callable
from pathlib import Path

from fenming.kernel.figure_file import FigureFile
from fenming.reports.html import write_html
from fenming.reports.run_folder import FEW, RunFolder
from fenming.reports.statement import write_statements
from fenming.reports.workbook import write_workbook

Step = Callable[[int, int], None]


def write_reports(folder: Path, tell: Step) -> None:
    """Page, workbook and statements of the run in `folder`, under `reports/`, in Chinese and English; and its figures to ask after one by one.

    `tell` is told steps done and steps in all.
    """
    run, reports = RunFolder.open(folder), folder / "reports"
    steps: list[Callable[[], object]] = [
        lambda: write_html(run, reports / "report.html", "zh"),
        lambda: write_html(run, reports / "report.en.html", "en"),
        lambda: write_workbook(run, reports / "clearing.xlsx", "zh"),
        lambda: write_workbook(run, reports / "clearing.en.xlsx", "en"),
        lambda: write_statements(run, reports / "statements", "zh"),
        lambda: FigureFile.write(folder / FEW, run.book),
    ]
    for done, step in enumerate(steps):
        tell(done, len(steps))
        step()
    tell(len(steps), len(steps))
