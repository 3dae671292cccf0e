"""`fenming pay`: a month's orders, the year's confirmation for each hospital, and the cases behind an amount."""

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
        headings = [_("institution"), _("earned"), _("paid of it"), _("deposit withheld"), _("to the bank")]
        rows = [[one.name, *map(format_yuan, one.amounts)] for one in paid.rows()]
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
    from fenming.reports.payee import payee_name, read_register
    from fenming.reports.payment import write_clearing
    from fenming.reports.payment.clearing import KINDS, hospitals_of

    run = find_run(named, workspace)
    hospitals = hospitals_of(run)
    _refuse_uncleared(run, has_hospitals=bool(hospitals))
    folder = out_folder or Path("payment-" + run.manifest["run_id"])
    write_clearing(run, folder)
    register = read_register(run)
    if as_json:
        show_json(
            {"run": run.manifest["run_id"], "folder": str(folder)}
            | {"hospitals": {key: {kind: one[kind].value for kind in KINDS} for key, one in hospitals.items()}}
        )
        return
    headings = [
        _("hospital"),
        _("points"),
        _("cleared by points"),
        _("pooled fund on the bills"),
        _("cleared less billed"),
    ]
    from fenming.reports.wording import points_text

    rows = [
        [
            payee_name(register, key),
            points_text(one["points"].value),
            *(format_yuan(one[kind].value) for kind in KINDS[1:]),
        ]
        for key, one in hospitals.items()
    ]
    value = run.book["payment.drg.point_value"].value
    title = _("Case payment of {year} · one point is worth {value} yuan").format(
        year=run.manifest["year"], value=points_text(value)
    )
    show_table(title, headings, rows)
    out.print(_("Confirmations and workbook are in {folder}").format(folder=folder), markup=False)


def _refuse_uncleared(run: RunFolder, *, has_hospitals: bool) -> None:
    if not has_hospitals:
        raise BadInput(
            "pay.not_cleared",
            what=_("run {run} cleared no cases").format(run=run.manifest["run_id"]),
            why=_("it had no settlement lists, no group tables, or a pack that charges bills as they are"),
            remedy=_("look at its findings; import what is missing and run the year again"),
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
    _refuse_uncleared(run, has_hospitals=run.tables.has("case_points"))
    if case:
        from fenming.year.paying import explain_paid_case

        told = explain_paid_case(Workspace.open(workspace), run, case, tuple(packs or ()))
        if as_json:
            show_json({"case": case, "steps": told})
        else:
            out.print("\n".join(told), markup=False)
        return
    from fenming.reports.payment.cases import list_cases

    found, whole = list_cases(run, {"institution_id": hospital, "drg": group}, status, limit)
    if as_json:
        show_json({"cases": found, "count": whole})
        return
    headings = [_("case"), _("hospital"), _("group"), _("paid as"), _("points"), _("total cost")]
    from fenming.reports.payment.words import rule_words
    from fenming.reports.wording import points_text

    rows = [
        [
            one["case_id"],
            one["institution_id"],
            one["drg"] or one["status"],
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
