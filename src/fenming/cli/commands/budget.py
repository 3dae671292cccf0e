"""`fenming budget`: next year's budget made from the years before, and why each figure is what it is."""

from pathlib import Path
from typing import Annotated

import typer

from fenming.budget.making import Known, Made, make_budget, read_figures, read_own_history
from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import (
    DEFAULT_WORKSPACE,
    JsonOption,
    PacksOption,
    WorkspaceOption,
    called,
    example,
    find_run,
    label_of,
)
from fenming.cli.console import out, show_finding, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, parse_ppm, parse_yuan
from fenming.kernel.language import _
from fenming.policy import Pack, load_pack
from fenming.reports.adjudicated.workbook import About
from fenming.reports.budget import PlanTable, plan_tables, write_plan
from fenming.reports.explain import explain_figure

budget_app = typer.Typer(no_args_is_help=True, help=_("Make next year's budget, and explain it."))
app.add_typer(budget_app, name="budget")
YearOption = Annotated[int, typer.Option(help=_("the year the budget is for"), min=2, max=9999)]


@budget_app.command(
    help=_("Make a year's budget from the years before: totals, reserve, primary care, risk fund, need beside heads."),
    epilog=example("fenming budget make --workspace W --year 2026 --fund-growth 4% --run latest"),
)
def make(
    year: YearOption,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    pack: Annotated[
        str, typer.Option("--pack", help=_("id of the pack; the workspace's own if left out"), metavar="ID")
    ] = "",
    packs: PacksOption = None,
    fund_growth: Annotated[str, typer.Option(help=_("by how much the fund grows, as 4%"), metavar="RATE")] = "",
    run: Annotated[str, typer.Option(help=_("last year's run, whose earned surplus is left in"), metavar="RUN")] = "",
    surplus: Annotated[
        str, typer.Option(help=_("last year's earned surplus, where no run has it"), metavar="AMOUNT")
    ] = "",
    history: Annotated[
        Path | None, typer.Option(help=_("CSV of past spend: year,scheme,fund"), metavar="FILE", exists=True)
    ] = None,
    financing: Annotated[
        str, typer.Option(help=_("the year's financing of residents, where the pack does not say"), metavar="AMOUNT")
    ] = "",
    risk_balance: Annotated[str, typer.Option(help=_("balance of the risk fund"), metavar="AMOUNT")] = "",
    need: Annotated[str, typer.Option(help=_("what a mid-year change needs from the reserve"), metavar="AMOUNT")] = "",
    trigger: Annotated[
        list[str] | None,
        typer.Option(help=_("what came about: fund_balance, patient_numbers, policy_change, health_emergency")),
    ] = None,
    emergency: Annotated[
        str, typer.Option(help=_("what an emergency needs from the risk fund"), metavar="AMOUNT")
    ] = "",
    approved: Annotated[bool, typer.Option("--approved", help=_("the emergency draw is approved"))] = False,
    first: Annotated[bool, typer.Option("--first", help=_("it is the package's first year"))] = False,
    as_json: JsonOption = False,
) -> None:
    place = Workspace.open(workspace)
    rules = load_pack(pack or place.county, tuple(packs or ()))
    surplus_fen, surplus_name = _surplus(run, surplus, (workspace, year - 1))
    known = Known(
        fund_growth_ppm=parse_ppm(fund_growth) if fund_growth else None,
        surplus_fen=surplus_fen,
        surplus_name=surplus_name,
        financing_fen=parse_yuan(financing) if financing else None,
        risk_balance_fen=parse_yuan(risk_balance) if risk_balance else None,
        reserve_need_fen=parse_yuan(need) if need else None,
        emergency_need_fen=parse_yuan(emergency) if emergency else None,
        is_approved=approved,
        is_first_year=first,
        triggers=tuple(trigger or ()),
        history=read_own_history(history) if history else {},
    )
    made = make_budget(place, rules, year, known)
    tables = plan_tables(made, _labels(rules))
    write_plan(
        made.folder / "budget.xlsx", _about(rules, made, is_synthetic=place.is_synthetic), tables, made.plan.findings
    )
    if as_json:
        show_json(_json(made))
    else:
        _show(made, tables, is_synthetic=place.is_synthetic)
    if not all(promise.holds for promise in made.plan.promises):
        raise typer.Exit(FOUND_WRONG)


