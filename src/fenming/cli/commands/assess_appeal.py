"""`fenming assess appeal|decide|appeals`: a party disputes what was counted; somebody decides; both stay in the register."""

from pathlib import Path
from typing import Annotated

import typer

from fenming.assessment.appeals import STATES, Appeal, AppealRegister, Claim, state_word
from fenming.assessment.register import Said
from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, called, example
from fenming.cli.commands.assess import assess
from fenming.cli.commands.assess_freeze import ByOption, ReasonOption
from fenming.cli.console import out, show_finding, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _


@assess.command(
    help=_("Enter an appeal: what a party says was done and was due, why, and the files that show it."),
    epilog=example(
        "fenming assess appeal U340621T0301 hypertension_control_rate --year 2024 --numerator 54 --by NAME --reason WHY --evidence FILE"
    ),
)
def appeal(
    party: Annotated[str, typer.Argument(help=_("id of a health unit, institution or consortium, or `county`"))],
    indicator: Annotated[str, typer.Argument(help=_("the disputed indicator"))],
    year: Annotated[int, typer.Option(help=_("the year assessed"), min=1, max=9999)],
    by: Annotated[str, typer.Option("--by", help=_("who appeals; stays in the register"))],
    reason: ReasonOption,
    numerator: Annotated[int | None, typer.Option(help=_("how many were done, as claimed"))] = None,
    denominator: Annotated[int | None, typer.Option(help=_("how many were due, as claimed"))] = None,
    period: Annotated[str, typer.Option(help=_("year, or q1 to q4 for an indicator by quarter"))] = "year",
    evidence: Annotated[
        list[Path] | None, typer.Option(help=_("a file that shows it; may be given again"), metavar="FILE")
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    from fenming.year.assessment import appeal_score

    claim = Claim(year, party, indicator, period, numerator, denominator)
    said = Said.now(by, reason)
    made = appeal_score(Workspace.open(workspace), claim, said, evidence or (), roots=tuple(packs or ()))
    if as_json:
        show_json(made.as_dict())
        return
    out.print(
        _("Appeal {id} is entered, with {count} files of evidence. It is decided with:").format(
            id=made.id, count=len(made.evidence)
        ),
        markup=False,
    )
    out.print(f"  {called()} assess decide {made.id} --accept|--reject --by NAME --reason WHY", markup=False)


@assess.command(
    help=_("Decide an appeal, once. What is accepted counts in the next assessment, never in one that is there."),
    epilog=example("fenming assess decide A0001 --accept --by NAME --reason 'records seen'"),
)
def decide(
    appeal_id: Annotated[str, typer.Argument(help=_("number of the appeal, like A0001"), metavar="APPEAL")],
    by: ByOption,
    reason: ReasonOption,
    is_accepted: Annotated[
        bool | None, typer.Option("--accept/--reject", help=_("whether the claim holds"), show_default=False)
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    from fenming.year.assessment import decide_appeal, late_appeals

    if is_accepted is None:
        raise BadInput(
            "appeal.undecided",
            what=_("it is not said whether appeal {id} is accepted").format(id=appeal_id),
            remedy=_("give --accept or --reject"),
        )
    opened = Workspace.open(workspace)
    decided = decide_appeal(opened, appeal_id, Said.now(by, reason), is_accepted=is_accepted)
    if as_json:
        show_json(decided.as_dict())
        return
    out.print(_("Appeal {id} is {state}.").format(id=decided.id, state=state_word(decided.state)), markup=False)
    if is_accepted:
        out.print(_("It counts in the next assessment:"))
        out.print(f"  {called()} assess --workspace {workspace} --year {decided.claim.year}", markup=False)
        if (late := late_appeals(opened, decided.claim.year)) is not None:
            show_finding(late, "!")


@assess.command(
    help=_("List the appeals: who claims what, who decided it and why."),
    epilog=example("fenming assess appeals --workspace W --state open"),
)
def appeals(
    state: Annotated[str, typer.Option(help=_("only those that are open, accepted or rejected"))] = "",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    if state and state not in STATES:
        raise BadInput(
            "appeal.state",
            what=_("'{state}' is no state of an appeal").format(state=state),
            where="--state",
            remedy=_("use one of: {known}").format(known=", ".join(STATES)),
        )
    listed = [
        one for one in AppealRegister.of(Workspace.open(workspace)).appeals.values() if not state or one.state == state
    ]
    if as_json:
        show_json([one.as_dict() for one in listed])
        return
    headings = [_("appeal"), _("assessed party"), _("indicator"), _("period"), _("claimed"), _("state"), _("why")]
    show_table(_("Appeals"), headings, [_row(one) for one in listed], numbers=())


def _row(one: Appeal) -> list[str]:
    claim = one.claim
    claimed = " / ".join("–" if count is None else f"{count:,}" for count in (claim.numerator, claim.denominator))
    said = one.decided or one.said
    period = str(claim.year) if claim.period == "year" else f"{claim.year} {claim.period}"
    return [
        one.id,
        claim.party_id,
        claim.indicator_id,
        period,
        claimed,
        state_word(one.state),
        f"{said.by}: {said.reason}",
    ]
