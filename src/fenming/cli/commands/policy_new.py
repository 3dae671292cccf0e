"""`fenming policy new`: a folder to begin a place's pack with."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.choosing import JsonOption, example
from fenming.cli.commands.policy import found_in, policy_app
from fenming.cli.console import out, show_json
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy.starter import label_of, start_pack, usual_since
from fenming.policy.starter_text import USUAL, Wish


@policy_app.command(
    help=_("Begin a pack: a folder that loads and checks cleanly, with an open question for every value to find."),
    epilog=example("fenming policy new cn/js/320700 --label 连云港市 --label-en Lianyungang --root my-packs"),
)
def new(
    region: Annotated[str, typer.Argument(help=_("where the pack stands, such as cn/js/320700"))],
    root: Annotated[Path, typer.Option(help=_("folder of your own packs; made if there is none"), metavar="DIR")],
    existing: Annotated[
        str, typer.Option("--from", help=_("pack to take values from, as assumptions to check"), metavar="ID")
    ] = "",
    blank: Annotated[bool, typer.Option("--blank", help=_("take no values from anywhere (the usual way)"))] = False,
    scheme: Annotated[list[str] | None, typer.Option(help=_("scheme to write; may be given again"))] = None,
    care: Annotated[list[str] | None, typer.Option(help=_("care or layer to write; may be given again"))] = None,
    label: Annotated[str, typer.Option(help=_("name of the place in Chinese"))] = "",
    label_en: Annotated[str, typer.Option(help=_("name of the place in English"))] = "",
    since: Annotated[str, typer.Option(help=_("first day the rules hold, as 2024-01-01"))] = "",
    as_json: JsonOption = False,
) -> None:
    if blank and existing:
        raise BadInput(
            "policy.blank_from",
            what=_("--blank and --from exclude each other"),
            remedy=_("give --from to take values from a pack, --blank or nothing to take none"),
        )
    today = date.today()  # noqa: DTZ011  a calendar day where the user is
    label, label_en = _names(region, label, label_en)
    first = _first_day(since) if since else usual_since(region, root, today)
    schemes, parts = tuple(scheme or ("resident",)), tuple(care or USUAL)
    files = start_pack(Wish(region, root, label, label_en, first, today, existing, schemes, parts))
    findings = found_in(root / region)
    if as_json:
        show_json(
            {"files": [path.as_posix() for path in files], "findings": [finding.as_dict() for finding in findings]}
        )
        return
    for path in files:
        out.print(path.as_posix(), markup=False)
    out.print(_("{count} files written; {found} findings").format(count=len(files), found=len(findings)))
    out.print(
        _("next: read {readme}, then fenming policy check {root}").format(readme=root / region / "README.md", root=root)
    )


def _names(region: str, label: str, label_en: str) -> tuple[str, str]:
    """The place's names: as given, else asked for at a terminal, else what its code says."""
    usual, usual_en = label_of(region)
    if not label and sys.stdin.isatty():
        label = typer.prompt(_("name of the place in Chinese"), default=usual)
        label_en = label_en or typer.prompt(_("name of the place in English"), default=usual_en)
    return label or usual, label_en or usual_en


def _first_day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise BadInput(
            "date.unreadable", what=_("'{text}' is no day").format(text=written), remedy=_("write it like 2024-06-30")
        ) from error
