"""Bills taken in are judged: on their fee lines where they have any, from where each person's year stood."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fenming.adjudication import Summary, adjudicate
from fenming.facts.intake import ImportReport
from fenming.facts.workspace import Workspace
from fenming.kernel import Finding
from fenming.policy import Pack
from fenming.reports.adjudicated.judged import Adjudicated
from fenming.year.desk_job.on_lines import OnLines, judge_on_lines
from fenming.year.stages import Progress


@dataclass(frozen=True, slots=True)
class Judged:
    """What was judged: the workspace and how it was filled, bills with their payments, and fee lines where there were any."""

    workspace: Workspace
    report: ImportReport
    bills: Path
    payments: Path
    summary: Summary
    on_lines: OnLines | None = None

    @property
    def source(self) -> Adjudicated:
        """Bills beside their payments; batches go by the names of their files and sheets."""
        batches = self.workspace.manifest()["batches"]
        files = {one["id"]: f"{one['file']}#{one['sheet']}" if one["sheet"] else one["file"] for one in batches}
        return Adjudicated(self.bills, self.payments, files)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found on the way."""
        if self.on_lines is None:
            return (*self.report.findings, *self.summary.findings)
        taken = [finding for finding in self.report.findings if finding.code != "fee_line.sum"]  # told bill by bill
        return (*taken, *self.on_lines.summary.findings, *self.summary.findings)


def judge(workspace: Workspace, report: ImportReport, pack: Pack, folder: Path, progress: Progress) -> Judged:
    """Judge everything in `workspace`; tables are written to `folder`. Raises BadInput for days the pack does not cover."""
    tables = workspace.manifest()["tables"]
    on_lines = None
    if "fee_line" in tables:
        advance = counted(progress, "lines", tables["fee_line"]["rows"])
        on_lines = judge_on_lines(workspace, pack, folder, advance)
    bills = on_lines.bills if on_lines else workspace.table_path("bill")
    given = {name: [workspace.table_path(name)] for name in ("chronic", "accumulator") if name in tables}
    payments = folder / "adjudicated.parquet"
    summary = adjudicate(
        bills,
        pack,
        payments,
        diseases=given.get("chronic", ()),
        accumulators=given.get("accumulator", ()),
        progress=counted(progress, "adjudication", tables["bill"]["rows"]),
    )
    return Judged(workspace, report, bills, payments, summary, on_lines)


def counted(progress: Progress, stage: str, whole: int) -> Callable[[int], None]:
    """What is told rows done since it was last told, for a progress that wants all rows done so far."""
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        progress(stage, done, whole)

    progress(stage, 0, whole)
    return advance
