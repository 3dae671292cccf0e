"""What a run keeps: figures, checks, findings, shares, and the manifest that says what it was made of."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import fenming
from fenming.adjudication import Summary
from fenming.facts.workspace import Workspace
from fenming.kernel import Book, Finding
from fenming.policy import Pack
from fenming.reports.run_folder import run_number
from fenming.reports.seal import LEFT_OUT, enclose_pack
from fenming.settlement import Check, Settlement
from fenming.year.frozen_scores import FrozenScores


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run is made of; `identity` is what its id is the fingerprint of."""

    workspace: Workspace
    pack: Pack
    year: int
    identity: dict[str, str | int]
    frozen: FrozenScores | None = None  # without one, scores are those that were handed in


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    figures: Book
    checks: list[Check]
    findings: list[Finding]
    adjudication: Summary
    journal_head: str


def write_record(inputs: Inputs, outcome: Outcome, staging: Path) -> None:
    """Everything of the run but tables, journal and reports, the manifest last."""
    facts = inputs.workspace.manifest()
    (staging / "figures.json").write_text(outcome.figures.to_json(), "utf8")
    _write_json(staging / "checks.json", [check.as_dict() for check in outcome.checks])
    _write_json(staging / "findings.json", [*map(asdict, outcome.findings), *facts["findings"]])
    _write_json(staging / "adjudication.json", _lasting(outcome.adjudication))
    enclose_pack(inputs.pack, staging)
    _write_json(staging / "manifest.json", _manifest(inputs, outcome.journal_head, staging))


def write_shares(settlement: Settlement, path: Path) -> None:
    """The table `share`: one row per share, who is paid what and in which capacity."""
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


def _manifest(inputs: Inputs, journal_head: str, staging: Path) -> dict[str, Any]:
    facts = inputs.workspace.manifest()
    return {
        "run_id": run_number(inputs.identity),
        **inputs.identity,
        "county_label": inputs.pack.label,
        "county_label_en": inputs.pack.label_en,
        "fenming": fenming.__version__,
        "synthetic": inputs.workspace.is_synthetic,
        "journal_head": journal_head,
        **({"assessment_sha256": inputs.frozen.frozen.manifest_sha256} if inputs.frozen else {}),
        "batches": [
            {key: value for key, value in batch.items() if not key.endswith("path")} for batch in facts["batches"]
        ],
        "tables": {name: table["rows"] for name, table in sorted(facts["tables"].items())},
        "facts": {name: table["sha256"] for name, table in sorted(facts["tables"].items())},
        "sha256": {
            str(path.relative_to(staging)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(staging.rglob("*"))
            if path.is_file() and path.stem not in LEFT_OUT
        },
    }


def _lasting(summary: Summary) -> dict[str, Any]:
    """What the adjudication came to, without the times it took: the same bills give the same bytes."""
    return {key: value for key, value in summary.as_dict().items() if not key.endswith("milliseconds")}


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf8")
