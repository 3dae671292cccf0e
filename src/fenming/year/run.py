"""Running the year: the stages into a folder beside, checked, then shown all at once."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fenming.adjudication import LOCAL
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack, load_pack
from fenming.reports.run_folder import run_number
from fenming.settlement.rows import SCORES
from fenming.year.frozen_scores import FrozenScores, frozen_scores
from fenming.year.identity import identity_of
from fenming.year.record import Inputs
from fenming.year.stages import NEEDED, Progress, Stages
from fenming.year.staging import staged


@dataclass
class YearRun:
    """A made run: where it is, whether it was made now, how long each stage took (milliseconds)."""

    id: str
    folder: Path
    is_new: bool = True
    milliseconds: dict[str, int] = field(default_factory=dict)


def run_year(
    workspace: Workspace,
    year: int,
    *,
    roots: tuple[Path, ...] = (),
    progress: Progress | None = None,
    engine: str = LOCAL,
) -> YearRun:
    """Run `year` of the workspace's county. The same facts, packs and code give the same run: it is found, not made again.

    Scores are those of the year's frozen assessment, which is part of what the run is; without one, those handed in.
    `engine` is where bills are judged: here, or on the cluster at that address; which one leaves no trace in the run.

    Raises BadInput for missing tables, a year outside the pack, or a parameter the pack leaves open. A check that
    fails is a defect of Fenming and raises ArithmeticError; the run is then not shown.
    """
    pack = load_pack(workspace.county, roots)
    with workspace.alone():  # facts must not be replaced between taking their fingerprint and running them
        _check_ready(workspace, pack, year)
        frozen = frozen_scores(workspace, pack, year)
        _check_scores(workspace, year, frozen)
        identity = identity_of(workspace, pack, year, frozen.id if frozen else "")
        inputs = Inputs(workspace, pack, year, identity, frozen)
        number = run_number(inputs.identity)
        folder = workspace.runs / number
        if (folder / "manifest.json").exists():
            return YearRun(number, folder, is_new=False)
        with staged(folder, "tables", "reports") as staging:
            stages = Stages(inputs, staging, progress or _silent, engine)
            stages.make()
        return YearRun(number, folder, milliseconds=stages.milliseconds)


def _silent(_stage: str, _done: int, _whole: int) -> None:
    """No progress is shown."""


def _check_ready(workspace: Workspace, pack: Pack, year: int) -> None:
    missing = [table for table in NEEDED if not workspace.has(table)]
    if missing:
        raise BadInput(
            "run.tables_missing",
            what=_("the year cannot be run: no table {tables}").format(tables=", ".join(missing)),
            where=str(workspace.folder),
            why=_("nothing of that kind was imported"),
            remedy=_("import the files: fenming import FILE… --workspace {folder}").format(folder=workspace.folder),
        )
    pack.on(date(year, 12, 31))


def _check_scores(workspace: Workspace, year: int, frozen: FrozenScores | None) -> None:
    missing = [table for table in SCORES if not workspace.has(table)]
    if missing and frozen is None:
        raise BadInput(
            "run.scores_missing",
            what=_("the year cannot be run: there are no scores ({tables})").format(tables=", ".join(missing)),
            where=str(workspace.folder),
            why=_("no assessment of {year} is frozen, and no scores were handed in").format(year=year),
            remedy=_(
                "either assess the year and freeze it: fenming assess --workspace {folder} --year {year}, then fenming assess freeze latest --workspace {folder}; or import the scores as they were decided elsewhere"
            ).format(folder=workspace.folder, year=year),
        )
