"""`fenming import`, `fenming quarantine`: a county's files into the workspace, nothing lost."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, example
from fenming.cli.console import out, progress_bars, show_json, show_table
from fenming.facts.intake import ImportReport, import_files, withdraw_files, write_quarantine_workbook
from fenming.facts.workspace import COUNTY, DIGEST, Workspace
from fenming.kernel import Finding, format_yuan
from fenming.kernel.language import _
from fenming.policy import load_pack

KeyOption = Annotated[
    Path | None, typer.Option(help=_("file with your key for pseudonyms; else the workspace makes one"))
]


@app.command(
    "import",
    help=_("Bring files into a workspace: CSV (UTF-8, GBK), XLSX or Parquet with national field names."),
    epilog=example("fenming import exports/*.csv --workspace W"),
)
def import_command(
    files: Annotated[list[Path], typer.Argument(help=_("the files, or folders of files"))],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    mapping: Annotated[Path | None, typer.Option(help=_("YAML file that says which of your columns is which"))] = None,
    key: KeyOption = None,
    digest: Annotated[
        str | None, typer.Option(help=_("how pseudonyms are made: sha256 or sm3"), show_default=DIGEST)
    ] = None,
    county: Annotated[
        str | None, typer.Option(help=_("the county's pack, when the workspace is new"), show_default=COUNTY)
    ] = None,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    if not (workspace / "workspace.yaml").exists():
        load_pack(county or COUNTY, tuple(packs or ()))
    opened = Workspace.create(workspace, county, digest)
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


@app.command(
    help=_("List the files that were imported, with rows, digest and id."),
    epilog=example("fenming files --workspace W"),
)
def files(workspace: WorkspaceOption = DEFAULT_WORKSPACE, as_json: JsonOption = False) -> None:
    batches = Workspace.open(workspace).manifest()["batches"]
    if as_json:
        show_json(batches)
        return
    rows = [[one["file"], one["table"], one["encoding"], f"{one['rows']:,}", one["id"]] for one in batches]
    show_table(_("Imported files"), [_("file"), _("table"), _("encoding"), _("rows"), _("id")], rows, numbers=(3,))


@app.command(
    help=_("Take imported files out again, so that corrected ones can take their place."),
    epilog=example("fenming withdraw 17d65b01c797fa96 --workspace W"),
)
def withdraw(
    ids: Annotated[list[str], typer.Argument(help=_("ids of imported files; see `fenming files`"))],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    key: KeyOption = None,
    as_json: JsonOption = False,
) -> None:
    report = withdraw_files(Workspace.open(workspace), ids, key_file=key)
    if as_json:
        show_json(report.as_dict())
    else:
        show_import(report)


def expand(files: list[Path]) -> list[Path]:
    """Files as named, and the data files of folders among them."""
    kinds = {".csv", ".txt", ".zip", ".xlsx", ".parquet"}
    listed: list[Path] = []
    for path in files:
        listed += sorted(one for one in path.iterdir() if one.suffix.lower() in kinds) if path.is_dir() else [path]
    return listed


def import_with_progress(
    workspace: Workspace, files: list[Path], mapping: Path | None = None, key: Path | None = None
) -> ImportReport:
    """Import with a bar for each stage."""
    with progress_bars({"read": _("read files"), "settle": _("check and sort tables")}) as advance:
        return import_files(workspace, files, mapping=mapping, key_file=key, progress=advance)


def show_import(report: ImportReport) -> None:
    """Rows by table, then defects with the money they touch."""
    for batch in report.known:
        out.print(_("already imported, nothing changed: {file}").format(file=batch.file))
    rows = [
        [name, f"{sum(counts.values()):,}", f"{counts['accepted']:,}", f"{counts['quarantined']:,}"]
        for name, counts in report.tables.items()
    ]
    show_table(_("Rows"), [_("table"), _("handed in"), _("accepted"), _("quarantined")], rows)
    if report.findings:
        show_table(
            _("What was found, and the money it touches"),
            [_("defect"), _("rows"), _("yuan"), _("files"), _("for example")],
            [_by_code(code, found) for code, found in _grouped(report.findings)],
            numbers=(1, 2, 3),
        )
        out.print(_("The rows set aside, for correction in Excel: fenming quarantine rows.xlsx"))


def _grouped(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    """Findings by code, those that touch most money first."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    return sorted(by_code.items(), key=lambda item: -sum(finding.fen for finding in item[1]))


def _by_code(code: str, found: list[Finding]) -> list[str]:
    rows, fen = sum(one.rows for one in found), sum(one.fen for one in found)
    example = _("{word}: {text}").format(word=found[0].where, text=found[0].what)
    return [code, f"{rows:,}", format_yuan(fen), f"{len(found):,}", example]
