"""A desk job from the user's files to an output beside which everything that differs is told."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from fenming.adjudication import Summary, adjudicate
from fenming.engines.local import connect, parquet, run
from fenming.facts.intake import ImportReport, write_quarantine_workbook
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _, language
from fenming.policy import Pack
from fenming.reports.adjudicated.before import read_before
from fenming.reports.adjudicated.changes import Changes, changed_bills, compare
from fenming.reports.adjudicated.changes_workbook import write_changes
from fenming.reports.adjudicated.differences import Differences, differences, largest
from fenming.reports.adjudicated.judged import Adjudicated, Chosen, teach_labels, write_judged
from fenming.reports.adjudicated.output import Stamp, check_ending, write_output
from fenming.reports.adjudicated.workbook import About, write_differences
from fenming.year.desk_job.asked import Asked, check_asked, find_pack
from fenming.year.desk_job.done import Done, Rows
from fenming.year.desk_job.taking_in import chosen_bills, folder_beside, take_in
from fenming.year.stages import Progress

MEMORY_LIMIT = "1GB"  # of putting bills in order and counting them; what does not fit overflows beside the output


def adjudicate_files(asked: Asked, progress: Progress | None = None) -> Done:
    """Judge the bills asked for and write output and workbooks; every row is in the output, set aside, or not asked for.

    The files appear when all is done, not before. Raises BadInput for files, packs or options that cannot be used, and
    when no bill is left to judge; rows set aside are then written all the same.
    """
    check_asked(asked)
    pack = find_pack(asked.pack, asked.roots)
    with folder_beside(asked.out) as folder:
        job = Job(asked, pack, folder, progress or (lambda _stage, _done, _whole: None))
        return job.do()


@dataclass
class Job:
    """One job at work in `folder`; `made` are the files to be put into place at its end."""

    asked: Asked
    pack: Pack
    folder: Path
    progress: Progress
    judged: tuple[Path, ...] = ()
    made: dict[str, tuple[Path, Path]] = field(default_factory=dict)

    def do(self) -> Done:
        workspace, report = take_in(self.asked, self.pack, self.folder, self.progress)
        if report.quarantined:
            write_quarantine_workbook(workspace, self._making("quarantine", self.asked.beside("quarantine")))
        handed_in, quarantined = self._rows(report)
        check_ending(self.asked.out, handed_in - quarantined)
        summary = self._adjudicate(workspace, handed_in - quarantined)
        with connect(self.folder / "temporary", MEMORY_LIMIT) as connection:
            teach_labels(connection)
            chosen = chosen_bills(self.asked, workspace)
            rows = Rows(handed_in, quarantined, self._join(connection, workspace, chosen))
            return self._tell(connection, workspace, (report, summary, rows, chosen))

    def _making(self, what: str, target: Path) -> Path:
        """Where to write a file that is put into place as `target` at the end."""
        made = self.folder / target.name
        self.made[what] = (made, target)
        return made

    def _place(self) -> dict[str, Path]:
        for made, target in self.made.values():
            made.replace(target)
        return {what: target for what, (_made, target) in self.made.items()}

    def _rows(self, report: ImportReport) -> tuple[int, int]:
        counts = report.tables["bill"]
        if not counts["accepted"]:
            self._place()
            raise _no_bills(report, self.asked.beside("quarantine"))
        return counts["accepted"] + counts["quarantined"], counts["quarantined"]

    def _adjudicate(self, workspace: Workspace, whole: int) -> Summary:
        done = 0

        def advance(bills: int) -> None:
            nonlocal done
            done += bills
            self.progress("adjudication", done, whole)

        self.progress("adjudication", 0, whole)
        tables = workspace.manifest()["tables"]
        given = {name: [workspace.table_path(name)] for name in ("chronic", "accumulator") if name in tables}
        return adjudicate(
            workspace.table_path("bill"),
            self.pack,
            self._payments,
            diseases=given.get("chronic", ()),
            accumulators=given.get("accumulator", ()),
            progress=advance,
        )

    @property
    def _payments(self) -> Path:
        return self.folder / "adjudicated.parquet"

    def _join(self, connection: duckdb.DuckDBPyConnection, workspace: Workspace, chosen: Chosen) -> int:
        self.progress("join", 0, 1)
        batches = workspace.manifest()["batches"]
        files = {one["id"]: f"{one['file']}#{one['sheet']}" if one["sheet"] else one["file"] for one in batches}
        source = Adjudicated(workspace.table_path("bill"), self._payments, files)
        self.judged, written = write_judged(connection, source, self.folder / "judged", chosen)
        if not written:
            raise _none_chosen()
        self.progress("join", 1, 1)
        return written

    def _tell(
        self,
        connection: duckdb.DuckDBPyConnection,
        workspace: Workspace,
        known: tuple[ImportReport, Summary, Rows, Chosen],
    ) -> Done:
        report, summary, rows, chosen = known
        about = self._about(connection, rows, workspace.is_synthetic)
        stamp = Stamp(about.heading, about.is_synthetic)
        out = self._making("output", self.asked.out)
        write_output(connection, self.judged, out, stamp, lambda done: self.progress("write", done, rows.written))
        findings = (*report.findings, *summary.findings)
        found = self._differences(connection, about, findings)
        changes = self._changes(connection, about, chosen)
        return Done(
            self.pack.region,
            _label(self.pack),
            rows,
            summary,
            found,
            findings,
            changes,
            workspace.is_synthetic,
            self._place(),
        )

    def _differences(
        self, connection: duckdb.DuckDBPyConnection, about: About, findings: tuple[Finding, ...]
    ) -> Differences:
        self.progress("reports", 0, 2)
        found = differences(connection, self.judged)
        bills = largest(connection, self.judged)
        path = self._making("differences", self.asked.beside("differences"))
        write_differences(path, about, found, bills, findings)
        self.progress("reports", 1, 2)
        return found

    def _changes(self, connection: duckdb.DuckDBPyConnection, about: About, chosen: Chosen) -> Changes | None:
        changes = None
        if self.asked.against is not None:
            amounts = read_before(connection, self.asked.against, self.folder)
            changes = compare(connection, self.judged, amounts, chosen)
            path = self._making("changes", self.asked.beside("changes"))
            write_changes(path, about, changes, changed_bills(connection))
        self.progress("reports", 2, 2)
        return changes

    def _about(self, connection: duckdb.DuckDBPyConnection, rows: Rows, is_synthetic: bool) -> About:
        first, last = run(
            connection, f"SELECT min(setl_time)::DATE, max(setl_time)::DATE FROM {parquet(*self.judged)}"
        )[0]
        lines = [
            (_("rules"), f"{_label(self.pack)} ({self.pack.region})"),
            (_("files"), ", ".join(path.name for path in self.asked.bills)),
            (_("settled"), _("{first} to {last}").format(first=first, last=last)),
            (_("rows handed in"), f"{rows.handed_in:,}"),
            (_("rows set aside"), f"{rows.quarantined:,}"),
            (_("bills judged"), f"{rows.judged:,}"),
            (_("bills reported"), f"{rows.written:,}"),
        ]
        heading = _("{label} · bills settled {first} to {last}").format(label=_label(self.pack), first=first, last=last)
        footer = _("pack {pack} · {digest}").format(pack=self.pack.region, digest=self.pack.digest()[:16])
        return About(heading, footer, tuple(lines), is_synthetic)


def _label(pack: Pack) -> str:
    return pack.label if language() == "zh" else pack.label_en


def _no_bills(report: ImportReport, quarantine: Path) -> BadInput:
    first = next(iter(report.findings), None)
    return BadInput(
        "adjudicate.no_bills",
        what=_("no bill is left to judge: all {rows} rows were set aside").format(
            rows=f"{report.tables['bill']['quarantined']:,}"
        ),
        where=first.where if first else "--bills",
        why=first.what if first else "",
        remedy=_("every row and its reason stand in {file}; {remedy}").format(
            file=quarantine.name, remedy=first.remedy if first else ""
        ),
    )


def _none_chosen() -> BadInput:
    return BadInput(
        "adjudicate.none_chosen",
        what=_("no bill was settled by this person in this period"),
        where="--person, --from, --to",
        why=_("all bills were judged, none is left to report"),
        remedy=_("widen the period, or check the person's number or label"),
    )
