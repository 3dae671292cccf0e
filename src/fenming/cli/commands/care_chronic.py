"""`fenming care chronic`: the registry of chronic patients, their rates, and the chronic money of each township."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, example
from fenming.cli.commands.care import (
    BookOption,
    YearOption,
    care,
    day_of,
    imported,
    no_run,
    rows_as_dicts,
    run_of_year,
    show_care_tables,
    show_findings,
    words,
    write_care_workbook,
)
from fenming.cli.console import progress_bars, show_json
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Finding, format_ppm
from fenming.kernel.language import _
from fenming.policy import Policy, load_pack

if TYPE_CHECKING:
    from fenming.primary_care.chronic import ChronicPools, Condition
    from fenming.reports.budget import PlanTable


@care.command(
    help=_(
        "Chronic patients by township (in the workbook by unit too): to be expected, registered, managed, and the rates of "
        "management, standard and control; the chronic money of each township beside its quota, from a run."
    ),
    epilog=example("fenming care chronic --workspace W --year 2024 --out chronic.xlsx"),
)
def chronic(
    year: YearOption,
    on: Annotated[
        str, typer.Option("--on", help=_("the day to look from; left out: the last of the year"), metavar="DAY")
    ] = "",
    run: Annotated[
        str, typer.Option("--run", help=_("the run whose spend counts; left out: the latest of the year"))
    ] = "",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    book: BookOption = None,
    as_json: JsonOption = False,
) -> None:
    from fenming.primary_care.chronic import chronic_registry

    opened = Workspace.open(workspace)
    pack = load_pack(opened.county, tuple(packs or ()))
    day = day_of(on) if on else date(year, 12, 31)
    _refuse_other_year(day, year)
    with progress_bars({"chronic": _("chronic patients")}) as advance:
        advance("chronic", 0, 1)
        registry = chronic_registry(imported(opened), pack.on(day), day)
        advance("chronic", 1, 1)
    pools, told = _pools(opened, pack.on(date(year, 12, 31)), year, run)
    findings = [*registry.findings, *told]
    of_townships = _registry_table((*registry.county, *registry.townships), pack.on(day), _("Townships"))
    tables = [of_townships, *_pool_tables(pools, pack.on(date(year, 12, 31)))]
    if book is not None:
        of_units = _registry_table(registry.units, pack.on(day), _("Units"))
        write_care_workbook(book, (pack, year, opened.is_synthetic), [*tables, of_units], findings)
    if as_json:
        parts = {"county": registry.county, "townships": registry.townships, "units": registry.units}
        answer: dict[str, Any] = {name: [row.as_dict() for row in rows] for name, rows in parts.items()}
        answer["pools"] = [one.as_dict() for one in pools.townships] if pools else []
        about = {"year": year, "on": day.isoformat(), "is_synthetic": opened.is_synthetic}
        show_json(about | answer | {"findings": rows_as_dicts(findings)})
        return
    show_care_tables(tables, is_synthetic=opened.is_synthetic)
    show_findings(findings)


def _refuse_other_year(day: date, year: int) -> None:
    if day.year != year:
        raise BadInput(
            "care.day_of_other_year",
            what=_("{day} is no day of {year}").format(day=day, year=year),
            where="--on",
            why=_("follow-ups are counted within one year"),
            remedy=_("give a day of that year, or leave --on out"),
        )


def _pools(opened: Workspace, policy: Policy, year: int, named: str) -> tuple["ChronicPools | None", list[Finding]]:
    """The chronic money of the townships from a run; findings instead where there is no run or no quota."""
    from fenming.facts.run_tables import RunTables
    from fenming.primary_care.chronic import chronic_pools

    folder = run_of_year(opened, year, named)
    if folder is None:
        return None, [no_run(opened, year, _("the chronic money of the townships is not shown"))]
    try:
        return chronic_pools(policy, RunTables(folder.folder / "tables")), []
    except BadInput as lacking:
        return None, list(lacking.findings)


def _registry_table(rows: "tuple[Condition, ...]", policy: Policy, name: str) -> "PlanTable":
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    counts = (_("expected"), _("registered"), _("managed"), _("to standard"), _("on target"), _("no reading"))
    rates = (_("management rate"), _("standard rate"), _("control rate"))
    headings = (
        Heading(_("unit or township"), 28),
        Heading(_("code"), 18),
        Heading(_("condition"), 14),
        *(Heading(one, 12, "whole") for one in counts),
        *(Heading(one, 14) for one in rates),
    )
    title = _("Chronic patients · {name}").format(name=name)
    return PlanTable("registry", name, title, headings, tuple(_registry_row(row, policy) for row in rows))


def _registry_row(row: "Condition", policy: Policy) -> tuple[Any, ...]:
    counts = ("estimated", "registered", "managed", "standard", "controlled", "without_reading")
    rates = (row.value(name) for name in ("managed_rate", "standard_rate", "controlled_rate"))
    shown = (_("unknown") if rate is None else format_ppm(_hundredths(rate)) for rate in rates)
    named = (row.label if row.party else _("the county"), row.party, words(policy, row.condition))
    return (*named, *(row.value(name) for name in counts), *shown)


def _hundredths(rate_ppm: int) -> int:
    """A rate to a hundredth of a percent."""
    from fenming.kernel import divide

    return divide(rate_ppm, 100) * 100


def _pool_tables(pools: "ChronicPools | None", policy: Policy) -> list["PlanTable"]:
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    if pools is None:
        return []
    weights = policy.get("chronic.surplus_use")
    parties = list(weights.value) if weights else []
    headings = (
        Heading(_("township hospital"), 26),
        Heading(_("chronic persons"), 12, "whole"),
        Heading(_("quota"), 18, "fen"),
        Heading(_("spend"), 18, "fen"),
        Heading(_("left of the quota"), 18, "fen"),
        *(Heading(_("of the surplus: {party}").format(party=words(policy, one)), 18, "fen") for one in parties),
    )
    rows = tuple(
        (
            *(one.label, one.heads.value, one.quota.value, one.spend.value, one.left.value),
            *(one.uses[party].value if party in one.uses else 0 for party in parties),
        )
        for one in pools.townships
    )
    heads = sum(one.heads.value for one in pools.townships)
    used = (sum(one.uses[party].value for one in pools.townships if party in one.uses) for party in parties)
    county = (_("the county"), heads, pools.quota.value, pools.spend.value, pools.left.value, *used)
    return [PlanTable("pools", _("Chronic money"), _("Chronic money by township · yuan"), headings, (*rows, county))]
