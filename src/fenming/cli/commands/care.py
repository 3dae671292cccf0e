"""`fenming care`: what primary care does and earns; its commands stand in modules of their own."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from fenming.cli.app import app
from fenming.cli.choosing import label_of
from fenming.cli.console import err, show_finding
from fenming.facts.workspace import Workspace
from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.policy import Pack, Policy

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
