"""What was judged is written: the output, what differs, what changed."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from fenming.engines.local import parquet, run
from fenming.facts.intake.clean import LABEL
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _, language
from fenming.policy import Pack
from fenming.reports.adjudicated.before import read_before
from fenming.reports.adjudicated.changes import Changes, changed_bills, compare
from fenming.reports.adjudicated.changes_workbook import write_changes
from fenming.reports.adjudicated.differences import Differences, differences, largest
from fenming.reports.adjudicated.judged import Chosen, write_judged
from fenming.reports.adjudicated.lines import LineDifferences, line_differences
from fenming.reports.adjudicated.output import Stamp, write_output
from fenming.reports.adjudicated.workbook import About, Told, write_differences
from fenming.year.desk_job.asked import Asked
from fenming.year.desk_job.done import Rows
from fenming.year.desk_job.judging import Judged
from fenming.year.stages import Progress

_HARMLESS = ("duplicate", "bill.not_valid")  # rows set aside that are missing from nobody's year


@dataclass(slots=True)
class Telling:
    """Writes about the `chosen` of the judged bills into `folder`, in the order of its methods."""

    connection: duckdb.DuckDBPyConnection
    judged: Judged
    chosen: Chosen
    folder: Path
    progress: Progress
    parts: tuple[Path, ...] = ()

    def gather(self, rows: tuple[int, int]) -> Rows:
        """Bring the chosen bills into the order of their files; `rows` are those handed in and those set aside."""
        self.progress("join", 0, 1)
        self.parts, written = write_judged(self.connection, self.judged.source, self.folder / "judged", self.chosen)
        if not written:
            raise _none_chosen()
        self.progress("join", 1, 1)
        return Rows(*rows, written)

    def about(self, asked: Asked, pack: Pack, rows: Rows) -> About:
        """What stands at the head of everything written."""
        query = f"SELECT min(setl_time)::DATE, max(setl_time)::DATE FROM {parquet(*self.parts)}"
        first, last = run(self.connection, query)[0]
        label = label_of(pack)
        lines = (
            (_("rules"), f"{label} ({pack.region})"),
            (_("files"), ", ".join(path.name for path in asked.bills)),
            (_("settled"), _("{first} to {last}").format(first=first, last=last)),
            (_("rows handed in"), f"{rows.handed_in:,}"),
            (_("rows set aside"), f"{rows.quarantined:,}"),
            (_("bills judged"), f"{rows.judged:,}"),
            (_("bills reported"), f"{rows.written:,}"),
        )
        heading = _("{label} · bills settled {first} to {last}").format(label=label, first=first, last=last)
        footer = _("pack {pack} · {digest}").format(pack=pack.region, digest=pack.digest()[:16])
        return About(heading, footer, lines, self.judged.workspace.is_synthetic)

    def write_output(self, path: Path, about: About, rows: Rows) -> None:
        """One row per bill."""
        stamp = Stamp(about.heading, about.is_synthetic)
        write_output(self.connection, self.parts, path, stamp, lambda done: self.progress("write", done, rows.written))

    def write_differences(
        self, path: Path, about: About, findings: tuple[Finding, ...]
    ) -> tuple[Differences, LineDifferences | None]:
        """What differs from the platform."""
        self.progress("reports", 0, 2)
        found, lines = differences(self.connection, self.parts), self._lines()
        bills = largest(self.connection, self.parts)
        self.progress("reports", 1, 2)
        write_differences(path, about, Told(found, bills, findings, lines))
        self.progress("reports", 2, 2)
        return found, lines

    def _lines(self) -> LineDifferences | None:
        on_lines = self.judged.on_lines
        if on_lines is None:
            return None
        lines = self.judged.workspace.table_path("fee_line")
        return line_differences(self.connection, lines, on_lines.judged_lines, on_lines.summary)

    def write_changes(self, path: Path, about: About, earlier: Path) -> Changes:
        """What changed since an earlier judgement."""
        self.progress("changes", 0, 1)
        amounts = read_before(self.connection, earlier, self.folder)
        changes = compare(self.connection, self.parts, amounts, self.chosen)
        write_changes(path, about, changes, changed_bills(self.connection))
        self.progress("changes", 1, 1)
        return changes

    def findings(self) -> tuple[Finding, ...]:
        """All that was found, and the bills whose persons' years lack a row that was set aside."""
        incomplete = self._incomplete()
        return (*self.judged.findings, *((incomplete,) if incomplete else ()))

    def _incomplete(self) -> Finding | None:
        aside = parquet(*self.judged.workspace.quarantine_paths())
        harmless = ", ".join(f"'{code}'" for code in _HARMLESS)
        persons = (
            f"SELECT DISTINCT regexp_extract(raw, '\"({LABEL})\"', 1) AS psn_no FROM {aside}"
            f" WHERE \"table\" IN ('bill', 'accumulator') AND code NOT IN ({harmless})"
        )
        bills, fen = run(
            self.connection,
            f"SELECT count(*), coalesce(sum(abs(medfee_sumamt)), 0)::BIGINT FROM {parquet(*self.parts)} SEMI JOIN ({persons}) USING (psn_no)",
        )[0]
        if not bills:
            return None
        return Finding(
            "person.incomplete",
            _("bills of persons of whom a row was set aside: their year is judged without it"),
            _("{bills} bills").format(bills=f"{bills:,}"),
            _("deductibles, caps and layers depend on all bills of the year before"),
            _("correct the rows set aside and hand them in together with the others"),
            bills,
            fen,
        )


def label_of(pack: Pack) -> str:
    """What the pack is called in the language in use."""
    return pack.label if language() == "zh" else pack.label_en


def _none_chosen() -> BadInput:
    return BadInput(
        "adjudicate.none_chosen",
        what=_("no bill was settled by this person in this period"),
        where="--person, --from, --to",
        why=_("all bills were judged, none is left to report"),
        remedy=_("widen the period, or check the person's number or label"),
    )
