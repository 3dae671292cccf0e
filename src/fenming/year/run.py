"""Running the year: adjudicate, sum, budget, settle, book, check, report; then show it all at once."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic_ns
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import fenming
from fenming.adjudication import Summary, adjudicate
from fenming.budget import build_budget
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Book, Finding
from fenming.kernel.language import _
from fenming.policy import Pack, load_pack
from fenming.reports.seal import enclose_pack
from fenming.settlement import (
    Check,
    RunTables,
    Settlement,
    book,
    booking_leftovers,
    read_county_year,
    read_monthly_spend,
    read_roll,
    recompute_check,
    settle,
    settlement_checks,
    write_rows,
)
from fenming.year.identity import code_digest, facts_digest, run_id
from fenming.year.reporting import write_reports

STAGES = ("adjudication", "rows", "settlement", "journal", "checks", "reports")
NEEDED = (
    "bill",
    "person",
    "chronic",
    "institution",
    "health_unit",
    "unit_history",
    "unit_resident",
    "process_score",
    "target_result",
    "assessment_score",
)
Progress = Callable[[str, int, int], None]


@dataclass
class YearRun:
    """A run in the making and then made: where it is, what it holds, how long each stage took (milliseconds)."""

    id: str
    folder: Path
    is_new: bool = True
    milliseconds: dict[str, int] = field(default_factory=dict)


def run_year(
    workspace: Workspace, year: int, *, roots: tuple[Path, ...] = (), progress: Progress | None = None
) -> YearRun:
    """Run `year` of the workspace's county. The same facts, packs and code give the same run, which is then found, not made again.

    Raises BadInput for missing tables, a year outside the pack, or a parameter the pack leaves open. A check that
    fails is a defect of Fenming and raises ArithmeticError; the run is then not shown.
    """
    pack = load_pack(workspace.county, roots)
    with workspace.alone():  # facts must not be replaced between taking their fingerprint and running them
        _check_ready(workspace, pack, year)
        facts = facts_digest(workspace)
        identity = run_id(pack, facts, year)
        run = YearRun(identity, workspace.runs / identity)
        if (run.folder / "manifest.json").exists():
            run.is_new = False
            return run
        with _staged(run.folder) as staging:
            _Making(workspace, pack, year, staging, run, progress or _silent).make(facts)
    return run


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


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder beside, renamed into place when all is written; whatever an earlier kill left is swept first."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = folder.with_name(f".making-{folder.name}-{os.getpid()}")
    for left in folder.parent.glob(".making-*"):
        shutil.rmtree(left, ignore_errors=True)
    (staging / "tables").mkdir(parents=True)
    (staging / "reports").mkdir()
    try:
        yield staging
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@dataclass
class _Making:
    workspace: Workspace
    pack: Pack
    year: int
    staging: Path
    run: YearRun
    progress: Progress

    def make(self, facts: str) -> None:
        tables = self.staging / "tables"
        with self._stage("adjudication"):
            summary = self._adjudicate(tables / "adjudicated.parquet")
        policy = self.pack.on(date(self.year, 12, 31))
        with self._stage("rows"):
            sources = {name: str(self.workspace.table_path(name)) for name in NEEDED}
            basis = policy["settlement.spend_basis"].value
            write_rows(sources, tables / "adjudicated.parquet", basis, self.year, tables)
        with self._stage("settlement"):
            run_tables = RunTables(tables)
            budget = build_budget(policy, read_roll(run_tables))
            settlement = settle(policy, budget, read_county_year(run_tables, self.year))
            _write_shares(settlement, tables / "share.parquet")
        with self._stage("journal"):
            monthly = read_monthly_spend(run_tables)
            journal = book(settlement, monthly, self.year)
            journal.save(self.staging / "journal.jsonl")
        with self._stage("checks"):
            figures = Book([*settlement.figures(), *monthly.values()])
            checks = [*settlement_checks(settlement), recompute_check(figures), *self._row_checks(summary)]
            checks.append(
                Check(
                    "journal.closed",
                    _("accounts that should be zero and are not = none"),
                    len(booking_leftovers(journal)),
                    0,
                )
            )
            _refuse_broken(checks)
        (self.staging / "figures.json").write_text(figures.to_json(), "utf8")
        _write_json(self.staging / "checks.json", [check.as_dict() for check in checks])
        _write_json(
            self.staging / "findings.json", [asdict(one) for one in [*settlement.findings, *self._facts_findings()]]
        )
        _write_json(self.staging / "adjudication.json", _lasting(summary))
        enclose_pack(self.pack, self.staging)
        self._write_manifest(facts, journal.head)
        with self._stage("reports"):
            write_reports(self.staging, lambda done, whole: self.progress("reports", done, whole))

    def _adjudicate(self, path: Path) -> Summary:
        whole = self.workspace.manifest()["tables"]["bill"]["rows"]
        done = 0

        def advance(bills: int) -> None:
            nonlocal done
            done += bills
            self.progress("adjudication", done, whole)

        bill = self.workspace.table_path("bill")
        return adjudicate(bill, self.pack, path, diseases=[self.workspace.table_path("chronic")], progress=advance)

    def _row_checks(self, summary: Summary) -> list[Check]:
        manifest = self.workspace.manifest()
        taken = sum(table["rows"] + table["quarantined"] for table in manifest["tables"].values())
        handed_in = sum(batch["rows"] for batch in manifest["batches"])
        fund_and_person = summary.totals["fund_fen"] + summary.totals["person_fen"]
        return [
            Check("facts.rows", _("rows accepted + quarantined = rows handed in"), taken, handed_in),
            Check(
                "adjudication.rows",
                _("bills adjudicated = bills on file"),
                summary.bills,
                manifest["tables"]["bill"]["rows"],
            ),
            Check("adjudication.payers", _("fund + person = all bills"), fund_and_person, summary.total_fen),
        ]

    def _facts_findings(self) -> list[Finding]:
        return [
            Finding(**{key: row[key] for key in Finding.__slots__ if key in row})
            for row in self.workspace.manifest()["findings"]
        ]

    def _write_manifest(self, facts: str, journal_head: str) -> None:
        tables = self.workspace.manifest()["tables"]
        written = {
            "run_id": self.run.id,
            "county": self.pack.region,
            "county_label": self.pack.label,
            "county_label_en": self.pack.label_en,
            "year": self.year,
            "fenming": fenming.__version__,
            "synthetic": self.workspace.is_synthetic,
            "pack_digest": self.pack.digest(),
            "facts_digest": facts,
            "code_digest": code_digest(),
            "journal_head": journal_head,
            "batches": [
                {key: value for key, value in batch.items() if not key.endswith("path")}
                for batch in self.workspace.manifest()["batches"]
            ],
            "tables": {name: table["rows"] for name, table in sorted(tables.items())},
            "facts": {name: table["sha256"] for name, table in sorted(tables.items())},
            "sha256": {
                str(path.relative_to(self.staging)): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(self.staging.rglob("*"))
                if path.is_file() and path.name != "adjudicated.parquet"
            },
        }
        _write_json(self.staging / "manifest.json", written)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        self.progress(name, 0, 1)
        started = monotonic_ns()
        yield
        self.run.milliseconds[name] = (monotonic_ns() - started) // 1_000_000
        self.progress(name, 1, 1)


def _lasting(summary: Summary) -> dict[str, Any]:
    """What the adjudication came to, without the times it took: the same bills give the same bytes."""
    return {key: value for key, value in summary.as_dict().items() if not key.endswith("milliseconds")}


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf8")


def _write_shares(settlement: Settlement, path: Path) -> None:
    rows = [
        {
            "payee": share.payee,
            "figure": share.figure.name,
            "fen": share.figure.value,
            "kind": share.kind,
            "level": share.level,
            "consortium_id": share.consortium,
        }
        for share in settlement.shares
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)


def _refuse_broken(checks: list[Check]) -> None:
    broken = [check for check in checks if not check.holds]
    if broken:
        raise ArithmeticError(
            "; ".join(f"{check.name}: {check.statement}: {check.left} ≠ {check.right}" for check in broken)
        )
