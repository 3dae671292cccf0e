"""`fenming pay`: a month's orders, the year's confirmation for each hospital, and the cases behind an amount."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import app
from fenming.cli.choosing import (
    DEFAULT_WORKSPACE,
    JsonOption,
    PacksOption,
    RunArgument,
    WorkspaceOption,
    example,
    find_run,
)
from fenming.cli.console import out, show_finding, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _
from fenming.policy import load_pack
from fenming.reports.run_folder import RunFolder

pay = typer.Typer(
    no_args_is_help=True, help=_("Pay institutions: a month's orders, the year's clearing, cases explained.")
)
app.add_typer(pay, name="pay")
OutOption = Annotated[Path | None, typer.Option("--out", help=_("folder for sheets and workbook"), metavar="DIR")]


@pay.command(
    help=_("What each institution earned in a month and is paid of it now: orders, sheets, a workbook."),
    epilog=example("fenming pay month --workspace W --month 2024-03"),
)
def month(
    month: Annotated[str, typer.Option(help=_("the month, like 2024-03"))],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    out_folder: OutOption = None,
    book: Annotated[
        bool, typer.Option("--book", help=_("enter the orders and book the advances; done twice, it changes nothing"))
    ] = False,
    as_json: JsonOption = False,
) -> None:
    from fenming.year.paying import book_month, pay_month, write_month

    opened = Workspace.open(workspace)
    pack = load_pack(opened.county, tuple(packs or ()))
    folder = out_folder or opened.folder / "payments" / month
    paid = pay_month(opened, pack, month, folder / "tables")
    write_month(paid, pack, folder, is_synthetic=opened.is_synthetic)
    if book:
        book_month(opened, paid, datetime.now().astimezone())
    if as_json:
        show_json(
            {
                "month": month,
                "folder": str(folder),
                "is_booked": book,
                "payments": [one._asdict() for one in paid.rows()],
            }
        )
    else:
        headings = [_("institution"), _("earned in all"), _("paid of it"), _("deposit withheld"), _("to the bank")]
        rows = _with_sum([(one.name, one.amounts) for one in paid.rows()])
        show_table(_("Payment of {month} · yuan").format(month=month), headings, rows)
        out.print(_("Sheets and workbook are in {folder}").format(folder=folder), markup=False)
    for finding in paid.findings:
        show_finding(finding, "!")


@pay.command(
    help=_("The year's case payment of each hospital, from a finished run: confirmations to sign and a workbook."),
    epilog=example("fenming pay clear latest --out DIR"),
)
def clear(
    named: RunArgument,
    out_folder: OutOption = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    from fenming.reports.payment import clear_institutions, write_clearing

    run = find_run(named, workspace)
    clearings = clear_institutions(Workspace.open(workspace), run)
    folder = out_folder or Path("payment-" + run.manifest["run_id"])
    write_clearing(run, clearings, folder)
    if as_json:
        listed = [one.as_dict() for one in clearings]
        show_json({"run": run.manifest["run_id"], "folder": str(folder), "institutions": listed})
        return
    headings = [
        _("institution"),
        _("earned in all"),
        _("paid in part"),
        _("deposit withheld"),
        _("to be paid at the clearing"),
    ]
    rows = _with_sum([(one.payee.label, one.amounts) for one in clearings])
    show_table(_clearing_title(run), headings, rows)
    out.print(_("Confirmations and workbook are in {folder}").format(folder=folder), markup=False)


def _with_sum(rows: Sequence[tuple[str, tuple[int, ...]]]) -> list[list[str]]:
    """Names and amounts as cells, and below them what each column adds up to."""
    sums = tuple(map(sum, zip(*(amounts for _name, amounts in rows), strict=True)))
    return [[name, *map(format_yuan, amounts)] for name, amounts in (*rows, (_("together"), sums))]


def _clearing_title(run: RunFolder) -> str:
    from fenming.reports.wording import points_text

    year = _("Clearing of {year} · yuan").format(year=run.manifest["year"])
    if "payment.drg.point_value" not in run.book:
        return year
    value = points_text(run.book["payment.drg.point_value"].value)
    return _("{title} · one point is worth {value} yuan").format(title=year, value=value)


def _refuse_unknown(run: RunFolder, hospital: str) -> None:
    if hospital and hospital not in run.tables.institutions:
        raise BadInput(
            "pay.no_hospital",
            what=_("there is no institution {id} in this run").format(id=hospital),
            where="--hospital",
            remedy=_("take its code from the register or from: fenming pay clear RUN"),
        )


def _refuse_uncleared(run: RunFolder) -> None:
    if not run.tables.has("case_points"):
        raise BadInput(
            "pay.not_cleared",
            what=_("run {run} cleared no cases").format(run=run.manifest["run_id"]),
            why=_("it had no settlement lists, no group tables, or a pack that charges bills as they are"),
            remedy=_("look at its findings; import what is missing and run the year again"),
        )


@pay.command(
    help=_(
        "The queue of special reviews of a run: each application's place, whether it is within the quota, its result."
    ),
    epilog=example("fenming pay reviews latest"),
)
def reviews(named: RunArgument, workspace: WorkspaceOption = DEFAULT_WORKSPACE, as_json: JsonOption = False) -> None:
    run = find_run(named, workspace)
    _refuse_uncleared(run)
    rows = run.tables.rows("SELECT * FROM {review_queue} ORDER BY institution_id, place, case_id")
    if as_json:
        show_json(rows)
        return
    headings = [_("case"), _("hospital"), _("place"), _("within the quota"), _("why")]
    listed = [
        [
            row["case_id"],
            row["institution_id"],
            f"{row['place']}",
            _("yes") if row["is_within"] else _("no"),
            row["reason"],
        ]
        for row in rows
    ]
    show_table(_("{count} applications for a special review").format(count=len(rows)), headings, listed, numbers=(2,))


def _refuse_status(status: str) -> None:
    from fenming.grouping.words import status_names
    from fenming.reports.payment.words import rules_in_words

    known = [*status_names(), *rules_in_words()]
    if status and status not in known:
        raise BadInput(
            "pay.status",
            what=_("'{status}' is no status of grouping and no rule of payment").format(status=status),
            where="--status",
            remedy=_("use one of: {known}").format(known=", ".join(dict.fromkeys(known))),
        )


@pay.command(
    help=_("The cases behind a hospital's amount, or one case step by step: its group and why, its points and why."),
    epilog=example("fenming pay cases latest --hospital H34062100001 --group ES29"),
)
def cases(
    named: RunArgument,
    hospital: Annotated[str, typer.Option(help=_("institution code"))] = "",
    group: Annotated[str, typer.Option(help=_("a DRG"))] = "",
    status: Annotated[str, typer.Option(help=_("a status of grouping, or a rule of payment"))] = "",
    case: Annotated[str, typer.Option(help=_("one case, explained"))] = "",
    limit: Annotated[int, typer.Option(help=_("how many cases to list"), min=1)] = 40,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    run = find_run(named, workspace)
    _refuse_uncleared(run)
    _refuse_status(status)
    if case:
        from fenming.year.paying import explain_paid_case

        told = explain_paid_case(Workspace.open(workspace), run, case, tuple(packs or ()))
        if as_json:
            show_json({"case": case, "steps": told})
        else:
            out.print("\n".join(told), markup=False)
        return
    from fenming.reports.payment.cases import list_cases

    _refuse_unknown(run, hospital)
    found, whole = list_cases(run, {"institution_id": hospital, "drg": group}, status, limit)
    if as_json:
        show_json({"cases": found, "count": whole})
        return
    headings = [_("case"), _("hospital"), _("case group"), _("paid as"), _("points"), _("total cost")]
    from fenming.grouping.words import status_names
    from fenming.reports.payment.words import rule_words
    from fenming.reports.wording import points_text

    rows = [
        [
            one["case_id"],
            one["institution_id"],
            one["drg"] or status_names()[one["status"]],
            rule_words(one["rule"]),
            points_text(one["points_micro"]),
            format_yuan(one["total_fen"]),
        ]
        for one in found
    ]
    show_table(
        _("{shown} of {count} cases, most points first").format(shown=len(found), count=whole),
        headings,
        rows,
        numbers=(4, 5),
    )
