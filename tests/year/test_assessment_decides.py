"""The frozen assessment decides the year's money: its scores are settled, enclosed, verified and explained."""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.support.assessed_county import SAID, AssessedCounty
from tests.support.made_county import YEAR, MadeCounty, copied

from fenming.assessment.appeals import Claim
from fenming.kernel import BadInput
from fenming.policy import load_pack
from fenming.policy.load import SHIPPED
from fenming.reports.assessment.hop import Hop
from fenming.reports.explain import explain_figure
from fenming.reports.run_folder import RunFolder
from fenming.reports.seal import seal
from fenming.reports.verify import verify
from fenming.settlement.rows import SCORES
from fenming.year import run_year
from fenming.year.assessment import appeal_score, decide_appeal, freeze_assessment, late_appeals, make_assessment
from fenming.year.frozen_scores import frozen_scores
from fenming.year.paying.advancing import assessed_deposit_scores

CHRONIC = "cn/ah/340621/schemes/chronic.yaml"


def test_a_run_takes_the_frozen_scores_and_names_their_assessment(assessed: AssessedCounty, county: MadeCounty):
    run = RunFolder.open(assessed.run)
    assert run.manifest["assessment_id"] == assessed.assessment.id
    assert run.manifest["run_id"] != county.run.name
    for name in SCORES:
        settled = pq.read_table(run.folder / "tables" / f"{name}.parquet").to_pylist()
        frozen = pq.read_table(assessed.assessment.folder / "tables" / f"{name}.parquet").to_pylist()
        assert sorted(map(str, settled)) == sorted(map(str, frozen))


def test_running_again_finds_the_run_and_without_the_freezing_the_other_one(assessed, county, tmp_path):
    again = run_year(assessed.copied(tmp_path / "W"), YEAR)
    assert (again.id, again.is_new) == (assessed.run.name, False)
    unfrozen = copied(county, tmp_path / "unfrozen", with_runs=True)
    assert run_year(unfrozen, YEAR).id == county.run.name


def test_a_bundle_is_assessed_again_wherever_it_is_verified(assessed: AssessedCounty, tmp_path):
    path = tmp_path / "sealed.zip"
    seal(RunFolder.open(assessed.run), path)
    results = {one.name: one for one in verify(path)}
    assert [one.name for one in results.values() if not one.holds] == []
    assert "scores" in results


@pytest.mark.parametrize("name", ["tables/target_result.parquet", "assessment/measure.parquet"])
def test_scores_that_are_not_what_the_counts_come_to_are_found(assessed: AssessedCounty, tmp_path, name):
    run = tmp_path / "run"
    shutil.copytree(assessed.run, run)
    table = pq.read_table(run / name)
    kept = (
        table.filter([row["measure_id"] != "work_points" for row in table.to_pylist()])
        if "measure" in name
        else table.slice(1)
    )
    pq.write_table(kept, run / name)
    results = {one.name: one for one in verify(run)}
    assert not results["files"].holds
    assert not results["scores"].holds


def test_a_payable_is_explained_down_to_what_was_counted(assessed: AssessedCounty):
    run = RunFolder.open(assessed.run)
    unit = run.tables.units[0]["unit_id"]
    text = "\n".join(explain_figure(run.book, f"public_health.unit.{unit}.target", 12, Hop.of(run)).text_lines())
    assert f"assessed by the frozen assessment {assessed.assessment.id}" in text
    assert "rows behind: table measure" in text
    consortium = f"facts.consortium.{next(iter(run.tables.consortia()))}.chronic_score"
    text = "\n".join(explain_figure(run.book, consortium, 12, Hop.of(run)).text_lines())
    assert "rows behind: table measure" in text


def test_without_an_assessment_and_without_scores_a_run_names_both_ways(county: MadeCounty, tmp_path):
    import json

    workspace = copied(county, tmp_path / "W")
    path = workspace.facts / "manifest.json"
    manifest = json.loads(path.read_text("utf8"))
    manifest["tables"].pop("target_result")
    path.write_text(json.dumps(manifest, ensure_ascii=False), "utf8")
    with pytest.raises(BadInput, match="no scores") as refused:
        run_year(workspace, YEAR)
    assert "fenming assess freeze" in refused.value.findings[0].remedy
    assert "import the scores" in refused.value.findings[0].remedy


