"""`fenming explain`: a figure, a bill, a health unit — why this much, or why not."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from fenming.cli.console import err, out, show_json
from fenming.kernel import BadInput
from fenming.kernel.language import _

if TYPE_CHECKING:
    from fenming.reports.told_bill import ToldBill


@app.command(
    help=_(
        "Explain a figure of a run down to clauses and rows, one bill step by step, or what a health unit gets and why."
    ),
    epilog=example("fenming explain latest settlement.consortium.tcm.fund_share"),
)
def explain(
    named: RunArgument,
    figure: Annotated[
        str, typer.Argument(help=_("dotted name of a figure; list them with `fenming figures RUN`"))
    ] = "",
    bill: Annotated[str, typer.Option(help=_("id of a bill"))] = "",
    unit: Annotated[str, typer.Option(help=_("id of a health unit"))] = "",
    html: Annotated[
        Path | None, typer.Option(help=_("with --bill: write a page for the patient to this file"), metavar="FILE")
    ] = None,
    depth: Annotated[int, typer.Option(help=_("how many levels of the tree to show"), min=1)] = 12,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    if sum(map(bool, (figure, bill, unit))) != 1:
        raise BadInput(
            "explain.what",
            what=_("say one thing to explain: a figure, --bill or --unit"),
            remedy=_("for example: {command}").format(
                command=f"fenming explain {named} settlement.consortium.tcm.fund_share"
            ),
        )
    if html and not bill:
        raise BadInput(
            "explain.page",
            what=_("--html writes the page of a bill"),
            why=_("figures and health units have theirs in the run's report"),
            remedy=_("for example: {command}").format(command=f"fenming explain {named} --bill ID --html {html}"),
        )
    run = find_run(named, workspace)
    if bill:
        from fenming.reports.bill import told_node
        from fenming.reports.told_bill import read_bill

        read = read_bill(run, bill, tuple(packs or ()))
        told = told_node(read)
        if html:
            _write_page(read, html)
    else:
        from fenming.reports.assessment.hop import Hop
        from fenming.reports.explain import explain_figure, explain_unit

        told = explain_figure(run.book, figure, depth, Hop.of(run)) if figure else explain_unit(run, unit)
    if as_json:
        show_json(told.as_dict())
    else:
        out.print("\n".join(told.text_lines()), markup=False)


def _write_page(read: "ToldBill", path: Path) -> None:
    from fenming.reports.patient import patient_page

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(patient_page(read), "utf8")
    err.print(_("the patient's page is written to {path}").format(path=path), markup=False)
