"""`fenming care`: what primary care does and earns; its commands stand in modules of their own."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from fenming.cli.app import app
from fenming.cli.choosing import find_run, label_of, list_runs
from fenming.cli.console import err, show_finding, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.policy import Pack, Policy
from fenming.reports.run_folder import RunFolder

care = typer.Typer(
    no_args_is_help=True,
    help=_("Primary care: work points, public-health money, contracts, chronic patients, referrals, deaths."),
)
app.add_typer(care, name="care")

YearOption = Annotated[int, typer.Option(help=_("the year"), min=2000, max=9999)]
UnitOption = Annotated[str, typer.Option(help=_("only this health unit, by its code"))]
BookOption = Annotated[Path | None, typer.Option("--out", help=_("also write a workbook"), metavar="FILE.xlsx")]


def imported(workspace: Workspace) -> dict[str, Path]:
    """The Parquet file of every table that was imported into `workspace`."""
    return {table: workspace.table_path(table) for table in workspace.manifest()["tables"]}


def words(policy: Policy, key: str) -> str:
    """What the packs call `key`, in the language in use."""
    return label_of(*policy.labels.get(key, (key, key)))


def show_findings(findings: Sequence[Finding]) -> None:
    for finding in findings:
        show_finding(finding, "!")


def write_care_workbook(
    path: Path, place: tuple[Pack, int, bool], tables: Sequence[Any], findings: Sequence[Finding]
) -> None:
    """Write `tables` to the workbook `path`; `place` is the pack, the year, and whether the facts are synthetic."""
    from fenming.reports.adjudicated.workbook import About
    from fenming.reports.budget import write_plan

    pack, year, is_synthetic = place
    heading = f"{label_of(pack.label, pack.label_en)} {year}"
    write_plan(path, About(heading, f"{pack.region} {pack.digest()[:12]}", (), is_synthetic), tables, findings)
    err.print(_("Workbook: {path}").format(path=path))


def rows_as_dicts(findings: Sequence[Finding]) -> list[Mapping[str, Any]]:
    return [finding.as_dict() for finding in findings]


def run_of_year(workspace: Workspace, year: int, named: str) -> RunFolder | None:
    """The run called `named`, else the latest of `year`, None where there is none. Raises BadInput for one of another year."""
    if not named:
        runs = [RunFolder.open(folder) for folder in list_runs(workspace.folder)]
        return next((run for run in reversed(runs) if run.manifest["year"] == year), None)
    found = find_run(named, workspace.folder)
    if found.manifest["year"] != year:
        raise BadInput(
            "care.other_year",
            what=_("the run {run} is of {year}").format(run=found.manifest["run_id"], year=found.manifest["year"]),
            where="--run",
            why=_("money of two years cannot stand side by side"),
            remedy=_("choose a run of {year}, or ask for that year").format(year=year),
        )
    return found


def no_run(workspace: Workspace, year: int, what: str) -> Finding:
    """What is not shown because the year was not run."""
    return Finding(
        "care.no_run",
        what,
        str(workspace.folder),
        _("no run of {year} is there").format(year=year),
        _("run the year first: fenming run --workspace {folder} --year {year}").format(
            folder=workspace.folder, year=year
        ),
    )


def day_of(text: str, option: str = "--on") -> date:
    """The day written as `text`. Raises BadInput where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "care.day",
            what=_("'{text}' is no day").format(text=text),
            where=option,
            why=_("days are written year-month-day and must exist"),
            remedy=_("write it like 2024-12-31"),
        ) from None


def refuse_unknown_unit(unit: str, known: Container[str]) -> None:
    """Raises BadInput where a unit is named that is not there."""
    if unit and unit not in known:
        raise BadInput(
            "care.no_unit",
            what=_("there is no health unit {unit}").format(unit=unit),
            where="--unit",
            why=_("the register of health units does not list it, or it was merged into another"),
            remedy=_("take its code from the register, table health_unit"),
        )


def show_care_tables(tables: Sequence[Any], *, is_synthetic: bool) -> None:
    """`tables` (PlanTable) on the screen, numbers to the right."""
    for table in tables:
        title = f"{table.title} · {_('synthetic data')}" if is_synthetic else table.title
        numbers = {place for place, heading in enumerate(table.headings) if heading.style in ("whole", "fen")}
        show_table(title, [heading.words for heading in table.headings], table.texts(), numbers)
