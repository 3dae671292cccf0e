"""`fenming assess list`, `fenming assess freeze`: which assessments there are, and which one decides the year's money."""

from typing import Annotated

import typer

from fenming.assessment.frozen import FrozenRegister
from fenming.assessment.register import Said
from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, WorkspaceOption, called, example
from fenming.cli.commands.assess import assess
from fenming.cli.console import out, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel.language import _

ByOption = Annotated[str, typer.Option("--by", help=_("who decides it; stays in the register"))]
ReasonOption = Annotated[str, typer.Option("--reason", help=_("why; stays in the register"))]


@assess.command(
    name="list",
    help=_("List the assessments of a workspace, and which of them is frozen for its year."),
    epilog=example("fenming assess list --workspace W"),
)
def list_them(workspace: WorkspaceOption = DEFAULT_WORKSPACE, as_json: JsonOption = False) -> None:
    from fenming.reports.assessment.folder import list_assessments

    opened = Workspace.open(workspace)
    frozen = FrozenRegister.of(opened).listed
    counting = {one.year: one.assessment_id for one in frozen}
    listed = list_assessments(opened)
    if as_json:
        show_json(
            [
                {
                    "assessment_id": one.id,
                    "year": one.manifest["year"],
                    "appeals": one.manifest["appeals"],
                    "is_frozen": counting.get(one.manifest["year"]) == one.id,
                    "frozen": [each.as_dict() for each in frozen if each.assessment_id == one.id],
                }
                for one in listed
            ]
        )
        return
    said = {one.assessment_id: one.said for one in frozen}
    rows = []
    for one in listed:
        is_counting = counting.get(one.manifest["year"]) == one.id
        state = _("decides the year's money") if is_counting else _("frozen before") if one.id in said else ""
        words = f"{said[one.id].by}: {said[one.id].reason}" if one.id in said else ""
        rows.append([one.id, str(one.manifest["year"]), str(len(one.manifest["appeals"])), state, words])
    headings = [_("assessment"), _("year"), _("appeals in it"), _("frozen"), _("by whom and why")]
    show_table(_("Assessments"), headings, rows, numbers=(2,))


@assess.command(
    help=_(
        "Freeze an assessment: from here on it decides its year's money. A later one is frozen in its place with a reason; both stay, with what changed."
    ),
    epilog=example("fenming assess freeze latest --by NAME --reason 'checked on site'"),
)
def freeze(
    named: Annotated[str, typer.Argument(help=_("an assessment's id or the beginning of it, or `latest`"))],
    by: ByOption,
    reason: ReasonOption,
    accept_missing: Annotated[
        bool, typer.Option("--accept-missing", help=_("freeze it although scores that decide money are missing"))
    ] = False,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    from fenming.year.assessment import freeze_assessment

    made = freeze_assessment(Workspace.open(workspace), named, Said.now(by, reason), accepts_missing=accept_missing)
    if as_json:
        show_json(made.frozen.as_dict() | {"changes": str(made.changes) if made.changes else None})
        return
    frozen = made.frozen
    out.print(
        _("Assessment {id} decides the money of {year}.").format(id=frozen.assessment_id, year=frozen.year),
        markup=False,
    )
    for missing in frozen.missing:
        out.print("  " + _("known to be missing: {missing}").format(missing=missing), markup=False)
    if frozen.replaces:
        out.print(
            _("It replaces {before}; what changed is in {path}").format(before=frozen.replaces, path=made.changes),
            markup=False,
        )
    out.print(_("Settle the year by it:"))
    out.print(f"  {called()} run --workspace {workspace} --year {frozen.year}", markup=False)
