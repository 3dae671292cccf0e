"""What moved one party since the previous assessment of its year, read for this party alone."""

from collections.abc import Mapping
from typing import Any

import pyarrow.parquet as pq

from fenming.assessment.comparing import Change, Counts, Key, differing
from fenming.facts.run_tables import Row
from fenming.kernel.language import _
from fenming.reports.assessment.changes import why_words
from fenming.reports.assessment.folder import AssessmentFolder, assessments_in
from fenming.reports.assessment.overview import indicator_label, scheme_label
from fenming.reports.node import Node
from fenming.reports.wording import party_word, score_text

MOST = 3  # changes told; all are in `fenming assess compare`


def previous_assessment(assessment: AssessmentFolder) -> AssessmentFolder | None:
    """The assessment of the same year made before this one in its workspace, the latest of them; None where there is none."""
    year, earlier = assessment.manifest["year"], None
    for one in assessments_in(assessment.folder.parent):
        if one.id == assessment.id:
            return earlier
        if one.manifest["year"] == year:
            earlier = one
    return None


def moved_node(assessment: AssessmentFolder, previous: AssessmentFolder, party_id: str) -> Node | None:
    """The changes that moved the party most, as a node; None where nothing changed."""
    changes = [one for one in party_changes(previous, assessment, party_id) if one.key[2]]
    changes.sort(key=lambda one: (-abs(one.difference_ppm or 0), one.key))
    if not changes:
        return None
    told = tuple(_sentence(assessment, one) for one in changes[:MOST])
    if len(changes) > MOST:
        told += (
            _("… and {count} more: fenming assess compare {before} {after}").format(
                count=len(changes) - MOST, before=previous.id, after=assessment.id
            ),
        )
    return Node(_("What moved it since assessment {id}").format(id=previous.id), told)


def party_changes(before: AssessmentFolder, after: AssessmentFolder, party_id: str) -> list[Change]:
    """Every item and total of one party that differs, with why."""
    scores = [_scores(one, party_id) for one in (before, after)]
    counts = (_counts(before, party_id), _counts(after, party_id))
    known = set(_appeals(before, party_id))
    new: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for one in _appeals(after, party_id):
        if one not in known:
            new[one[:3]] = (*new.get(one[:3], ()), one[3])
    return differing(scores[0], scores[1], counts, new)


def _scores(assessment: AssessmentFolder, party_id: str) -> Mapping[Key, Row]:
    rows = assessment.scores_of(party_id)
    return {(row["scheme_id"], row["party_id"], row["item"], row["period"]): row for row in rows}


def _counts(assessment: AssessmentFolder, party_id: str) -> Counts:
    rows = _read(assessment, "indicator", party_id)
    return {
        (row["indicator_id"], row["party_kind"], row["party_id"], row["period"]): (row["numerator"], row["denominator"])
        for row in rows
    }


def _appeals(assessment: AssessmentFolder, party_id: str) -> list[tuple[str, str, str, str]]:
    if not (assessment.folder / "tables" / "correction.parquet").exists():
        return []
    rows = _read(assessment, "correction", party_id)
    return sorted({(row["indicator_id"], row["party_id"], row["period"], row["appeal_id"]) for row in rows})


def _read(assessment: AssessmentFolder, table: str, party_id: str) -> list[dict[str, Any]]:
    path = assessment.folder / "tables" / f"{table}.parquet"
    rows: list[dict[str, Any]] = pq.read_table(path, filters=[("party_id", "==", party_id)]).to_pylist()
    return rows


def _sentence(assessment: AssessmentFolder, change: Change) -> str:
    row = change.after or change.before or {}
    period = "" if row["period"] == "year" else party_word(row["period"])
    words = {
        "item": f"{indicator_label(assessment, row['indicator_id'])} {period}".strip(),
        "scheme": scheme_label(assessment, row["scheme_id"]),
        "before": _points(change.before),
        "after": _points(change.after),
        "why": why_words(change),
    }
    return _("{item} ({scheme}): {before} → {after}; {why}").format(**words)


def _points(row: Row | None) -> str:
    """Points, or why there are none."""
    if row is None:
        return "–"
    return _("no score") if row["score_ppm"] is None else score_text(row["score_ppm"])
