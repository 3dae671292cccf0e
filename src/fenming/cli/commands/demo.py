"""`fenming demo`: a whole county-year on synthetic data, from files to reports."""

from pathlib import Path
from typing import Annotated

import typer

from fenming.assessment.frozen import FrozenRegister
from fenming.assessment.register import Said
from fenming.cli.app import app
from fenming.cli.choosing import example
from fenming.cli.commands.assess import make_with_progress, show_assessment
from fenming.cli.commands.imports import expand, import_with_progress, show_import
from fenming.cli.commands.run import run_with_progress, show_run
from fenming.cli.console import out, progress_bars
from fenming.facts.twin import load_profile, make_twin
from fenming.facts.workspace import Workspace
from fenming.kernel.language import _
from fenming.year.assessment import freeze_assessment

SEED = 20240101


@app.command(
    help=_(
        "Make a synthetic county like Suixi, import it, assess its year 2024, freeze the scores, run the year and write the reports."
    ),
    epilog=example("fenming demo --scale 0.01"),
)
def demo(
    folder: Annotated[Path, typer.Option(help=_("where to work"))] = Path("demo"),
    scale: Annotated[str, typer.Option(help=_("size of the county, from 0.001 to 1"))] = "1",
    seed: Annotated[int, typer.Option(help=_("the same seed gives the same county"))] = SEED,
    profile: Annotated[str, typer.Option(help=_("name of a shipped profile, or your own YAML file"))] = "suixi",
) -> None:
    county = load_profile(profile)
    is_usual = (scale, seed, profile) == ("1", SEED, "suixi")
    suffix = "" if is_usual else f"-{county.id}-{scale.replace('/', '_')}-{seed}"
    exports = folder / f"exports{suffix}"
    if not (exports / "twin.json").exists():
        with progress_bars({}) as advance:
            make_twin(county, exports, scale=scale, seed=seed, progress=advance)
    workspace = Workspace.create(folder / f"workspace{suffix}", county.pack)
    show_import(import_with_progress(workspace, expand([exports])))
    _assess(workspace, county.year)
    show_run(run_with_progress(workspace, county.year))
    out.print(_("Everything here is synthetic: no real person, no real bill."), style="bold")


def _assess(workspace: Workspace, year: int) -> None:
    """Assess the year and freeze it as a county would; done again, what is frozen stays."""
    assessment, is_new = make_with_progress(workspace, year)
    show_assessment(assessment, is_new=is_new)
    frozen = FrozenRegister.of(workspace).of_year(year)
    if frozen is None or frozen.assessment_id != assessment.id:
        said = Said.now("fenming demo", _("a demonstration on synthetic data: nobody checked anything"))
        freeze_assessment(workspace, assessment.id, said)
        out.print(_("Frozen for the demonstration: its scores decide the year's money."), style="bold")
