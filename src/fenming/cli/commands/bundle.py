"""`fenming seal`, `fenming verify`, `fenming beancount`: results that can be checked by others."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import (
    DEFAULT_WORKSPACE,
    JsonOption,
    PacksOption,
    RunArgument,
    WorkspaceOption,
    example,
    find_run,
)
from fenming.cli.console import out, show_finding, show_json
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.ledger import beancount_text
from fenming.reports.seal import seal as seal_run
from fenming.reports.verify import verify as verify_path


@app.command(
    help=_("Seal a run into one file that anyone can verify without the workspace."),
    epilog=example("fenming seal latest suixi-2024.zip"),
)
def seal(
    named: RunArgument,
    path: Annotated[Path, typer.Argument(help=_("the file to write"))],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
) -> None:
    digest = seal_run(find_run(named, workspace), path, tuple(packs or ()))
    out.print(_("Sealed into {path}; check it anywhere with: fenming verify {path}").format(path=path))
    out.print(_("Keep this digest elsewhere: {digest}").format(digest=digest))


@app.command(
    help=_("Verify a run or a sealed bundle: digests, journal, every figure computed again."),
    epilog=example("fenming verify suixi-2024.zip"),
)
def verify(
    named: Annotated[
        str, typer.Argument(help=_("a bundle, a run's folder, its id, or `latest`"), metavar="RUN_OR_BUNDLE")
    ],
    digest: Annotated[str, typer.Option(help=_("the digest that sealing printed, if it was kept"))] = "",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    results = verify_path(_meant(named, workspace), digest=digest, roots=tuple(packs or ()))
    if as_json:
        show_json([{**asdict(result), "holds": result.holds} for result in results])
    else:
        for result in results:
            out.print(f"{'✓' if result.holds else '✗'} {result.statement}", markup=False)
            for finding in result.findings:
                show_finding(finding)
    if not all(result.holds for result in results):
        raise typer.Exit(FOUND_WRONG)


def _meant(named: str, workspace: Path) -> Path:
    """What is to be verified: the path `named`, else the run of that name. Raises BadInput when a path leads nowhere."""
    path = Path(named)
    if path.exists():
        return path
    if path.suffix or len(path.parts) > 1:
        raise BadInput(
            "verify.no_file",
            what=_("there is no file or folder {path}").format(path=path),
            where=str(path.parent.absolute()),
            remedy=_("name a run folder (it holds manifest.json) or a bundle made by: fenming seal RUN"),
        )
    return find_run(named, workspace).folder


@app.command(
    help=_("Write a run's journal as Beancount text."), epilog=example("fenming beancount latest journal.beancount")
)
def beancount(
    named: RunArgument,
    path: Annotated[Path, typer.Argument(help=_("the file to write"))],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
) -> None:
    if path.exists() and path.is_dir():
        raise BadInput("file.is_folder", what=_("{path} is a folder").format(path=path), remedy=_("name a file"))
    path.write_text(beancount_text(find_run(named, workspace).journal), "utf8")
    out.print(_("Journal written to {path}; check it with: bean-check {path}").format(path=path))
