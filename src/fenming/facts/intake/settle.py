"""Settle facts: from all batches, each canonical table wholly anew; what did not change is kept as it is."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from fenming.engines.local import literal, parquet, run
from fenming.facts.intake.canonical import write_canonical
from fenming.facts.intake.care import CARE_BELOW
from fenming.facts.intake.care_defect import care_defects
from fenming.facts.intake.defect import defects
from fenming.facts.intake.duplicate import reject_duplicates
from fenming.facts.intake.reference import reject_unfit_ids, reject_unknown
from fenming.facts.intake.refund import reject_unpaired
from fenming.facts.intake.remark import remark
from fenming.facts.intake.settling import Settling
from fenming.facts.intake.stage import Batch
from fenming.facts.table import TABLES
from fenming.facts.workspace import Workspace

FORMAT = "4"  # of canonical files: facts settled under another format are settled again
BELOW = {
    "health_unit": ("institution",), "unit_merger": ("health_unit",), "person": ("health_unit", "unit_merger"), "chronic": ("person",),
    "bill": ("person", "institution", "chronic"), "fee_line": ("bill",), "accumulator": ("person",),
    "unit_history": ("health_unit", "unit_merger"), "unit_resident": ("health_unit", "unit_merger"),
    "process_score": ("health_unit", "unit_merger"), "target_result": ("health_unit", "unit_merger"),
    "case": ("institution", "bill"), "case_review": ("case",), **CARE_BELOW,
}  # fmt: skip

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Facts:
    """The tables as they are being settled: manifest entries by table."""

    workspace: Workspace
    connection: duckdb.DuckDBPyConnection
    batches: Sequence[Batch]
    before: dict[str, Any]
    entries: dict[str, dict[str, Any]]

    def of(self, table: str) -> list[Batch]:
        return [batch for batch in self.batches if batch.table == table]


def settle_facts(
    workspace: Workspace, connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch], progress: Progress
) -> dict[str, Any]:
    """Manifest entries of all tables made from `batches`; their files are written, but nothing names them yet."""
    facts = Facts(workspace, connection, batches, workspace.manifest()["tables"], {})
    wanted = [name for name in TABLES if facts.of(name)]
    for place, name in enumerate(wanted):
        progress("settle", place, len(wanted))
        digest = _digest(facts, name)
        known = facts.before.get(name)
        facts.entries[name] = known if known and known["digest"] == digest else _settle(facts, name, digest)
    progress("settle", len(wanted), len(wanted))
    return facts.entries


def _digest(facts: Facts, name: str) -> str:
    below = [facts.entries[other]["digest"] for other in BELOW.get(name, ()) if other in facts.entries]
    own = [batch.id for batch in facts.of(name)]
    beside = [*facts.of("person"), *facts.of("unit_merger")] if name == "health_unit" else []
    residents = [batch.id for batch in beside]
    parts = [FORMAT, facts.workspace.county, name, *own, "residents", *residents, "below", *below]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _settle(facts: Facts, name: str, digest: str) -> dict[str, Any]:
    root = facts.workspace.facts
    known = {other: root / entry["path"] for other, entry in facts.entries.items()}
    settling = Settling(facts.connection, TABLES[name], facts.of(name), root, known, facts.workspace.region)
    settling.needs_registers = facts.workspace.needs_registers
    settling.residents = _units_with_residents(facts)
    settling.begin()
    reject_unfit_ids(settling)
    reject_unknown(settling)  # before the duplicates, so that a row can be corrected by giving it again
    reject_duplicates(settling)
    if name == "bill":
        reject_unpaired(settling)
    remark(settling)
    path = root / name / f"{digest}.parquet"
    rows = write_canonical(settling, path)
    quarantine = root / "quarantine" / f"{name}-{digest}.parquet"
    set_aside = _write_quarantine(settling, quarantine)
    _check_conserved(settling, path, rows, set_aside)
    return {
        "path": str(path.relative_to(root)), "rows": rows, "sha256": _sha256(path), "digest": digest,
        "quarantine": str(quarantine.relative_to(root)), "quarantined": sum(set_aside),
        "batches": [{"id": batch.id, "rows": batch.rows, "accepted": batch.rows - aside, "quarantined": aside}
                    for batch, aside in zip(settling.batches, set_aside, strict=True)],
        "findings": [finding.as_dict() for finding in settling.findings],
    }  # fmt: skip


def _units_with_residents(facts: Facts) -> str:
    """SQL for the units that the insured register names, and those into which others were merged; blank without one."""
    root = facts.workspace.facts
    persons = parquet(*(root / batch.path for batch in facts.of("person")))
    mergers = parquet(*(root / batch.path for batch in facts.of("unit_merger")))
    merged = f" UNION SELECT into_unit_id FROM {mergers} WHERE defect = 0" if facts.of("unit_merger") else ""
    return f"SELECT unit_id FROM {persons} WHERE defect = 0{merged}" if facts.of("person") else ""


def _check_conserved(settling: Settling, path: Path, rows: int, set_aside: list[int]) -> None:
    """Rows in = rows accepted + rows quarantined, per file and per table. A breach is our bug, and stops the import."""
    counted = _accepted(settling, path)
    for batch, aside in zip(settling.batches, set_aside, strict=True):
        accepted = counted.get(batch.id, 0)
        if batch.rows != accepted + aside:
            raise AssertionError(f"{batch.where}: {batch.rows} rows in, {accepted} accepted, {aside} quarantined")
    if sum(counted.values()) != rows:
        raise AssertionError(f"{settling.table.name}: {sum(counted.values())} rows accepted, {rows} written")


def _accepted(settling: Settling, path: Path) -> dict[str, int]:
    """Rows accepted by batch: bills name theirs where they are written."""
    if settling.table.name == "bill":
        return dict(run(settling.connection, f"SELECT batch_id, count(*) FROM {parquet(path)} GROUP BY batch_id"))
    counted = run(settling.connection, "SELECT ordinal, count(*) FROM good GROUP BY ordinal")
    return {settling.batches[ordinal].id: count for ordinal, count in counted}


def _write_quarantine(settling: Settling, path: Path) -> list[int]:
    """Write the rows set aside, with reason and remedy in words, and count them per batch."""
    path.parent.mkdir(parents=True, exist_ok=True)
    settling.restore()
    connection = settling.connection
    words = (*defects().values(), *care_defects())
    connection.register(
        "words", pa.table({name: [getattr(word, name) for word in words] for name in ("code", "reason", "remedy")})
    )
    files = " UNION ALL ".join(
        f"SELECT {ordinal} AS ordinal, {literal(batch.id)} AS batch_id, {literal(batch.where)} AS file"
        for ordinal, batch in enumerate(settling.batches)
    )
    run(
        connection,
        f"""COPY (SELECT batch_id, file, {literal(settling.table.name)} AS "table", line, code, field, value,
            replace(replace(reason, '{{field}}', coalesce(field, '')), '{{value}}', coalesce(value, '')) AS reason, remedy, fen, raw
        FROM rejected JOIN ({files}) USING (ordinal) JOIN words USING (code) ORDER BY ordinal, line)
        TO {literal(path)} (FORMAT parquet, COMPRESSION zstd)""",
    )
    connection.unregister("words")
    counts = dict(run(connection, f"SELECT batch_id, count(DISTINCT line) FROM {parquet(path)} GROUP BY batch_id"))
    return [int(counts.get(batch.id, 0)) for batch in settling.batches]


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
