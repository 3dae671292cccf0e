"""`fenming assess`: what was done, what it scores, and why; the monitoring table; a unit's statement; two assessments compared."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, called, example, label_of
from fenming.cli.console import out, progress_bars, show_finding, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _

if TYPE_CHECKING:
    from fenming.reports.assessment.folder import AssessmentFolder
    from fenming.reports.run_folder import RunFolder

SHOWN = 8  # findings told on the screen; all are in the workbook
assess = typer.Typer(invoke_without_command=True, rich_markup_mode="markdown")
app.add_typer(
    assess,
    name="assess",
    help=_("Assess a year: indicators, scores down the chain, what is missing; frozen before money moves."),
    epilog=example("fenming assess --workspace W --year 2024"),
)
AssessmentOption = Annotated[
    str, typer.Option("--assessment", help=_("an assessment's id or the beginning of it, or `latest`"), metavar="ID")
]
OutOption = Annotated[Path | None, typer.Option("--out", help=_("the workbook to write, .xlsx"), metavar="FILE")]


@assess.callback()
def make(
    context: typer.Context,
    year: Annotated[int, typer.Option(help=_("the year to assess"), min=0, max=9999)] = 0,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    out_path: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    if context.invoked_subcommand is not None:
        return
    if not year:
        raise BadInput(
            "assess.year",
            what=_("{option} is missing").format(option="--year"),
            why=_("an assessment is of one year"),
            remedy=_("for example: {command}").format(command="fenming assess --workspace W --year 2024"),
        )
    assessment, is_new = make_with_progress(Workspace.open(workspace), year, tuple(packs or ()))
    if out_path:
        _write_workbook(assessment, out_path)
    if as_json:
        show_json(_as_dict(assessment, is_new=is_new))
    else:
        show_assessment(assessment, is_new=is_new)


def make_with_progress(
    workspace: Workspace, year: int, roots: tuple[Path, ...] = ()
) -> tuple["AssessmentFolder", bool]:
    """Assess the year with a bar for each stage; the assessment, and whether it was made now."""
    from fenming.reports.assessment.folder import AssessmentFolder
    from fenming.year.assessment import make_assessment

    words = {
        "measures": _("count the measures"),
        "scores": _("score and pass down the chain"),
        "record": _("write the assessment"),
    }
    with progress_bars(words) as advance:
        made = make_assessment(workspace, year, roots=roots, progress=advance)
    return AssessmentFolder.open(made.folder), made.is_new


def _as_dict(assessment: "AssessmentFolder", *, is_new: bool) -> dict[str, object]:
    from fenming.reports.assessment.overview import scheme_overviews

    return {
        "assessment_id": assessment.id,
        "folder": str(assessment.folder),
        "is_new": is_new,
        "schemes": [one.as_dict() for one in scheme_overviews(assessment)],
        "findings": assessment.findings,
    }


def show_assessment(assessment: "AssessmentFolder", *, is_new: bool = True) -> None:
    """Every scheme on a line, what is missing, and where to look next."""
    from fenming.reports.assessment.overview import party_kind_word, scheme_overviews
    from fenming.reports.wording import score_text

    manifest = assessment.manifest
    unit = _("points of a hundred")
    title = f"{label_of(manifest['county_label'], manifest['county_label_en'])} {manifest['year']} · {unit}"
    if manifest["synthetic"]:
        title += f" · {_('synthetic data')}"
    headings = [
        _("assessment scheme"),
        _("assesses"),
        _("with a total"),
        _("without a total"),
        _("lowest"),
        _("mean"),
        _("highest"),
    ]
    rows = [
        [one.label, party_kind_word(one.assesses), f"{len(one.totals)}", f"{one.missing}"]
        + ["–" if score is None else score_text(score) for score in (one.lowest, one.mean, one.highest)]
        for one in scheme_overviews(assessment)
    ]
    show_table(title, headings, rows, numbers=range(2, 7))
    for finding in assessment.findings[:SHOWN]:
        show_finding(Finding(**finding), "!")
    if len(assessment.findings) > SHOWN:
        out.print(_("… and {count} more findings, in the workbook").format(count=len(assessment.findings) - SHOWN))
    if not is_new:
        out.print(_("The same facts, packs, appeals and code were assessed before: this is that assessment."))
    out.print(_("Assessment {id} in {folder}").format(id=assessment.id, folder=assessment.folder), markup=False)
    unit = assessment.tables.units[0]["unit_id"]
    out.print(_("Look into it, or let it decide the year's money:"))
    for asked in (f"explain {unit}", "indicators --national 2024", f"freeze {assessment.id} --by NAME --reason WHY"):
        out.print(f"  {called()} assess {asked}", markup=False)


@assess.command(
    help=_(
        "Why a health unit, a township hospital, a consortium or the county scored what it scored, and what the next step takes, in people and yuan."
    ),
    epilog=example("fenming assess explain U340621T0301"),
)
def explain(
    party: Annotated[str, typer.Argument(help=_("id of a health unit, township hospital or consortium, or `county`"))],
    assessment: AssessmentOption = "latest",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    from fenming.reports.assessment.party import explain_party

    opened = Workspace.open(workspace)
    found = _found(opened, assessment)
    told = explain_party(found, party, _settled_by(opened, found))
    if as_json:
        show_json(told.as_dict())
    else:
        out.print("\n".join(told.text_lines()), markup=False)


@assess.command(
    help=_("The one-page statement of a health unit's assessment, to print, sign or dispute."),
    epilog=example("fenming assess statement U340621T0301 --out statement.html"),
)
def statement(
    party: Annotated[str, typer.Argument(help=_("id of a health unit, or `all`"))],
    out_path: Annotated[Path, typer.Option("--out", help=_("folder to write the pages to"), metavar="DIR")],
    assessment: AssessmentOption = "latest",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
) -> None:
    from fenming.reports.assessment.statement import write_unit_statements

    opened = Workspace.open(workspace)
    found = _found(opened, assessment)
    written = write_unit_statements(found, _settled_by(opened, found), [] if party == "all" else [party], out_path)
    out.print(_("{count} pages are written to {folder}").format(count=len(written), folder=out_path), markup=False)


@assess.command(
    help=_(
        "The indicators: the 14 of the national monitoring table beside published values, or all of the county's cards."
    ),
    epilog=example("fenming assess indicators --national 2024 --out monitoring.xlsx"),
)
def indicators(
    national: Annotated[int, typer.Option(help=_("version of the national table: 2024"))] = 0,
    assessment: AssessmentOption = "latest",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    out_path: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    from fenming.reports.assessment.indicators import (
        NUMBERS,
        county_indicators,
        indicator_dict,
        indicator_rows,
        write_indicator_workbook,
    )

    opened = Workspace.open(workspace)
    found = _found(opened, assessment)
    listed = county_indicators(opened, found, national or None)
    if out_path:
        write_indicator_workbook(found, listed, out_path)
    if as_json:
        show_json([indicator_dict(one) for one in listed])
        return
    headings, rows = indicator_rows(listed)
    show_table(_("Indicators of {year}").format(year=found.manifest["year"]), headings, rows, numbers=NUMBERS)
    if any(one.is_plausible is False for one in listed):
        raise typer.Exit(FOUND_WRONG)


@assess.command(
    help=_("What changed from one assessment to another: scores, by party and item, and why."),
    epilog=example("fenming assess compare 1f2e latest"),
)
def compare(
    before: Annotated[str, typer.Argument(help=_("the earlier assessment"))],
    after: Annotated[str, typer.Argument(help=_("the later assessment, or `latest`"))] = "latest",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    out_path: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    from fenming.reports.assessment.changes import NUMBERS, change_rows, read_changes, write_changes_workbook

    opened = Workspace.open(workspace)
    first, second = _found(opened, before), _found(opened, after)
    changes = read_changes(first, second)
    if out_path:
        write_changes_workbook(second, changes, out_path)
    if as_json:
        show_json([one.as_dict() for one in changes])
        return
    headings, rows = change_rows(second, changes)
    title = _("{count} scores changed from {before} to {after}").format(
        count=len(changes), before=first.id, after=second.id
    )
    show_table(title, headings, rows, numbers=NUMBERS)


def _found(workspace: Workspace, named: str) -> "AssessmentFolder":
    from fenming.reports.assessment.folder import find_assessment

    return find_assessment(workspace, named)


def _settled_by(workspace: Workspace, assessment: "AssessmentFolder") -> "RunFolder | None":
    from fenming.reports.assessment.folder import run_settled_by

    return run_settled_by(workspace, assessment)


def _write_workbook(assessment: "AssessmentFolder", path: Path) -> None:
    from fenming.reports.assessment.workbook import write_assessment_workbook

    write_assessment_workbook(assessment, path)
    out.print(_("the workbook is written to {path}").format(path=path), markup=False)
