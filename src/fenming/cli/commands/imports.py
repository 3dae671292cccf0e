"""`fenming import`, `fenming quarantine`: a county's files into the workspace, nothing lost."""

from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, WorkspaceOption, example
from fenming.cli.console import out, progress_bars, show_json, show_table
from fenming.facts.intake import ImportReport, import_files, write_quarantine_workbook
from fenming.facts.workspace import COUNTY, Workspace
from fenming.kernel import format_yuan
from fenming.kernel.language import _


@app.command(
    "import",
    help=_("Bring files into a workspace: CSV (UTF-8, GBK), XLSX or Parquet with national field names."),
    epilog=example("fenming import exports/*.csv --workspace W"),
)
def import_command(
    files: Annotated[list[Path], typer.Argument(help=_("the files, or folders of files"))],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    mapping: Annotated[Path | None, typer.Option(help=_("YAML file that says which of your columns is which"))] = None,
    key: Annotated[
        Path | None, typer.Option(help=_("file with your key for pseudonyms; else the workspace makes one"))
    ] = None,
    county: Annotated[str, typer.Option(help=_("the county's pack, when the workspace is new"))] = COUNTY,
    as_json: JsonOption = False,
) -> None:
    opened = Workspace.create(workspace, county)
    report = import_with_progress(opened, expand(files), mapping, key)
    if as_json:
        show_json(report.as_dict())
    else:
        show_import(report)
    if report.findings:
        raise typer.Exit(FOUND_WRONG)


@app.command(
    help=_("Write the quarantined rows to an Excel file for correction."),
    epilog=example("fenming quarantine rows.xlsx --workspace W"),
)
def quarantine(
    path: Annotated[Path, typer.Argument(help=_("the Excel file to write"))],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
) -> None:
    count = write_quarantine_workbook(Workspace.open(workspace), path)
    out.print(_("{count} rows written to {path}").format(count=f"{count:,}", path=path))


def expand(files: list[Path]) -> list[Path]:
    """Files as named, and the data files of folders among them."""
    kinds = {".csv", ".txt", ".xlsx", ".parquet"}
    listed: list[Path] = []
    for path in files:
        listed += sorted(one for one in path.iterdir() if one.suffix.lower() in kinds) if path.is_dir() else [path]
    return listed


def import_with_progress(
    workspace: Workspace, files: list[Path], mapping: Path | None = None, key: Path | None = None
) -> ImportReport:
    """Import with a bar for each stage."""
    with progress_bars({}) as advance:
        return import_files(workspace, files, mapping=mapping, key_file=key, progress=advance)


def show_import(report: ImportReport) -> None:
    """Rows by table, then defects with the money they touch."""
    for batch in report.known:
        out.print(_("already imported, nothing changed: {file}").format(file=batch.file))
    rows = [
        [name, *(f"{counts[key]:,}" for key in ("rows_in", "rows_accepted", "rows_quarantined"))]
        for name, counts in report.tables.items()
    ]
    show_table(_("Rows"), [_("table"), _("handed in"), _("accepted"), _("quarantined")], rows)
    defects = [[one.code, f"{one.rows:,}", format_yuan(one.fen), one.where, one.what] for one in report.findings[:30]]
    if defects:
        show_table(
            _("What was found, and the money it touches"),
            [_("defect"), _("rows"), _("yuan"), _("where"), _("what")],
            defects,
        )
        out.print(_("Correct the rows and import them again; the list for correction: fenming quarantine rows.xlsx"))