@budget_app.command(
    help=_("Explain a figure of a budget down to clauses and rows."),
    epilog=example("fenming budget explain budget.next.resident.total --year 2026"),
)
def explain(
    name: Annotated[str, typer.Argument(help=_("dotted name of the figure"))],
    year: YearOption,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    depth: Annotated[int, typer.Option(help=_("how many levels of the tree to show"), min=1)] = 12,
    as_json: JsonOption = False,
) -> None:
    told = explain_figure(read_figures(Workspace.open(workspace), year), name, depth)
    if as_json:
        show_json(told.as_dict())
    else:
        out.print("\n".join(told.text_lines()), markup=False)


def _surplus(run: str, written: str, asked: tuple[Path, int]) -> tuple[int | None, str]:
    """Last year's earned surplus in fen and where it stands: given by hand, or of a run of that year."""
    workspace, year = asked
    if written or not run:
        return (parse_yuan(written) if written else None), ""
    folder = find_run(run, workspace)
    if folder.manifest["year"] != year:
        raise BadInput(
            "budget.other_year",
            what=_("the run is of {year}, not of the year before the budget").format(year=folder.manifest["year"]),
            where="--run",
            remedy=_("name a run of {year}").format(year=year),
        )
    order = folder.book.get("settlement.pool_order")
    ends = (".surplus", ".chronic_surplus") if order is not None and order.value == "chronic_apart" else (".surplus",)
    found = [
        figure
        for figure in folder.book.under("settlement.consortium")
        if figure.name.count(".") == 3 and figure.name.endswith(ends)
    ]
    return sum(figure.value for figure in found), f"run {folder.manifest['run_id']}"


def _labels(pack: Pack) -> dict[str, str]:
    return {key: label_of(words.label, words.label_en) for key, words in pack.keys.items()}


def _about(pack: Pack, made: Made, *, is_synthetic: bool) -> About:
    heading = f"{label_of(pack.label, pack.label_en)} {made.plan.year}"
    return About(heading, f"{pack.region} {pack.digest()[:12]}", (), is_synthetic)


def _show(made: Made, tables: list[PlanTable], *, is_synthetic: bool) -> None:
    """Every table but the rules and names of figures, which the workbook and `explain` have."""
    for table in tables:
        kept = [place for place, heading in enumerate(table.headings) if heading.words not in (_("rule"), _("figure"))]
        headings = [table.headings[place].words for place in kept]
        rows = [[row[place] for place in kept] for row in table.texts()]
        numbers = {place for place, kept_at in enumerate(kept) if table.headings[kept_at].style in ("fen", "whole")}
        title = f"{table.title} · {_('synthetic data')}" if is_synthetic else table.title
        show_table(title, headings, rows, numbers=numbers)
    for finding in made.plan.findings:
        show_finding(finding, "·")
    out.print(_("Budget in {folder}; ask why:").format(folder=made.folder))
    first = next(iter(made.plan.schemes), "resident")
    out.print(f"  {called()} budget explain budget.next.{first}.total --year {made.plan.year}", markup=False)


def _json(made: Made) -> dict[str, object]:
    figures = {
        figure.name: {"value": figure.value, "unit": figure.unit, "grade": made.book.grade(figure.name).word}
        for figure in made.book
        if figure.verb != "parameter"
    }
    promises = [
        {
            "name": one.name,
            "statement": one.statement,
            "left": one.left.value,
            "right": one.right.value,
            "holds": one.holds,
        }
        for one in made.plan.promises
    ]
    return {
        "year": made.plan.year,
        "folder": str(made.folder),
        "figures": figures,
        "promises": promises,
        "findings": [finding.as_dict() for finding in made.plan.findings],
    }