def changed_packs(root, old: str, new: str):
    """Packs of one's own in which the chronic scheme says something else."""
    path = root / CHRONIC
    path.parent.mkdir(parents=True)
    text = (SHIPPED / CHRONIC).read_text("utf8")
    assert old in text
    path.write_text(text.replace(old, new), "utf8")
    return root


def test_where_the_packs_come_to_other_scores_the_run_is_refused(assessed: AssessedCounty, tmp_path):
    text = (SHIPPED / CHRONIC).read_text("utf8")
    target = next(line for line in text.splitlines() if "hypertension_control_rate" in line or "target:" in line)
    root = changed_packs(tmp_path / "packs", target, target.replace("target: ", "target: 9"))
    pack = load_pack("cn/ah/340621", (root,))
    with pytest.raises(BadInput, match="by the packs of today"):
        frozen_scores(assessed.copied(tmp_path / "W"), pack, YEAR)


def test_packs_that_changed_elsewhere_do_not_hinder_the_run(assessed: AssessedCounty, tmp_path):
    pack = load_pack("cn/ah/340621", (changed_packs(tmp_path / "packs", "meaning: ", "meaning: （修订）"),))
    found = frozen_scores(assessed.copied(tmp_path / "W"), pack, YEAR)
    assert found is not None
    assert found.id == assessed.assessment.id


def test_a_frozen_assessment_that_was_changed_stops_the_run(assessed: AssessedCounty, tmp_path):
    workspace = assessed.copied(tmp_path / "W")
    folder = workspace.folder / "assessments" / assessed.assessment.id
    path = folder / "tables/process_score.parquet"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BadInput, match="was changed"):
        run_year(workspace, YEAR)
    shutil.rmtree(folder)
    with pytest.raises(BadInput, match="is gone or was changed"):
        run_year(workspace, YEAR)


def test_deposits_are_scored_by_the_frozen_assessment(assessed: AssessedCounty, county: MadeCounty, tmp_path):
    names = dict(county.rows("SELECT institution_id, name FROM {institution}"))
    scores = assessed_deposit_scores(assessed.workspace, load_pack("cn/ah/340621"), YEAR, names)
    kinds = dict(county.rows("SELECT institution_id, kind FROM {institution}"))
    assert {kinds[one] for one in scores} == {"township_hospital", "lead_hospital"}
    assert all(0 <= figure.value <= 1_000_000 for figure in scores.values())
    with pytest.raises(BadInput, match="no assessment of 2024 is frozen"):
        assessed_deposit_scores(county.workspace, load_pack("cn/ah/340621"), YEAR, names)


def test_what_was_known_to_be_missing_and_facts_imported_since_are_told(assessed: AssessedCounty):
    found = frozen_scores(assessed.workspace, load_pack("cn/ah/340621"), YEAR)
    assert found is not None
    facts = dict(found.folder.manifest["facts"])
    assert found.findings(facts) == []
    (told,) = found.findings(facts | {"bill": "0" * 64})
    assert told.code == "assessment.facts_since"
    assert told.where == "bill"
    assert SAID.by == found.frozen.said.by


def test_a_unit_where_nobody_lives_hinders_neither_freezing_nor_settling(county: MadeCounty, tmp_path):
    workspace = copied(county, tmp_path / "W")
    table = pq.read_table(workspace.table_path("unit_resident")).to_pylist()
    empty = table[0]["unit_id"]
    table[0]["residents"] = 0
    pq.write_table(pa.Table.from_pylist(table), workspace.table_path("unit_resident"))
    made = make_assessment(workspace, YEAR)
    freeze_assessment(workspace, made.id, SAID)
    run = RunFolder.open(run_year(workspace, YEAR).folder)
    assert "public_health.no_residents" in {finding["code"] for finding in run.findings}
    assert run.book.get(f"public_health.unit.{empty}.earned") is None
    assert [one.name for one in verify(run.folder) if one.findings] == []


def test_appeals_accepted_after_the_freezing_are_told(assessed: AssessedCounty, tmp_path):
    workspace = assessed.copied(tmp_path / "W")
    assert late_appeals(workspace, YEAR) is None
    unit = assessed.assessment.tables.units[0]["unit_id"]
    appeal = appeal_score(workspace, Claim(YEAR, unit, "hypertension_control_rate", numerator=1, denominator=1), SAID)
    decide_appeal(workspace, appeal.id, SAID, is_accepted=True)
    late = late_appeals(workspace, YEAR)
    assert late is not None
    assert late.where == appeal.id
