"""What an assessment leaves behind beside its tables: figures, findings, appeals, packs, and a manifest with all digests."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import fenming
from fenming.assessment.appeals import Appeal
from fenming.assessment.assessing import Assessment
from fenming.facts.workspace import Workspace
from fenming.kernel import Book, Finding
from fenming.kernel.figure_file import FigureFile
from fenming.policy import Pack
from fenming.reports.assessment.digests import sha256_of
from fenming.reports.assessment.folder import FIGURES
from fenming.reports.run_folder import run_number
from fenming.reports.seal import enclose_pack


@dataclass(frozen=True, slots=True)
class Assessed:
    """What an assessment is made of and what came of it; `identity` is what its id is the fingerprint of."""

    workspace: Workspace
    pack: Pack
    identity: dict[str, str | int]
    assessment: Assessment
    appeals: Sequence[Appeal]


def write_assessment_record(assessed: Assessed, findings: Sequence[Finding], staging: Path) -> None:
    """Everything of the assessment but its tables, the manifest last."""
    FigureFile.write(staging / FIGURES, Book(assessed.assessment.figures()))
    write_json(staging / "findings.json", [asdict(one) for one in findings])
    write_json(staging / "appeals.json", [one.as_dict() for one in assessed.appeals])
    enclose_pack(assessed.pack, staging)
    write_json(staging / "manifest.json", _manifest(assessed, staging))


def write_json(path: Path, value: Any) -> None:
    """`value` as JSON that is the same bytes for the same content."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf8")


def _manifest(assessed: Assessed, staging: Path) -> dict[str, Any]:
    workspace, pack, assessment = assessed.workspace, assessed.pack, assessed.assessment
    facts = workspace.manifest()["tables"]
    schemes = {name: pack.schemes[name] for name in assessment.schemes}
    return {
        "assessment_id": run_number(assessed.identity),
        **assessed.identity,
        "county_label": pack.label,
        "county_label_en": pack.label_en,
        "fenming": fenming.__version__,
        "synthetic": workspace.is_synthetic,
        "appeals": [one.id for one in assessed.appeals],
        "schemes": {
            name: {"assesses": scheme.assesses, "feeds": scheme.feeds, "items": list(scheme.items)}
            for name, scheme in schemes.items()
        },
        "labels": {
            "schemes": {name: _labels(scheme) for name, scheme in schemes.items()},
            "indicators": {name: _labels(card) for name, card in sorted(pack.cards.items())},
        },
        "facts": {name: table["sha256"] for name, table in sorted(facts.items())},
        "sha256": {
            path.relative_to(staging).as_posix(): sha256_of(path)
            for path in sorted(staging.rglob("*"))
            if path.is_file()
        },
    }


def _labels(named: Any) -> dict[str, str]:
    return {"label": named.label, "label_en": named.label_en}
