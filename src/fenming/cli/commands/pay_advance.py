"""`fenming pay capital`, `fenming pay release`: working capital lent by gates and past spend, deposits released by score."""

from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, example
from fenming.cli.commands.pay import pay
from fenming.cli.console import out, show_finding, show_json, show_table
from fenming.engines.local import connect, run
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _
from fenming.policy import load_pack

YearOption = Annotated[int, typer.Option(help=_("the fund year"), min=1, max=9999)]
BookOption = Annotated[
    bool, typer.Option("--book", help=_("enter the orders and book the advances; done twice, it changes nothing"))
]


@pay.command(
    help=_("Working capital of a year: gates of the fund, months of past spend, who gets none and why."),
    epilog=example("fenming pay capital --year 2025 --applications spend.csv --workspace W"),
)
def capital(
    year: YearOption,
    applications: Annotated[Path, typer.Option(help=_("CSV with institution_id, year, spend"), metavar="FILE")],
    statement: Annotated[
        list[Path] | None, typer.Option(help=_("a fund statement, CSV or XLSX; may be given again"), metavar="FILE")
    ] = None,
    scheme: Annotated[str, typer.Option(help=_("whose fund lends: resident or employee"))] = "resident",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    book: BookOption = False,
    as_json: JsonOption = False,
) -> None:
    from fenming.payment.fund import read_statements, statuses, stored_statements
    from fenming.year.paying.advancing import ask_capital, book_advances, now

    opened = Workspace.open(workspace)
    pack = load_pack(opened.county, tuple(packs or ()))
    lines, _findings = read_statements(tuple(statement or ()))
    lines = lines if statement else stored_statements(opened)
    found = [one for one in statuses(lines, pack) if one.ledger.scheme == scheme]
    if not found:
        raise BadInput(
            "pay.no_statement",
            what=_("no statement of this scheme's fund was given: {scheme}").format(scheme=scheme),
            why=_("whether the fund may lend hangs on its payable months and balance"),
            remedy=_("give its statement with --statement, or import it"),
        )
    lent = ask_capital(pack, year, applications, _names(opened), found[0].gates)
    if book:
        book_advances(opened, lent.steps, lent.orders, now(f"{year}"))
    if as_json:
        amounts = {one: figure.value for one, figure in lent.amounts.items()}
        show_json({"year": year, "amounts": amounts, "findings": [one.as_dict() for one in lent.findings]})
        return
    rows = [[one, format_yuan(figure.value)] for one, figure in lent.amounts.items()]
    show_table(_("Working capital of {year} · yuan").format(year=year), [_("institution"), _("amount")], rows)
    for finding in lent.findings:
        show_finding(finding, "!")
    if book:
        out.print(_("{count} orders are entered").format(count=len(lent.orders)), markup=False)


@pay.command(
    help=_("Release the year's quality deposits by score; a deposit without a score stays withheld."),
    epilog=example("fenming pay release --year 2024 --scores scores.csv --workspace W"),
)
def release(
    year: YearOption,
    scores: Annotated[
        Path | None, typer.Option(help=_("CSV with institution_id, score"), metavar="FILE", show_default=False)
    ] = None,
    is_assessed: Annotated[
        bool, typer.Option("--assessment", help=_("take the scores of the year's frozen assessment"))
    ] = False,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    book: BookOption = False,
    as_json: JsonOption = False,
) -> None:
    from fenming.payment.advances import Ledgers
    from fenming.reports.payment.institutions import FOLDER
    from fenming.year.paying.advancing import (
        assessed_deposit_scores,
        book_advances,
        now,
        read_deposit_scores,
        score_deposits,
    )

    if (scores is None) != is_assessed:
        raise BadInput(
            "pay.scores",
            what=_("say where the scores come from: --scores FILE or --assessment"),
            why=_("deposits are released by one set of scores"),
            remedy=_("give one of the two"),
        )
    opened = Workspace.open(workspace)
    pack, names = load_pack(opened.county, tuple(packs or ())), _names(opened)
    by = read_deposit_scores(scores, names) if scores else assessed_deposit_scores(opened, pack, year, names)
    released = score_deposits(pack, year, by, names, Ledgers.load(opened.folder / FOLDER))
    if book:
        book_advances(opened, released.steps, released.orders, now(f"{year}"))
    if as_json:
        amounts = {
            one: {"released": figure.value, "kept": released.kept[one].value}
            for one, figure in released.released.items()
        }
        show_json({"year": year, "deposits": amounts, "findings": [one.as_dict() for one in released.findings]})
        return
    rows = [
        [one, format_yuan(figure.value), format_yuan(released.kept[one].value)]
        for one, figure in released.released.items()
    ]
    title = _("Quality deposits of {year} · yuan").format(year=year)
    show_table(title, [_("institution"), _("released"), _("kept by the fund")], rows)
    if released.findings:
        withheld = sum(finding.fen for finding in released.findings)
        count = len(released.findings)
        out.print(
            _("{count} deposits of {amount} yuan stay withheld: no score was given").format(
                count=count, amount=format_yuan(withheld)
            ),
            markup=False,
        )
    if book:
        out.print(_("{count} orders are entered").format(count=len(released.orders)), markup=False)


def _names(workspace: Workspace) -> dict[str, str]:
    """Registered institutions by code."""
    with connect(workspace.temporary) as connection:
        return dict(run(connection, f"SELECT institution_id, name FROM {workspace.scan('institution')} ORDER BY 1"))
