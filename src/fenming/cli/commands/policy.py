"""`fenming policy`: what the packs say, by day, and whether they are sound."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import JsonOption, PacksOption, example, label_of
from fenming.cli.console import out, show_finding, show_json, show_table
from fenming.facts.workspace import COUNTY
from fenming.kernel import BadInput, Book, Finding
from fenming.kernel.language import _
from fenming.mechanisms import verb, verb_names
from fenming.policy import Pack, check_pack, load_pack, pack_names, severity
from fenming.reports.explain import explain_figure

policy_app = typer.Typer(no_args_is_help=True, help=_("Show and check policy packs."))
app.add_typer(policy_app, name="policy")
MARKS = {"error": "✗", "warning": "!", "note": "·"}
PackOption = Annotated[str, typer.Option("--pack", help=_("id of the pack"), metavar="ID")]


@policy_app.command(
    help=_("Show one parameter on a day: value, clause, grade, reading."),
    epilog=example("fenming policy show settlement.risk_corridor --on 2024-06-30"),
)
def show(
    name: Annotated[str, typer.Argument(help=_("dotted name of the parameter"))],
    on: Annotated[str, typer.Option(help=_("the day, as 2024-06-30"))] = "",
    pack: PackOption = COUNTY,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    figure = load_pack(pack, tuple(packs or ())).on(day_of(on))[name]
    told = explain_figure(Book([figure]), figure.name)
    if as_json:
        show_json(told.as_dict())
    else:
        out.print("\n".join(told.text_lines()), markup=False)


@policy_app.command(
    "list",
    help=_("List all parameters of a pack, inherited ones included."),
    epilog=example("fenming policy list --pack cn/ah/340621"),
)
def list_parameters(pack: PackOption = COUNTY, packs: PacksOption = None, as_json: JsonOption = False) -> None:
    parameters = list(load_pack(pack, tuple(packs or ())).parameters())
    if as_json:
        show_json([{"name": one.name, "label": one.label, "label_en": one.label_en} for one in parameters])
        return
    rows = [[one.name, label_of(one.label, one.label_en)] for one in parameters]
    show_table(pack, [_("parameter"), _("meaning")], rows, numbers=())


@policy_app.command(help=_("List the packs there are."), epilog=example("fenming policy packs"))
def packs(packs: PacksOption = None, as_json: JsonOption = False) -> None:
    for folder in packs or ():
        if not folder.is_dir():
            raise _no_folder(folder)
    names = list(pack_names(tuple(packs or ())))
    if as_json:
        show_json(names)
    else:
        out.print("\n".join(names), markup=False)


@policy_app.command(
    help=_("Check a folder of packs: form, dates, citations, examples."),
    epilog=example("fenming policy check my-packs"),
)
def check(folder: Annotated[Path, typer.Argument(help=_("the folder"))], as_json: JsonOption = False) -> None:
    if not folder.is_dir():
        raise _no_folder(folder)
    findings = found_in(folder)
    if as_json:
        show_json([{**finding.as_dict(), "severity": severity(finding)} for finding in findings])
    else:
        for finding in findings:
            show_finding(finding, MARKS[severity(finding)])
        out.print(_("{count} findings").format(count=len(findings)) if findings else _("nothing found wrong"))
    if any(severity(finding) == "error" for finding in findings):
        raise typer.Exit(FOUND_WRONG)


def found_in(folder: Path) -> list[Finding]:
    """All findings in a folder of packs, with every example worked out and every rule tried."""
    from fenming.adjudication.checking import contradictions, judge_cases
    from fenming.assessment.checking import check_measures

    def inspect(pack: Pack) -> list[Finding]:
        return [*contradictions(pack), *check_measures(pack)]

    verbs = {name: verb(name).function for name in verb_names()}
    return check_pack(folder, evaluate=verbs, judge=judge_cases, inspect=inspect)


def _no_folder(folder: Path) -> BadInput:
    return BadInput(
        "policy.no_folder",
        what=_("there is no folder {folder}").format(folder=folder),
        remedy=_("name a folder that holds packs"),
    )


def day_of(written: str) -> date:
    """The day that was typed, today where none was. Raises BadInput."""
    try:
        return date.fromisoformat(written) if written else date.today()  # noqa: DTZ011  a calendar day where the user is
    except ValueError as error:
        raise BadInput(
            "date.unreadable", what=_("'{text}' is no day").format(text=written), remedy=_("write it like 2024-06-30")
        ) from error
