"""`fenming run`, `fenming runs`, `fenming figures`: the year, and what came of it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from fenming.adjudication import LOCAL
from fenming.cli.app import app
from fenming.cli.choosing import (
    DEFAULT_WORKSPACE,
    EngineOption,
    JsonOption,
    PacksOption,
    RunArgument,
    WorkspaceOption,
    called,
    example,
    find_run,
    label_of,
    list_runs,
)
from fenming.cli.console import out, progress_bars, show_finding, show_json, show_tabbed, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import Book, Finding
from fenming.kernel.language import _
from fenming.reports.overview import overview_rows
from fenming.reports.run_folder import RunFolder
from fenming.reports.wording import value_text
from fenming.year import YearRun, run_year
from fenming.year.assessment import late_appeals


@app.command(
    help=_("Run a county's year: adjudicate, budget, settle, book, check, report."),
    epilog=example("fenming run --workspace W --year 2024"),
)
def run(
    year: Annotated[int, typer.Option(help=_("the fund year"), min=1, max=9999)],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    engine: EngineOption = LOCAL,
    as_json: JsonOption = False,
) -> None:
    opened = Workspace.open(workspace)
    made = run_with_progress(opened, year, tuple(packs or ()), engine)
    if (late := late_appeals(opened, year)) is not None:
        show_finding(late, "!")
    if as_json:
        show_json(
            {"run_id": made.id, "folder": str(made.folder), "is_new": made.is_new, "milliseconds": made.milliseconds}
        )
    else:
        show_run(made)


@app.command(help=_("List the finished runs of a workspace."), epilog=example("fenming runs --workspace W"))
def runs(workspace: WorkspaceOption = DEFAULT_WORKSPACE, as_json: JsonOption = False) -> None:
    manifests = [RunFolder.open(folder).manifest for folder in list_runs(workspace)]
    if as_json:
        show_json(manifests)
        return
    rows = [
        [one["run_id"], one["county"], str(one["year"]), _("synthetic") if one["synthetic"] else ""]
        for one in manifests
    ]
    show_table(_("Runs"), [_("run"), _("county"), _("year"), _("data")], rows, numbers=())


@app.command(
    help=_("List the figures of a run, or those whose name begins so."),
    epilog=example("fenming figures latest settlement.consortium.tcm"),
)
def figures(
    named: RunArgument,
    prefix: Annotated[str, typer.Argument(help=_("beginning of the dotted name"))] = "",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    book: Book = find_run(named, workspace).book
    chosen = [figure for figure in book if figure.name.startswith(prefix)]
    if as_json:
        show_json(
            {
                figure.name: {"value": figure.value, "unit": figure.unit, "grade": book.grade(figure.name).word}
                for figure in chosen
            }
        )
        return
    rows = [[figure.name, value_text(figure), label_of(figure.label, figure.label_en)] for figure in chosen]
    if sys.stdout.isatty():
        show_table(_("Figures"), [_("name"), _("value"), _("meaning")], rows, numbers=(1,), unbroken=(0,))
    else:
        show_tabbed(rows)


def run_with_progress(workspace: Workspace, year: int, roots: tuple[Path, ...] = (), engine: str = LOCAL) -> YearRun:
    """Run the year with a bar for each stage; bills are judged on `engine`."""
    words = {
        "adjudication": _("adjudicate bills"),
        "cases": _("group and price cases"),
        "rows": _("sum rows"),
        "settlement": _("budget and settle"),
        "journal": _("book"),
        "checks": _("check"),
        "reports": _("write reports"),
    }
    with progress_bars(words) as advance:
        return run_year(workspace, year, roots=roots, progress=advance, engine=engine)


def show_run(made: YearRun) -> None:
    """The short table of the year, and where to look next."""
    run_folder = RunFolder.open(made.folder)
    headings, rows = overview_rows(run_folder)
    manifest = run_folder.manifest
    title = f"{label_of(manifest['county_label'], manifest['county_label_en'])} {manifest['year']} · {_('yuan')}"
    if manifest["synthetic"]:
        title += f" · {_('synthetic data')}"
    show_table(title, headings, rows)
    for finding in run_folder.findings:
        if finding["code"].startswith("payment."):
            show_finding(Finding(**finding), "!")
    if not made.is_new:
        out.print(_("The same facts, packs and code were run before: this is that run."))
    out.print(_("Run {run} in {folder}").format(run=made.id, folder=made.folder))
    out.print(
        _("Open {page} in a browser, {workbook} in Excel, or ask why:").format(
            page=made.folder / "reports/report.html", workbook=made.folder / "reports/clearing.xlsx"
        )
    )
    for asked in _questions(run_folder):
        out.print(f"  {called()} explain {made.folder} {asked}", markup=False)


def _questions(run_folder: RunFolder) -> list[str]:
    """What one may ask of this run first: a consortium's figure, a health unit."""
    consortium, unit = list(run_folder.tables.consortia())[-1], run_folder.tables.units[0]["unit_id"]
    return [f"settlement.consortium.{consortium}.fund_share", f"--unit {unit}"]
