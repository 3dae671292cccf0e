"""`fenming fund`: the fund's own statement, its payable months and gates; what was incurred and not yet settled."""

from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, example
from fenming.cli.console import err, out, show_finding, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Finding, format_yuan
from fenming.kernel.language import _
from fenming.payment.advances.month import last_day
from fenming.payment.estimate import Estimate, bill_triangles, estimates, month_text
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


@fund_app.command(
    help=_("Bills not yet in: what was incurred and is not settled, estimated with its band, beside what is booked."),
    epilog=example("fenming fund estimate --workspace W --as-of 2024-12"),
)
def estimate(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: Annotated[str, typer.Option(help=_("last month whose settlements are all in"), metavar="2024-12")] = "",
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    opened = Workspace.open(workspace)
    pack = load_pack(opened.county, tuple(packs or ()))
    found_triangles = bill_triangles(opened, pack, as_of)
    if not found_triangles:
        raise BadInput("estimate.no_bills", what=_("the workspace has no bills settled by then"), where=str(workspace))
    day = last_day(month_text(found_triangles[0].as_of))
    found = estimates(pack.on(day), found_triangles)
    if as_json:
        show_json([one.as_dict() for one in found])
        return
    headings = [
        _("scheme"),
        _("area"),
        _("booked"),
        _("still to come"),
        _("low end of the band"),
        _("high end of the band"),
        _("why not"),
    ]
    title = _("Estimate of bills not yet in, as of {month}: not booked · yuan").format(month=found[0].as_of)
    show_table(title, headings, [_estimate_row(one) for one in found], numbers=range(2, 6))


def _estimate_row(one: Estimate) -> list[str]:
    areas = {"in_county": _("in the county"), "out_of_county": _("out of the county")}
    amounts = (one.booked_fen, one.to_come_fen, one.low_fen, one.high_fen)
    texts = ["–" if fen is None else format_yuan(fen) for fen in amounts]
    return [scheme_word(one.scheme), areas.get(one.area, _("area not known")), *texts, one.reason]


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
