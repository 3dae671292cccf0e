"""The year's settlement lists: grouped by the county's tables, priced by its rules, into the tables of a run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fenming.engines.local import connect, parquet
from fenming.facts.run_tables import RunTables
from fenming.facts.workspace import Workspace
from fenming.grouping import GroupTables, group_cases, read_tables
from fenming.grouping.words import status_names
from fenming.kernel import Finding, format_yuan
from fenming.kernel.language import _
from fenming.payment.drg import (
    Application,
    Decision,
    DrgTerms,
    History,
    Placed,
    decisions_of,
    drg_terms,
    price_all,
    price_cases,
    queue_reviews,
)
from fenming.payment.drg.review_files import queue_table
from fenming.policy import Policy

CHARGED = "payment.drg.charged"
OF_THE_YEAR = """
SELECT c.*, p.consortium_id, b.is_chronic_pool::INTEGER AS is_chronic
FROM {case} c JOIN {bill} b ON b.bill_id = c.case_id JOIN {person} p ON p.person_id = b.person_id
WHERE b.payment_method = '4' AND year(b.settled_at) = {year} ORDER BY c.person_id, c.admitted_on, c.case_id
"""
BEFORE = """
SELECT c.* FROM {case} c WHERE year(c.discharged_on) BETWEEN {year} - 3 AND {year} - 1
ORDER BY c.person_id, c.admitted_on, c.case_id
"""
LEVELS = "SELECT institution_id, coalesce(care_level, '') FROM {institution}"


@dataclass(frozen=True, slots=True)
class YearCases:
    """Cases of one year and of the three before, each with its group in the same row; hospitals' levels."""

    cases: pa.Table
    grouped: pa.Table
    history: History


def group_tables_of(workspace: Workspace) -> GroupTables | None:
    """The workspace's own group tables; for a synthetic county without them those made for it; else none."""
    if workspace.group_tables.is_dir():
        return read_tables(workspace.group_tables)
    if workspace.is_synthetic:
        with as_file(files("fenming.grouping") / "demonstration") as folder:
            return read_tables(folder)
    return None


def is_cleared(policy: Policy) -> bool:
    """Whether the county's packages are charged with what cases cleared."""
    charged = policy.get(CHARGED)
    return charged is not None and charged.value == "cleared"


def write_case_points(workspace: Workspace, policy: Policy, year: int, folder: Path) -> list[Finding]:
    """Write `grouped` and `case_points` of the year's cases into `folder`; what is missing for it is found, not raised.

    Raises BadInput where the group tables are broken or a rule of pricing was never seen.
    """
    if not workspace.has("case"):
        return [_no_cases(workspace)]
    tables = group_tables_of(workspace)
    if tables is None:
        return [_no_tables(workspace)]
    read = read_year_cases(workspace, year, tables)
    terms = drg_terms(policy, read.history)
    reviewed = read_reviews(workspace, read, terms)
    points = price_cases(read.cases, read.grouped, terms, reviewed.decisions)
    pq.write_table(read.grouped, folder / "grouped.parquet")
    pq.write_table(points, folder / "case_points.parquet")
    pq.write_table(queue_table(reviewed.queue), folder / "review_queue.parquet")
    return [*_ungrouped(read.grouped), *reviewed.findings]


def read_year_cases(workspace: Workspace, year: int, tables: GroupTables) -> YearCases:
    """The year's cases paid by DRG and those of the three years before, grouped."""
    named = {name: parquet(workspace.table_path(name)) for name in ("case", "bill", "person", "institution")}
    with connect(workspace.temporary) as connection:
        cases, before = (
            connection.sql(query.format(**named, year=year)).to_arrow_table() for query in (OF_THE_YEAR, BEFORE)
        )
        levels = dict(connection.execute(LEVELS.format(**named)).fetchall())
    return YearCases(cases, group_cases(cases, tables), History(before, group_cases(before, tables), levels))


@dataclass(frozen=True, slots=True)
class Reviews:
    """The special reviews of a year: the queue of applications, the results that count by case, and those that do not."""

    queue: tuple[Placed, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_reviews(workspace: Workspace, read: YearCases, terms: DrgTerms) -> Reviews:
    """The year's applications placed within their quota, and the results that count for its cases.

    Raises BadInput where cases were applied for and the pack has no quota.
    """
    if not workspace.has("case_review"):
        return Reviews()
    known = set(read.cases["case_id"].to_pylist())
    rows = [row for row in pq.read_table(workspace.table_path("case_review")).to_pylist() if row["case_id"] in known]
    if not rows:
        return Reviews()
    applications = [Application(row["case_id"], row["applied_on"], row["application_reason"] or "") for row in rows]
    queue = queue_reviews(applications, list(price_all(read.cases, read.grouped, terms)), terms.rules)
    results = {
        row["case_id"]: Decision(row["review_result"], row["cap_fen"] or 0) for row in rows if row["review_result"]
    }
    decisions, findings = decisions_of(results, queue)
    return Reviews(tuple(queue), decisions, tuple(findings))


def _ungrouped(grouped: pa.Table) -> Iterator[Finding]:
    counts = pc.value_counts(grouped["status"]).to_pylist()
    for counted in counts:
        if counted["values"] != "grouped":
            yield Finding(
                "payment.case_status",
                what=_("{count} cases have no group: {status}").format(
                    count=counted["counts"], status=status_names()[counted["values"]]
                ),
                where=_("table grouped, column status"),
                why=_("each says its reason in its own row"),
                remedy=_("look at them: fenming pay cases RUN --status {status}").format(status=counted["values"]),
            )


def waiting(tables: RunTables) -> list[Finding]:
    """A finding for stays of the county's hospitals that wait for their settlement lists, with what their bills had."""
    (row,) = tables.rows("SELECT sum(without_case)::BIGINT AS stays, sum(waiting_fen)::BIGINT AS fen FROM {points}")
    if not row["stays"]:
        return []
    return [
        Finding(
            "payment.without_case",
            what=_("{count} stays paid by case have no settlement list").format(count=row["stays"]),
            where=_("table points, column without_case"),
            why=_("they earn no points, and {amount} yuan on their bills are charged to nobody").format(
                amount=format_yuan(row["fen"])
            ),
            remedy=_("import the missing settlement lists and run again"),
            rows=row["stays"],
            fen=row["fen"],
        )
    ]


def _no_cases(workspace: Workspace) -> Finding:
    return Finding(
        "payment.no_cases",
        what=_("case payment is charged as the bills have it"),
        where=str(workspace.folder.name),
        why=_("no settlement lists (table case) were imported, so there are no points to clear by"),
        remedy=_("import the settlement lists of the year and of the years before, and run again"),
    )


def _no_tables(workspace: Workspace) -> Finding:
    return Finding(
        "payment.no_group_tables",
        what=_("case payment is charged as the bills have it"),
        where=str(workspace.folder.name),
        why=_("the workspace has no group tables, and each region issues its own"),
        remedy=_("take them in: fenming group adopt --tables DIR --workspace {folder}").format(folder=workspace.folder),
    )
