"""One bill told step by step: charged, outside the list, deductible, rate, layers, who paid; judged anew and compared."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from fenming.adjudication import BillExplanation, Step
from fenming.adjudication import explain_bill as judge_again
from fenming.adjudication.claim import CHRONIC_OUTPATIENT, INPATIENT, LEVELS, OUTPATIENT
from fenming.engines.local import parquet
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _
from fenming.policy import load_pack
from fenming.reports.node import Node
from fenming.reports.run_folder import RunFolder
from fenming.reports.wording import evidence_texts, number_text

CHARGED = ("total_fen", "excluded_fen", "over_limit_fen", "upfront_copay_fen", "eligible_fen")
PRINTED = ("platform_pool_fen", "platform_critical_illness_fen", "platform_person_fen")


def explain_bill(run: RunFolder, bill_id: str, roots: tuple[Path, ...] = ()) -> Node:
    """The bill `bill_id` of a run in its workspace. The person's whole year is judged anew in plain Python and compared.

    Raises BadInput for an unknown bill, a run that has left its workspace, and facts or packs that changed since the run.
    """
    workspace = _workspace_of(run)
    pack = load_pack(run.manifest["county"], roots)
    if pack.digest() != run.manifest["pack_digest"]:
        raise _changed(_("the policy packs are not those of the run"))
    bills = workspace.table_path("bill")
    told = judge_again(
        bill_id,
        bills,
        pack,
        run.folder / "tables/adjudicated.parquet",
        diseases=[workspace.table_path("chronic")],
        year=run.manifest["year"],
    )
    row = _row(bills, bill_id)
    return Node(_title(row), _where(run, row), (_charged(row), *map(_step, told.steps), _compared(row, told)))


def _workspace_of(run: RunFolder) -> Workspace:
    workspace = Workspace.open(run.folder.parent.parent)
    if not (run.folder / "tables/adjudicated.parquet").is_file():
        raise BadInput(
            "explain.no_bills",
            what=_("this run carries no bills"),
            where=str(run.folder),
            why=_("a sealed bundle holds sums only, nothing about a person"),
            remedy=_("ask in the workspace where the year was run"),
        )
    tables = {name: table["sha256"] for name, table in workspace.manifest()["tables"].items()}
    if tables != run.manifest["facts"]:
        raise _changed(_("the facts of the workspace are not those of the run"))
    return workspace


def _changed(what: str) -> BadInput:
    why = _("something was imported or edited after the run")
    return BadInput("explain.changed", what=what, why=why, remedy=_("run the year again: fenming run"))


def _row(bills: Path, bill_id: str) -> dict[str, Any]:
    with duckdb.connect() as connection:
        answer = connection.execute(f"SELECT * FROM {parquet(bills)} WHERE bill_id = ?", [bill_id])
        names = [column[0] for column in answer.description or ()]
        found = answer.fetchone()
    return dict(zip(names, found or (), strict=False))


def _title(row: dict[str, Any]) -> str:
    day: date = row["settled_at"].date()
    return _("Bill {bill}, settled {day}: {amount} yuan").format(
        bill=row["bill_id"], day=day, amount=format_yuan(row["total_fen"])
    )


def _where(run: RunFolder, row: dict[str, Any]) -> tuple[str, ...]:
    at = _("at {institution}, {level}; {care}, care type {code}").format(
        institution=_institution(run, row["institution_id"]),
        level=_level_word(row["care_level"]),
        care=_care_word(row["care"]),
        code=row["care_type"],
    )
    refund = _("takes back bill {bill}").format(bill=row["refund_of"]) if row["refund_of"] else ""
    return tuple(text for text in (at, refund) if text)


def _institution(run: RunFolder, institution: str) -> str:
    """Name and id; the id alone for one that the county's register does not hold."""
    registered = run.tables.institutions.get(institution)
    return f"{registered['name']} {institution}" if registered else institution


def _level_word(level: str) -> str:
    words = (_("at primary level"), _("at county level"), _("at city level"), _("at province level"))
    return dict(zip(LEVELS, words, strict=True)).get(level, level)


def _care_word(care: int) -> str:
    words = {OUTPATIENT: _("outpatient"), CHRONIC_OUTPATIENT: _("chronic outpatient"), INPATIENT: _("inpatient")}
    return words.get(care, _("other care"))


def _charged(row: dict[str, Any]) -> Node:
    words = {
        "total_fen": _("charged"),
        "excluded_fen": _("wholly self-paid"),
        "over_limit_fen": _("above the price limit"),
        "upfront_copay_fen": _("paid upfront by the person"),
        "eligible_fen": _("within the policy's scope"),
    }
    lines = tuple(Node(f"{words[name]} = {number_text(row[name], 'fen')}") for name in CHARGED)
    return Node(_("What was charged"), below=lines)


def _step(step: Step) -> Node:
    clauses = tuple(sentence for clause in step.clauses for sentence in evidence_texts(clause))
    return Node(f"{step.label} = {number_text(step.value, step.unit)}", (f"= {step.formula}", *dict.fromkeys(clauses)))


def _compared(row: dict[str, Any], told: BillExplanation) -> Node:
    words = {
        "platform_pool_fen": _("pool, as the platform printed it"),
        "platform_critical_illness_fen": _("critical illness, as the platform printed it"),
        "platform_person_fen": _("person, as the platform printed it"),
    }
    lines = [Node(f"{words[name]} = {number_text(row[name], 'fen')}") for name in PRINTED if row[name] is not None]
    agreed = _("judged anew in plain Python: {count} bills of this person, all equal to the run's").format(
        count=told.bills_compared
    )
    return Node(_("Compared"), (agreed, told.reason.words), tuple(lines))
