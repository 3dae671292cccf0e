"""Finding what the user means: a workspace, a run, an amount's unit."""

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _, language
from fenming.reports.run_folder import RunFolder

DEFAULT_WORKSPACE = Path(os.environ.get("FENMING_WORKSPACE", "demo/workspace"))

WorkspaceOption = Annotated[Path, typer.Option("--workspace", "-w", help=_("folder of the workspace"), metavar="W")]
JsonOption = Annotated[bool, typer.Option("--json", help=_("print JSON instead of tables"))]
PacksOption = Annotated[
    list[Path] | None, typer.Option("--packs", help=_("folder with packs of your own; may be given again"))
]
EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        help=_("where bills are judged: local, or a Spark cluster: spark://HOST:PORT, sc://HOST:PORT, yarn, local[2]"),
        metavar="ENGINE",
    ),
]
RunArgument = Annotated[
    str, typer.Argument(help=_("a run's folder, its id or the beginning of it, or `latest`"), metavar="RUN")
]


def called() -> str:
    """How this program is called here: `fenming`, or the path to it where that is not on the PATH."""
    return "fenming" if shutil.which("fenming") else sys.argv[0]


def example(command: str) -> str:
    """The epilog of a command's help."""
    return _("Example: {command}").format(command=f"`{command}`")


def find_run(named: str, workspace: Path) -> RunFolder:
    """The run called `named`: a folder, an id in `workspace` or its beginning, or `latest`. Raises BadInput."""
    if (Path(named) / "manifest.json").is_file():
        return RunFolder.open(Path(named))
    runs = list_runs(workspace)
    if named == "latest" and runs:
        return RunFolder.open(runs[-1])
    found = [run for run in runs if run.name.startswith(named)]
    if len(found) == 1:
        return RunFolder.open(found[0])
    raise BadInput(
        "run.unknown",
        what=_("no single run is meant by '{named}'").format(named=named),
        where=str(workspace),
        why=_("runs there: {runs}").format(runs=", ".join(run.name for run in runs) or "–"),
        remedy=_("name one of them, or run the year first: fenming run --workspace {folder} --year 2024").format(
            folder=workspace
        ),
    )


def list_runs(workspace: Path) -> list[Path]:
    """The finished runs of a workspace, the newest last."""
    manifests = sorted(
        Workspace.open(workspace).runs.glob("[!.]*/manifest.json"), key=lambda path: path.stat().st_mtime_ns
    )
    return [path.parent for path in manifests]


def label_of(label: str, label_en: str) -> str:
    """The label in the language in use."""
    return label if language() == "zh" else label_en
