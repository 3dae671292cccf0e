"""Assessments of a year: found again, whole or not at all, never edited; appealed, and frozen before money moves."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.support.assessed_county import SAID, AssessedCounty
from tests.support.made_county import YEAR

from fenming.assessment.appeals import Claim
from fenming.assessment.frozen import FrozenRegister
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.reports.assessment.digests import changed_files
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.year.assessment import appeal_score, decide_appeal, freeze_assessment, make_assessment, making

INDICATOR = "hypertension_control_rate"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def without_table(workspace: Workspace, table: str) -> Workspace:
    """The workspace as if `table` had never been imported."""
    path = workspace.facts / "manifest.json"
    manifest = json.loads(path.read_text("utf8"))
    manifest["tables"].pop(table)
    path.write_text(json.dumps(manifest, ensure_ascii=False), "utf8")
    return workspace


def test_the_same_inputs_find_the_same_assessment(assessed: AssessedCounty, tmp_path):
    workspace = assessed.copied(tmp_path / "W")
    again = make_assessment(workspace, YEAR)
    assert (again.id, again.is_new) == (assessed.assessment.id, False)


def test_the_same_facts_elsewhere_give_the_same_bytes(assessed: AssessedCounty, tmp_path):
    workspace = assessed.copied(tmp_path / "W")
    first = contents(assessed.assessment.folder)
    for path in sorted((workspace.folder / "assessments" / assessed.assessment.id).rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (workspace.folder / "assessments" / assessed.assessment.id).rmdir()
    made = make_assessment(workspace, YEAR)
    assert made.is_new
    assert {name for name, content in contents(made.folder).items() if content != first.get(name)} == set()


def test_an_assessment_holds_what_the_contract_names(assessed: AssessedCounty):
    names = set(contents(assessed.assessment.folder))
    tables = ("measure", "roll", "institution", "score", "indicator", "process_score", "target_result")
    assert {f"tables/{name}.parquet" for name in (*tables, "assessment_score")} <= names
    assert {"manifest.json", "findings.json", "appeals.json"} <= names
    assert any(name.startswith("packs/") for name in names)
    assert list(changed_files(assessed.assessment.folder)) == []


def test_no_table_of_an_assessment_holds_a_person(assessed: AssessedCounty):
    for path in (assessed.assessment.folder / "tables").glob("*.parquet"):
        assert "person_id" not in pq.read_schema(path).names


@pytest.mark.parametrize("name", ["tables/score.parquet", "findings.json", "tables/measure.parquet"])
def test_whoever_edits_an_assessment_is_found_out_and_it_is_not_frozen(assessed: AssessedCounty, tmp_path, name):
    workspace = assessed.copied(tmp_path / "W")
    path = workspace.folder / "assessments" / assessed.assessment.id / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BadInput, match="was changed"):
        freeze_assessment(workspace, assessed.assessment.id, SAID)


def test_an_assessment_that_breaks_off_leaves_nothing(assessed: AssessedCounty, tmp_path, monkeypatch):
    workspace = without_table(assessed.copied(tmp_path / "W"), "process_score")

    def broken(*_given: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(making, "write_assessment_record", broken)
    before = sorted(path.name for path in (workspace.folder / "assessments").iterdir())
    with pytest.raises(OSError, match="disk full"):
        make_assessment(workspace, YEAR)
    assert sorted(path.name for path in (workspace.folder / "assessments").iterdir()) == before


def test_scores_that_were_handed_in_otherwise_are_listed_with_both_values(assessed: AssessedCounty):
    rows = pq.read_table(assessed.assessment.folder / "tables/handed_in.parquet").to_pylist()
    found = [one for one in assessed.assessment.findings if one["code"] == "assessment.handed_in_differs"]
    assert rows
    assert sum(one["rows"] for one in found) == len(rows)
    assert all(row["handed_in"] != row["assessed"] for row in rows)


def unit_of(assessed: AssessedCounty) -> tuple[str, int, int]:
    """A unit with its controlled and managed hypertensives, of whom some are not controlled."""
    rows = assessed.assessment.tables.rows(
        "SELECT party_id, numerator, denominator FROM {indicator} WHERE indicator_id = ? AND party_kind = 'unit' "
        "AND period = 'year' AND numerator < denominator ORDER BY party_id",
        INDICATOR,
    )
    return rows[0]["party_id"], rows[0]["numerator"], rows[0]["denominator"]


def appealed(assessed: AssessedCounty, target: Path) -> tuple[Workspace, str]:
    """A copy in which one unit's appeal was accepted, and the assessment made after it."""
    workspace = assessed.copied(target)
    unit, done, _due = unit_of(assessed)
    appeal = appeal_score(workspace, Claim(YEAR, unit, INDICATOR, numerator=done + 1), SAID)
    decide_appeal(workspace, appeal.id, SAID, is_accepted=True)
    return workspace, make_assessment(workspace, YEAR).id


