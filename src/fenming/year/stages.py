"""The stages of a year in their order, each timed and told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic_ns

from fenming.adjudication import LOCAL, Summary, adjudicate
from fenming.facts.run_tables import RunTables
from fenming.kernel import Book, Finding
from fenming.kernel.language import _
from fenming.payment.clearing import write_points
from fenming.payment.methods import write_method_sums
from fenming.policy import Policy
from fenming.primary_care.referral import REFERRAL_TABLES, write_referral_sum, write_up_sum
from fenming.settlement import (
    Check,
    Reading,
    Settlement,
    book,
    booking_leftovers,
    read_monthly_spend,
    recompute_check,
    settle_tables,
    settlement_checks,
    write_rows,
)
from fenming.settlement.rows import BASIS, SCORES
from fenming.year.cases import is_cleared, waiting, write_case_points
from fenming.year.record import Inputs, Outcome, write_record, write_shares
from fenming.year.reporting import write_reports

STAGES = ("adjudication", "cases", "rows", "settlement", "journal", "checks", "reports")
NEEDED = (
    "bill",
    "person",
    "chronic",
    "institution",
    "health_unit",
    "unit_history",
    "unit_resident",
)
OPTIONAL = ("unit_merger",)
Progress = Callable[[str, int, int], None]


class Stages:
    """Makes the run of `inputs` in `staging`, bills judged on `engine`; `milliseconds` tells how long each stage took."""

    def __init__(self, inputs: Inputs, staging: Path, progress: Progress, engine: str = LOCAL) -> None:
        self.inputs, self.staging, self.progress, self.engine = inputs, staging, progress, engine
        self.tables = staging / "tables"
        self.milliseconds: dict[str, int] = {}

    def make(self) -> None:
        """All stages; raises what the year cannot go on with."""
        policy = self.inputs.pack.on(date(self.inputs.year, 12, 31))
        with self._stage("adjudication"):
            summary = self._adjudicate()
        with self._stage("cases"):
            found = self._price_cases(policy)
        with self._stage("rows"):
            found += self._write_rows(policy)
            found += self._enclose_scores()
        with self._stage("settlement"):
            rows = RunTables(self.tables)
            settlement = settle_tables(self.inputs.pack, rows, self.inputs.year)
            write_shares(settlement, self.tables / "share.parquet")
        with self._stage("journal"):
            monthly = read_monthly_spend(rows)
            journal = book(settlement, monthly, self.inputs.year, rows.called())
            journal.save(self.staging / "journal.jsonl")
        with self._stage("checks"):
            figures = Book([*settlement.figures(), *monthly.values()])
            leftovers = _("accounts that should be zero and are not = none")
            closed = Check("journal.closed", leftovers, len(booking_leftovers(journal)), 0)
            checks = [*_checks(settlement, figures), *self._row_checks(summary), closed]
            _refuse_broken(checks)
            write_record(
                self.inputs,
                Outcome(figures, checks, [*found, *settlement.findings], summary, journal.head),
                self.staging,
            )
        with self._stage("reports"):
            write_reports(self.staging, lambda done, whole: self.progress("reports", done, whole))

    def _adjudicate(self) -> Summary:
        workspace = self.inputs.workspace
        whole, done = workspace.manifest()["tables"]["bill"]["rows"], 0

        def advance(bills: int) -> None:
            nonlocal done
            done += bills
            self.progress("adjudication", done, whole)

        path, diseases = self.tables / "adjudicated.parquet", [workspace.table_path("chronic")]
        return adjudicate(
            workspace.table_path("bill"),
            self.inputs.pack,
            path,
            diseases=diseases,
            accumulators=[workspace.table_path("accumulator")] if workspace.has("accumulator") else [],
            progress=advance,
            year=self.inputs.year,
            engine=self.engine,
        )

    def _price_cases(self, policy: Policy) -> list[Finding]:
        if not is_cleared(policy):
            return []
        return write_case_points(self.inputs.workspace, policy, self.inputs.year, self.tables)

    def _write_rows(self, policy: Policy) -> list[Finding]:
        workspace, year, basis = self.inputs.workspace, self.inputs.year, policy["settlement.spend_basis"].value
        sources = {name: workspace.table_path(name) for name in (*NEEDED, *SCORES, *OPTIONAL) if workspace.has(name)}
        sources |= self.inputs.frozen.tables if self.inputs.frozen else {}
        adjudicated, priced = self.tables / "adjudicated.parquet", self.tables / "case_points.parquet"
        write_method_sums(workspace.table_path("bill"), self.tables, year)
        if all(workspace.has(name) for name in REFERRAL_TABLES):
            referred = {name: workspace.table_path(name) for name in REFERRAL_TABLES}
            write_referral_sum(referred, year, self.tables / "referral_sum.parquet")
            write_up_sum(referred, year, self.tables / "referral_up_sum.parquet")
        reading = Reading(year, basis, policy["budget.chronic_heads_on"].value)
        write_rows({name: str(path) for name, path in sources.items()}, adjudicated, reading, self.tables)
        if priced.exists():
            named = {name: workspace.table_path(name) for name in ("bill", "person", "institution")}
            write_points(
                named | {"adjudicated": adjudicated, "case_points": priced},
                BASIS[basis],
                year,
                self.tables,
            )
            return waiting(RunTables(self.tables))
        return []

    def _enclose_scores(self) -> list[Finding]:
        """What the frozen scores can be worked out from again, and what is to be told of them."""
        frozen = self.inputs.frozen
        if frozen is None:
            return []
        frozen.enclose(self.staging)
        tables = self.inputs.workspace.manifest()["tables"]
        return frozen.findings({name: table["sha256"] for name, table in tables.items()})

    def _row_checks(self, summary: Summary) -> list[Check]:
        manifest = self.inputs.workspace.manifest()
        tables, bills = manifest["tables"].values(), manifest["tables"]["bill"]["rows"]
        taken = sum(table["rows"] + table["quarantined"] for table in tables)
        handed_in = sum(batch["rows"] for batch in manifest["batches"])
        fund_and_person = summary.totals["fund_fen"] + summary.totals["person_fen"]
        return [
            Check("facts.rows", _("rows accepted + quarantined = rows handed in"), taken, handed_in),
            Check("adjudication.rows", _("bills adjudicated = bills on file"), summary.bills, bills),
            Check("adjudication.payers", _("fund + person = all bills"), fund_and_person, summary.total_fen),
        ]

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        self.progress(name, 0, 1)
        started = monotonic_ns()
        yield
        self.milliseconds[name] = (monotonic_ns() - started) // 1_000_000
        self.progress(name, 1, 1)


def _checks(settlement: Settlement, figures: Book) -> list[Check]:
    return [*settlement_checks(settlement), recompute_check(figures)]


def _refuse_broken(checks: list[Check]) -> None:
    broken = [f"{check.name}: {check.statement}: {check.left} ≠ {check.right}" for check in checks if not check.holds]
    if broken:
        raise ArithmeticError("; ".join(broken))
