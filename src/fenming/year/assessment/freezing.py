"""Freezing: from here on this assessment decides the year's money, until another is frozen in its place for a reason."""

from dataclasses import dataclass
from pathlib import Path

from fenming.assessment.comparing import compare
from fenming.assessment.frozen import Frozen, FrozenRegister
from fenming.assessment.register import CHANGES, Said, assessments_of
from fenming.assessment.values import MISSING
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.reports.assessment.digests import changed_files, sha256_of
from fenming.reports.assessment.folder import AssessmentFolder, find_assessment
from fenming.year.assessment.record import write_json

READ = {  # which rows of table `score` a settlement reads, by the table they feed
    "process_score": "item = '' AND period <> 'year'",
    "target_result": "item <> ''",
    "assessment_score": "item = '' AND period = 'year'",
}
EMPTY = (
    "SELECT unit_id FROM {roll} WHERE residents <= 0"  # units that share none of the money their scores would decide
)
NAMED = 10  # parties that a refusal names for each scheme


@dataclass(frozen=True, slots=True)
class Freezing:
    """What was entered, and the report of what changed from the assessment that it replaces (None where it is the first)."""

    frozen: Frozen
    changes: Path | None = None


def freeze_assessment(workspace: Workspace, named: str, said: Said, *, accepts_missing: bool = False) -> Freezing:
    """Freeze the assessment called `named` (an id, its beginning, `latest`) for its year.

    Raises BadInput where a file of it was changed, where totals that decide money are missing and `accepts_missing` does
    not say that they are known to be, where it is frozen already, or where somebody else is at work. What was frozen
    before stays in the register, and a report of the differences is written beside.
    """
    with workspace.alone():
        assessment = find_assessment(workspace, named)
        _check_unchanged(assessment)
        missing = missing_scores(assessment)
        if missing and not accepts_missing:
            raise _incomplete(assessment, missing)
        register, year = FrozenRegister.of(workspace), assessment.manifest["year"]
        digest = sha256_of(assessment.folder / "manifest.json")
        entry = register.freeze(Frozen(year, assessment.id, digest, said, missing=tuple(missing)))
        return Freezing(entry, _write_changes(workspace, entry))


def missing_scores(assessment: AssessmentFolder) -> list[str]:
    """Each scheme that decides money and lacks scores a settlement reads: its id, of how many parties, and which; where the
    scheme leaves items out, so that all parties have totals, the items whose weight the others carry for want of a count.
    """
    told = []
    for scheme, one in assessment.manifest["schemes"].items():
        if one["feeds"]:
            query = f"SELECT DISTINCT party_id FROM {{score}} WHERE scheme_id = ? AND score_ppm IS NULL AND {READ[one['feeds']]} AND party_id NOT IN ({EMPTY}) ORDER BY 1"
            parties = [row["party_id"] for row in assessment.tables.rows(query, scheme)]
            if parties:
                listed = ", ".join(parties[:NAMED]) + (" …" if len(parties) > NAMED else "")
                told.append(f"{scheme}: {len(parties)} ({listed})")
            elif items := _left_out(assessment, scheme):
                told.append(f"{scheme} · {', '.join(items)}")
    return told


def _left_out(assessment: AssessmentFolder, scheme: str) -> list[str]:
    query = "SELECT DISTINCT item FROM {score} WHERE scheme_id = ? AND item <> '' AND state = ? ORDER BY 1"
    return [str(row["item"]) for row in assessment.tables.rows(query, scheme, MISSING)]


def _check_unchanged(assessment: AssessmentFolder) -> None:
    found = tuple(changed_files(assessment.folder))
    if found:
        raise BadInput(findings=found)


def _incomplete(assessment: AssessmentFolder, missing: list[str]) -> BadInput:
    return BadInput(
        "assessment.incomplete",
        what=_("assessment {id} cannot be frozen: scores that decide money are missing").format(id=assessment.id),
        where="; ".join(missing),
        why=_("a missing score is never counted as zero, so the year could not be settled by it"),
        remedy=_(
            "hand in what is missing and assess again; or freeze it knowing this with --accept-missing, which the register records"
        ),
    )


def _write_changes(workspace: Workspace, entry: Frozen) -> Path | None:
    """The differences from the assessment that was replaced, as JSON beside the register; done again, nothing changes."""
    if not entry.replaces:
        return None
    folder = assessments_of(workspace)
    before, after = (AssessmentFolder(folder / one) for one in (entry.replaces, entry.assessment_id))
    if not (before.folder / "manifest.json").is_file():
        return None
    path = folder / CHANGES / f"{entry.replaces}-{entry.assessment_id}.json"
    path.parent.mkdir(exist_ok=True)
    content = {**entry.as_dict(), "changes": [one.as_dict() for one in compare(before.tables, after.tables)]}
    write_json(path, content)
    return path
