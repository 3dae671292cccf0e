"""What an assessment leaves behind beside its tables: figures, findings, appeals, packs, and a manifest with all digests."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import fenming
from fenming.assessment.appeals import Appeal
from fenming.assessment.assessing import Assessment
from fenming.facts.workspace import Workspace
from fenming.kernel import Book, Finding
from fenming.kernel.language import _
from fenming.policy import Pack
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
    (staging / "figures.json").write_text(Book(assessed.assessment.figures()).to_json(), "utf8")
    write_json(staging / "findings.json", [asdict(one) for one in findings])
    write_json(staging / "appeals.json", [one.as_dict() for one in assessed.appeals])
    enclose_pack(assessed.pack, staging)
    write_json(staging / "manifest.json", _manifest(assessed, staging))


def changed_files(folder: Path) -> Iterator[Finding]:
    """A finding for each file of a finished assessment that is not as it was written, is gone, or is new."""
    digests: Mapping[str, str] = json.loads((folder / "manifest.json").read_text("utf8"))["sha256"]
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted(digests.keys() | there.keys() - {"manifest.json"}):
        if name not in there:
            yield _changed(name, _("the file is missing"))
        elif name not in digests:
            yield _changed(name, _("the file was not there when the assessment was made"))
        elif sha256_of(there[name]) != digests[name]:
            yield _changed(name, _("its bytes do not give the digest that was recorded"))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_json(path: Path, value: Any) -> None:
    """`value` as JSON that is the same bytes for the same content."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf8")


def _changed(name: str, why: str) -> Finding:
    return Finding(
        "assessment.changed",
        what=_("a file of the assessment was changed"),
        where=name,
        why=why,
        remedy=_("restore the folder from a copy, or make the assessment again; an assessment is never edited"),
    )


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
