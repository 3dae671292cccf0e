"""`fenming care money`: public-health money by township and unit, what services would earn, what one costs."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fenming.cli.choosing import (
    DEFAULT_WORKSPACE,
    JsonOption,
    PacksOption,
    WorkspaceOption,
    example,
)
from fenming.cli.commands.care import (
    BookOption,
    YearOption,
    care,
    imported,
    no_run,
    rows_as_dicts,
    run_of_year,
    show_care_tables,
    show_findings,
    words,
    write_care_workbook,
)
from fenming.cli.console import out, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import Finding, format_yuan
from fenming.kernel.language import _
from fenming.policy import Pack, Policy, load_pack

if TYPE_CHECKING:
    from fenming.primary_care.public_health import CareMoney
    from fenming.reports.budget import PlanTable

NATION = "cn"


@care.command(
    help=_(
        "Public-health money of a year by township and unit: due by residents, prepaid and earned in a run, what services "
        "would earn by work points, what one service costs. With --split the table between township and village."
    ),
    epilog=example("fenming care money --workspace W --year 2024 --run latest"),
)
def money(
    year: YearOption,
    run: Annotated[
        str, typer.Option("--run", help=_("the run whose payments stand beside; left out: the latest of the year"))
    ] = "",
    split: Annotated[bool, typer.Option("--split", help=_("the table between township and village instead"))] = False,
    of_pack: Annotated[
        str, typer.Option("--pack", help=_("with --split: id of the pack whose table is shown"), metavar="ID")
    ] = NATION,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    book: BookOption = None,
    as_json: JsonOption = False,
) -> None:
    if split:
        _show_split(load_pack(of_pack, tuple(packs or ())).on(date(year, 12, 31)), year, as_json=as_json)
        return
    opened = Workspace.open(workspace)
    pack = load_pack(opened.county, tuple(packs or ()))
    policy = pack.on(date(year, 12, 31))
    from fenming.primary_care.public_health import care_money

    paid, told = _paid(opened, year, run)
    found = care_money(imported(opened), policy, year, paid)
    findings = [*told, *found.findings]
    tables = [_township_table(found), _unit_table(found), *_kind_tables(found, policy)]
    if book is not None:
        write_care_workbook(book, (pack, year, opened.is_synthetic), tables, findings)
    if as_json:
        show_json(_as_dict(found, pack, year, is_synthetic=opened.is_synthetic) | {"findings": rows_as_dicts(findings)})
        return
    show_care_tables(tables, is_synthetic=opened.is_synthetic)
    for proof in found.proofs:
        mark = "✓" if proof.holds else "✗"
        out.print(f"{mark} {proof.words}: {format_yuan(proof.left)} = {format_yuan(proof.right)}", markup=False)
    show_findings(findings)


def _paid(opened: Workspace, year: int, named: str) -> tuple[dict[str, Any], list[Finding]]:
    """Figures of the run: what was prepaid by township hospital and earned by unit; a finding where there is no run."""
    folder = run_of_year(opened, year, named)
    if folder is None:
        return {}, [no_run(opened, year, _("what was prepaid and earned is not shown"))]
    return {figure.name: figure for figure in folder.book.under("public_health")}, []


def _township_table(found: "CareMoney") -> "PlanTable":
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    headings = (
        Heading(_("township hospital"), 26),
        Heading(_("residents"), 12, "whole"),
        Heading(_("due by heads"), 18, "fen"),
        Heading(_("prepaid"), 18, "fen"),
        Heading(_("earned by villages"), 18, "fen"),
        Heading(_("by work points"), 18, "fen"),
    )
    rows = tuple((row.label, row.residents, row.due, row.prepaid, row.earned, row.by_points) for row in found.townships)
    return PlanTable("townships", _("Townships"), _("Public-health money by township · yuan"), headings, rows)


def _unit_table(found: "CareMoney") -> "PlanTable":
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    headings = (
        Heading(_("unit"), 26),
        Heading(_("residents"), 12, "whole"),
        Heading(_("due by heads"), 16, "fen"),
        Heading(_("process earned"), 16, "fen"),
        Heading(_("by work points"), 16, "fen"),
        Heading(_("earned in all"), 16, "fen"),
        Heading(_("services"), 12, "whole"),
        Heading(_("yuan a service"), 14, "fen"),
    )
    rows = tuple(
        (row.unit_id, row.residents, row.due, row.process, row.by_points, row.earned, row.services, row.cost)
        for row in found.units
    )
    return PlanTable("units", _("Units"), _("Public-health money by unit · yuan"), headings, rows)


def _kind_tables(found: "CareMoney", policy: Policy) -> list["PlanTable"]:
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    if not found.kinds:
        return []
    headings = (
        Heading(_("kind of service"), 30),
        Heading(_("services"), 14, "whole"),
        Heading(_("by work points"), 18, "fen"),
        Heading(_("yuan a service"), 16, "fen"),
    )
    rows = tuple((words(policy, row.kind), row.services, row.by_points, row.cost) for row in found.kinds)
    title = _("What each kind of service would earn of the process money by work points · yuan")
    return [PlanTable("kinds", _("Kinds of service"), title, headings, rows)]


def _as_dict(found: "CareMoney", pack: Pack, year: int, *, is_synthetic: bool) -> dict[str, Any]:
    return {
        "year": year,
        "county": pack.region,
        "is_synthetic": is_synthetic,
        "standard_fen": found.heads.standard.value,
        "grade": found.heads.standard.grade.word,
        "county_fen": found.heads.county.value,
        "townships": [row.as_dict() for row in found.townships],
        "units": [row.as_dict() for row in found.units],
        "kinds": [row.as_dict() for row in found.kinds],
        "proofs": [
            {"words": proof.words, "left_fen": proof.left, "right_fen": proof.right, "holds": proof.holds}
            for proof in found.proofs
        ],
    }


def _show_split(policy: Policy, year: int, *, as_json: bool) -> None:
    from fenming.primary_care.public_health import split_tasks

    tasks = split_tasks(policy)
    if as_json:
        cells = ({part: figure.value for part, figure in task.cells.items()} for task in tasks)
        listed = [{"item": task.item, "task": task.key} | each for task, each in zip(tasks, cells, strict=True)]
        show_json({"year": year, "unit_of_exact": "fen/10^12", "tasks": listed})
        return
    headings = [_("item"), _("task"), _("township"), _("village"), _("township, exact"), _("village, exact")]
    rows = [
        [
            words(policy, task.item),
            words(policy, task.key),
            *(format_yuan(task.cells[f"{party}_shown"].value) for party in ("township", "village")),
            *(_exact_yuan(task.cells[party].value) for party in ("township", "village")),
        ]
        for task in tasks
    ]
    show_table(
        _("Between township and village, {year} · yuan a resident").format(year=year), headings, rows, range(2, 9)
    )
    out.print(_("Shown cells are rounded one by one and need not add up; the exact ones do."), markup=False)


def _exact_yuan(pico_fen: int) -> str:
    """An exact cell in yuan, every digit kept, trailing zeros cut."""
    whole, part = divmod(pico_fen, 100 * 10**12)
    return f"{whole}.{f'{part:014d}'.rstrip('0') or '0'}"
