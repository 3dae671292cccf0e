"""`fenming fund`: the fund's own statement, its payable months and gates; what was incurred and not yet settled."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, example
from fenming.cli.console import err, out, show_finding, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Finding, format_yuan
from fenming.kernel.language import _
from fenming.payment.advances import Deadline, deadlines, overdue, read_working_days
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


@fund_app.command(
    "deadlines",
    help=_("What must be paid, recovered and cleared by when; days left, and what is overdue."),
    epilog=example("fenming fund deadlines --year 2025 --cut-off 2025-03=2025-04-10 --holidays days.csv"),
)
def list_deadlines(
    year: Annotated[int, typer.Option(help=_("the fund year"), min=1, max=9999)],
    cut_off: Annotated[
        list[str] | None,
        typer.Option(help=_("a month and its filing cut-off; may be given again"), metavar="MONTH=DAY"),
    ] = None,
    done: Annotated[
        list[str] | None,
        typer.Option(help=_("a deadline and the day it was met; may be given again"), metavar="ID=DAY"),
    ] = None,
    holidays: Annotated[
        list[Path] | None, typer.Option(help=_("public holidays, CSV with date and kind"), metavar="FILE")
    ] = None,
    today: Annotated[str, typer.Option(help=_("the day to look from, today when left out"), metavar="DAY")] = "",
    pack: Annotated[str, typer.Option(help=_("id of the pack whose deadlines hold"), metavar="ID")] = NATION,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    seen_on = _day(today) if today else datetime.now().astimezone().date()
    policy = load_pack(pack, tuple(packs or ())).on(date(year, 12, 31))
    for month in _days(cut_off):
        last_day(month)
    found, unknown = deadlines(policy, year, _days(cut_off), read_working_days(holidays or ()), _days(done))
    late = tuple(overdue(found, seen_on))
    if as_json:
        show_json(
            {
                "deadlines": [
                    {"id": one.id, "due_on": f"{one.due_on}", "done_on": one.done_on and f"{one.done_on}"}
                    for one in found
                ],
                "findings": [one.as_dict() for one in (*unknown, *late)],
            }
        )
    else:
        rows = [_deadline_row(one, seen_on) for one in found]
        show_table(f"{year} · {pack}", [_("what"), _("due"), _("days left"), _("done"), _("name")], rows, numbers=(2,))
        for finding in unknown:
            show_finding(finding, "!")
        for finding in late:
            show_finding(finding)
    if late:
        raise typer.Exit(FOUND_WRONG)


def _deadline_row(one: Deadline, seen_on: date) -> list[str]:
    left = "" if one.done_on else str((one.due_on - seen_on).days)
    return [one.label, str(one.due_on), left, str(one.done_on or ""), one.id]


def _days(given: list[str] | None) -> dict[str, date]:
    """`2025-03=2025-04-10` and the like, by what stands before the sign."""
    parts = (text.partition("=") for text in given or ())
    return {name: _day(day if sign else name) for name, sign, day in parts}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "deadline.day", what=_("'{text}' is no day").format(text=text), remedy=_("write it like 2025-04-10")
        ) from None


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