def test_an_accepted_appeal_counts_in_the_next_assessment_and_nowhere_before(assessed: AssessedCounty, tmp_path):
    unit, done, _due = unit_of(assessed)
    before = contents(assessed.assessment.folder)
    workspace, made = appealed(assessed, tmp_path / "W")
    assert made != assessed.assessment.id
    later = AssessmentFolder(workspace.folder / "assessments" / made)
    (row,) = later.tables.rows(
        "SELECT numerator FROM {indicator} WHERE indicator_id = ? AND party_id = ? AND period = 'year'", INDICATOR, unit
    )
    assert row["numerator"] == done + 1
    assert later.manifest["appeals"] == ["A0001"]
    assert contents(workspace.folder / "assessments" / assessed.assessment.id) == before


def test_freezing_a_later_assessment_writes_what_changed_and_keeps_the_former(assessed: AssessedCounty, tmp_path):
    workspace, made = appealed(assessed, tmp_path / "W")
    freezing = freeze_assessment(workspace, made, SAID)
    assert freezing.frozen.replaces == assessed.assessment.id
    assert freezing.changes is not None
    report = json.loads(freezing.changes.read_text("utf8"))
    changed = {(one["party_id"], one["item"]) for one in report["changes"]}
    assert any(party == unit_of(assessed)[0] for party, _item in changed)
    assert [one.assessment_id for one in FrozenRegister.of(workspace).listed] == [assessed.assessment.id, made]


def test_missing_scores_are_named_and_not_frozen_unless_it_is_said_that_this_is_known(
    assessed: AssessedCounty, tmp_path
):
    workspace = without_table(assessed.copied(tmp_path / "W"), "service")
    made = make_assessment(workspace, YEAR)
    with pytest.raises(BadInput, match="scores that decide money are missing") as refused:
        freeze_assessment(workspace, made.id, SAID)
    assert "public_health_process" in refused.value.findings[0].where
    frozen = freeze_assessment(workspace, made.id, SAID, accepts_missing=True).frozen
    assert any("public_health_process" in one for one in frozen.missing)


def test_while_somebody_else_is_at_work_nothing_is_frozen(assessed: AssessedCounty, tmp_path):
    workspace = assessed.copied(tmp_path / "W")
    with workspace.alone(), pytest.raises(BadInput, match="at work"):
        freeze_assessment(workspace, "latest", SAID)


def test_a_year_without_registers_is_not_assessed(tmp_path):
    with pytest.raises(BadInput, match="no table person"):
        make_assessment(Workspace.create(tmp_path / "W"), YEAR)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (Claim(YEAR, "U999", INDICATOR, numerator=1), "no unit, institution or consortium"),
        (Claim(YEAR, "people", "hypertension_controll", numerator=1), "no indicator"),
        (Claim(YEAR, "U340621T0101", "primary_visit_share", numerator=1), "has no value for U340621T0101"),
        (Claim(YEAR, "county", "premature_mortality", numerator=1), "has no numerator that one count would correct"),
        (Claim(YEAR, "people", INDICATOR, numerator=1000, denominator=3), "1000 of 3 is more than all"),
    ],
)
def test_an_appeal_on_what_there_is_not_is_refused_with_the_nearest_names(assessed, tmp_path, claim, words):
    with pytest.raises(BadInput, match=words):
        appeal_score(assessed.copied(tmp_path / "W"), claim, SAID)


def test_an_effect_of_the_grade_whose_size_was_never_seen_is_said_and_not_worked_out(assessed: AssessedCounty):
    unknown = {one["where"] for one in assessed.assessment.findings if one["code"] == "assessment.effect_unknown"}
    assert unknown == {"assessment.pay_pool_effect", "assessment.head_pay_effect", "assessment.subsidy_effect"}
    assert not [one for one in assessed.assessment.book if one.name.endswith((".pay_pool", ".head_pay"))]
    assert [one for one in assessed.assessment.book if one.name.endswith(".grade")]


def test_items_left_out_of_a_score_that_decides_money_are_not_frozen_in_silence(assessed: AssessedCounty, tmp_path):
    workspace = without_table(assessed.copied(tmp_path / "W"), "bill")
    made = make_assessment(workspace, YEAR)
    with pytest.raises(BadInput, match="scores that decide money are missing") as refused:
        freeze_assessment(workspace, made.id, SAID)
    assert "primary_chronic_visits" in refused.value.findings[0].where
    frozen = freeze_assessment(workspace, made.id, SAID, accepts_missing=True).frozen
    assert [one for one in frozen.missing if one.startswith("chronic · ")]
