"""`fenming demo`: a whole county-year on synthetic data, from files to reports."""

from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import app
from fenming.cli.choosing import example
from fenming.cli.commands.imports import expand, import_with_progress, show_import
from fenming.cli.commands.run import run_with_progress, show_run
from fenming.cli.console import out, progress_bars
from fenming.facts.twin import load_profile, make_twin
from fenming.facts.workspace import Workspace
from fenming.kernel.language import _

SEED = 20240101


@app.command(
    help=_("Make a synthetic county like Suixi, import it, run its year 2024 and write the reports."),
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
    show_run(run_with_progress(workspace, county.year))
    out.print(_("Everything here is synthetic: no real person, no real bill."), style="bold")
