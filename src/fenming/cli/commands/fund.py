"""`fenming fund`: the fund's own statement, its payable months and gates; what was incurred and not yet settled."""

from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import JsonOption, PacksOption, example
from fenming.cli.console import err, out, show_finding, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.payment.fund import (
    Line,
    Status,
    read_statements,
    scheme_word,
    status_rows,
    statuses,
    stored_statements,
    write_workbook,
)
from fenming.policy import load_pack

fund_app = typer.Typer(no_args_is_help=True, help=_("The fund's statement, its payable months and gates."))
app.add_typer(fund_app, name="fund")
NATION = "cn"


@fund_app.command(
    help=_("Payable months, gates for working capital and warnings, from fund statements; misprints are told."),
    epilog=example("fenming fund status --statement ledger.csv"),
)
def status(
    statement: Annotated[
        list[Path] | None, typer.Option(help=_("a fund statement, CSV or XLSX; may be given again"), metavar="FILE")
    ] = None,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help=_("workspace with imported statements"), metavar="W")
    ] = None,
    pack: Annotated[str, typer.Option(help=_("id of the pack whose gates hold"), metavar="ID")] = "",
    packs: PacksOption = None,
    xlsx: Annotated[Path | None, typer.Option("--out", help=_("also write a workbook"), metavar="FILE.xlsx")] = None,
    as_json: JsonOption = False,
) -> None:
    lines, findings = _lines(tuple(statement or ()), workspace)
    region = pack or (Workspace.open(workspace).county if workspace else NATION)
    found = statuses(lines, load_pack(region, tuple(packs or ())))
    findings += tuple(finding for one in found for finding in one.findings)
    if as_json:
        show_json({"statuses": [one.as_dict() for one in found], "findings": [one.as_dict() for one in findings]})
    else:
        for one in found:
            _show(one)
        for finding in findings:
            show_finding(finding)
    if xlsx is not None:
        write_workbook(found, xlsx)
        err.print(_("Workbook: {path}").format(path=xlsx))
    if findings:
        raise typer.Exit(FOUND_WRONG)


def _lines(files: tuple[Path, ...], workspace: Path | None) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    if not files and workspace is None:
        raise BadInput(
            "statement.none",
            what=_("no fund statement was given"),
            where="--statement",
            remedy=_("give a file with --statement, or a workspace into which one was imported with --workspace"),
        )
    lines, findings = read_statements(files)
    if workspace is not None and (not files or Workspace.open(workspace).has("fund_statement")):
        lines += stored_statements(Workspace.open(workspace))
    if not lines and not findings:
        raise BadInput("statement.empty", what=_("the statement has no rows"), where=str(files[0]) if files else "")
    return lines, findings


def _show(one: Status) -> None:
    ledger = one.ledger
    title = f"{ledger.region} · {scheme_word(ledger.scheme)} · {ledger.period_from} – {ledger.period_to} · 万元"
    show_table(title, [_("what"), _("amount"), _("why")], status_rows(one), numbers=(1,))
    for warning in one.warnings:
        out.print(f"! {warning}", markup=False)
