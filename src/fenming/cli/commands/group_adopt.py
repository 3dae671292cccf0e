"""`fenming group adopt`: the group tables by which a workspace's cases are paid."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from fenming.cli.choosing import DEFAULT_WORKSPACE, WorkspaceOption, example
from fenming.cli.commands.group import group_app
from fenming.cli.console import out
from fenming.facts.workspace import Workspace
from fenming.kernel.language import _

ANSWERS = "cases.csv"  # cases with their answers travel with some tables and are no part of them


@group_app.command(
    help=_("Take group tables into a workspace: from the next run on, its cases are grouped and paid by them."),
    epilog=example("fenming group adopt --tables DIR --workspace W"),
)
def adopt(
    tables: Annotated[Path, typer.Option("--tables", help=_("directory of group tables"), metavar="DIR")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
) -> None:
    from fenming.grouping import read_tables

    read = read_tables(tables)
    opened = Workspace.open(workspace)
    with opened.alone(), TemporaryDirectory(dir=opened.folder, prefix=".group-tables-") as folder:
        taken = Path(folder) / "taken"
        shutil.copytree(tables, taken, ignore=shutil.ignore_patterns(ANSWERS, ".*"))
        if opened.group_tables.exists():
            opened.group_tables.rename(Path(folder) / "former")
        taken.rename(opened.group_tables)
    out.print(
        _(
            "{count} groups are taken in; the next run of the year pays by them: fenming run --workspace {folder}"
        ).format(count=len(read.drg), folder=workspace),
        markup=False,
    )
