"""The user's files taken into a workspace of their own, which is gone when the job is done."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from fenming.facts.intake import ImportReport, import_files, person_number
from fenming.facts.intake.clean import LABEL
from fenming.facts.intake.pseudonym import pseudonym, read_key
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.kernel.locking import lock
from fenming.policy import Pack
from fenming.reports.adjudicated.judged import Chosen
from fenming.year.desk_job.asked import OPTIONS, Asked
from fenming.year.stages import Progress

_PREFIX = ".adjudicating-"


@contextmanager
def folder_beside(out: Path) -> Iterator[Path]:
    """A folder beside the output for what is in the making; whatever a kill left of an earlier one is swept first."""
    parent = out.resolve().parent
    for left in parent.glob(f"{_PREFIX}*"):
        _sweep(left)
    folder = Path(mkdtemp(prefix=_PREFIX, dir=parent))
    try:
        with (folder / "alive").open("w") as held:
            lock(held.fileno())
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove the folder of a job that is no longer at work."""
    marker = folder / "alive"
    if not marker.is_file():
        return
    with marker.open("r+") as held:
        is_free = lock(held.fileno())
    if is_free:
        shutil.rmtree(folder, ignore_errors=True)


def take_in(asked: Asked, pack: Pack, folder: Path, progress: Progress) -> tuple[Workspace, ImportReport]:
    """All files in a new workspace that needs no registers; raises BadInput where an option gave another kind of table."""
    workspace = Workspace.create(folder / "workspace", pack.region, needs_registers=False)
    paths = [path for given in asked.read().values() for path in given]
    report = import_files(workspace, paths, mapping=asked.mapping, key_file=asked.key, progress=progress)
    for table, given in asked.read().items():
        if given and table not in report.tables:
            raise _other_table(OPTIONS[table], table, report)
    return workspace, report


def _other_table(option: str, table: str, report: ImportReport) -> BadInput:
    return BadInput(
        "adjudicate.other_table",
        what=_("no file given with {option} is a table of this kind: {table}").format(option=option, table=table),
        where=option,
        why=_("read were: {files}").format(
            files=", ".join(f"{batch.where} ({batch.table})" for batch in report.batches)
        ),
        remedy=_("give the right file; a table is told by its columns, see docs/adjudicate.md"),
    )


def chosen_bills(asked: Asked, workspace: Workspace) -> Chosen:
    """Whose bills, of which days, are reported. A person number becomes a pseudonym and is not kept."""
    person = None
    if asked.person:
        key, _fingerprint = read_key(workspace, asked.key)
        person = _person(asked, key, workspace.digest)
    return Chosen(person, asked.first_day, asked.last_day)


def _person(asked: Asked, key: bytes, digest: str) -> int:
    named = asked.person.strip()
    is_label = re.fullmatch(LABEL, named) is not None
    if is_label and asked.key is None:
        raise BadInput(
            "person.other_key",
            what=_("the label {label} says nothing without the key it was made with").format(label=named),
            where="--person",
            why=_("without --key each output has labels of its own"),
            remedy=_("give --key as for the earlier output, or the person's number as it stands in the bills"),
        )
    return person_number(named) if is_label else pseudonym(named, key, digest)
