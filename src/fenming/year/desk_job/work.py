"""A desk job from the user's files to an output beside which everything that differs is told."""

from dataclasses import dataclass, field
from pathlib import Path

from fenming.engines.local import connect
from fenming.facts.intake import ImportReport, write_quarantine_workbook
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack
from fenming.reports.adjudicated.judged import teach_labels
from fenming.reports.adjudicated.output import check_ending
from fenming.year.desk_job.asked import Asked, check_asked, find_pack
from fenming.year.desk_job.done import Done
from fenming.year.desk_job.judging import Judged, judge
from fenming.year.desk_job.taking_in import chosen_bills, folder_beside, take_in
from fenming.year.desk_job.telling import Telling, label_of
from fenming.year.stages import Progress

MEMORY_LIMIT = "1GB"  # of comparing and counting bills; what does not fit overflows beside the output


def adjudicate_files(asked: Asked, progress: Progress | None = None) -> Done:
    """Judge the bills asked for and write output and workbooks; every row is in the output, set aside, or not asked for.

    The files appear when all is done, not before. Raises BadInput for files, packs or options that cannot be used, and
    when no bill is left to judge; rows set aside are then written all the same.
    """
    check_asked(asked)
    pack = find_pack(asked.pack, asked.roots)
    with folder_beside(asked.out) as folder:
        return _Job(asked, pack, folder, progress or _silent).do()


def _silent(_stage: str, _done: int, _whole: int) -> None:
    """No progress is shown."""


@dataclass
class _Job:
    """One job at work in `folder`; `made` are the files to be put into place at its end."""

    asked: Asked
    pack: Pack
    folder: Path
    progress: Progress
    made: dict[str, tuple[Path, Path]] = field(default_factory=dict)

    def do(self) -> Done:
        workspace, report = take_in(self.asked, self.pack, self.folder, self.progress)
        self._set_aside(workspace, report)
        judged = judge(workspace, report, self.pack, self.folder, self.progress)
        with connect(self.folder / "temporary", MEMORY_LIMIT) as connection:
            teach_labels(connection)
            chosen = chosen_bills(self.asked, workspace)
            return self._tell(Telling(connection, judged, chosen, self.folder, self.progress), judged)

    def _set_aside(self, workspace: Workspace, report: ImportReport) -> None:
        """Write the quarantine, and refuse what leaves nothing to judge or would not fit the output."""
        beside = self.asked.beside("quarantine")
        if report.quarantined:
            write_quarantine_workbook(workspace, self._making("quarantine", beside))
        if not report.tables["bill"]["accepted"]:
            self._place()
            raise _no_bills(report, beside)
        check_ending(self.asked.out, report.tables["bill"]["accepted"])

    def _tell(self, telling: Telling, judged: Judged) -> Done:
        counts = judged.report.tables["bill"]
        rows = telling.gather((counts["accepted"] + counts["quarantined"], counts["quarantined"]))
        about, findings = telling.about(self.asked, self.pack, rows), telling.findings()
        telling.write_output(self._making("output", self.asked.out), about, rows)
        path = self._making("differences", self.asked.beside("differences"))
        found, lines = telling.write_differences(path, about, findings)
        changes = None
        if self.asked.against is not None:
            path = self._making("changes", self.asked.beside("changes"))
            changes = telling.write_changes(path, about, self.asked.against)
        return Done(
            pack=self.pack.region,
            pack_label=label_of(self.pack),
            rows=rows,
            summary=judged.summary,
            differences=found,
            findings=findings,
            changes=changes,
            lines=lines,
            is_synthetic=about.is_synthetic,
            written=self._place(),
        )

    def _making(self, what: str, target: Path) -> Path:
        """Where to write a file that is put into place as `target` at the end."""
        made = self.folder / target.name
        self.made[what] = (made, target)
        return made

    def _place(self) -> dict[str, Path]:
        for made, target in self.made.values():
            made.replace(target)
        return {what: target for what, (_made, target) in self.made.items()}


def _no_bills(report: ImportReport, quarantine: Path) -> BadInput:
    first = next(iter(report.findings), None)
    aside = report.tables["bill"]["quarantined"]
    if not aside or first is None:
        return BadInput(
            "adjudicate.no_rows",
            what=_("there are no bills in the files"),
            where="--bills",
            remedy=_("export them again: below the header there is nothing"),
        )
    return BadInput(
        "adjudicate.no_bills",
        what=_("no bill is left to judge: all {rows} rows were set aside").format(rows=f"{aside:,}"),
        where=first.where,
        why=first.what,
        remedy=_("every row stands with its reason in {file}; mostly: {remedy}").format(
            file=quarantine.name, remedy=first.remedy
        ),
    )
