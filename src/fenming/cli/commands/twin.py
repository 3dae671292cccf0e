"""`fenming twin`: a synthetic county to try the whole year on."""

from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import app
from fenming.cli.choosing import JsonOption, example, label_of
from fenming.cli.console import out, progress_bars, show_json, show_table
from fenming.facts.twin import describe_twin, load_profile, make_twin
from fenming.kernel.language import _

twin_app = typer.Typer(no_args_is_help=True, help=_("Make and describe a synthetic county."))
app.add_typer(twin_app, name="twin")
ProfileOption = Annotated[str, typer.Option(help=_("name of a shipped profile, or your own YAML file"))]


@twin_app.command(
    help=_("Write the files of a synthetic county, as users really have them."),
    epilog=example("fenming twin make exports --scale 0.01"),
)
def make(
    folder: Annotated[Path, typer.Argument(help=_("folder to write into"))],
    scale: Annotated[str, typer.Option(help=_("size of the county, from 0.001 to 1"))] = "1",
    seed: Annotated[int, typer.Option(help=_("the same seed gives the same county, byte for byte"))] = 20240101,
    profile: ProfileOption = "suixi",
) -> None:
    with progress_bars({}) as advance:
        make_twin(load_profile(profile), folder, scale=scale, seed=seed, progress=advance)
    out.print(
        _("Synthetic county written to {folder}; now: fenming import {folder} --workspace W").format(folder=folder)
    )


@twin_app.command(
    help=_("Published figures beside what was generated."), epilog=example("fenming twin describe exports")
)
def describe(
    folder: Annotated[Path, typer.Argument(help=_("folder of a synthetic county"))], as_json: JsonOption = False
) -> None:
    rows = describe_twin(folder)
    if as_json:
        show_json([row.as_dict() for row in rows])
        return
    headings = [_("figure"), _("published"), _("at this scale"), _("generated"), _("grade")]
    listed = [[label_of(row.label, row.label_en), *row.texts, row.grade] for row in rows]
    show_table(_("Synthetic county: published beside generated"), headings, listed)
    for row in rows:
        if row.note:
            label, note = label_of(row.label, row.label_en), label_of(row.note, row.note_en)
            out.print(_("{word}: {text}").format(word=label, text=note), markup=False)
