"""An assessment explained: facts of the explanation, what it takes checked by doing it, what is missing, what moved."""

import shutil
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.support.assessed_county import AssessedCounty

from fenming.assessment.assessing import Assessment, assess_tables
from fenming.facts.run_tables import RunTables
from fenming.kernel import BadInput
from fenming.kernel.language import choose_language
from fenming.policy import load_pack
from fenming.reports.assessment.folder import AssessmentFolder, list_assessments
from fenming.reports.assessment.items import Explained
from fenming.reports.assessment.missing import missing_words
from fenming.reports.assessment.moved import previous_assessment
from fenming.reports.assessment.party import explain_party, most_points
from fenming.reports.assessment.reach import Step

TOWNSHIP = "H34062100100"


@pytest.fixture(autouse=True)
def _english():
    choose_language("en")


def explained(assessed: AssessedCounty, kind: str, party: str) -> Explained:
    assessment = assessed.assessment
    return Explained(assessment, assessment.book_of(kind, party), assessment.scores_of(party))


def elsewhere(assessed: AssessedCounty) -> str:
    """A unit of another township that lost points in several items."""
    rows = assessed.assessment.tables.units
    units = [row["unit_id"] for row in rows if row["township_hospital_id"] != TOWNSHIP]
    return max(units[:40], key=lambda unit: len(explained_steps(explained(assessed, "unit", unit))))


def explained_steps(one: Explained) -> list[tuple[tuple[str, str, str], Step]]:
    """The last step of each item of the year whose count no other item reads."""
    scores = [score for row in one.rows if row["item"] and (score := one.figure(row)) is not None]
    readers = Counter(name for score in scores for name in {figure.name for figure in score.walk()})
    found = []
    for row in one.rows:
        steps = one.steps(row) if row["item"] and row["period"] == "year" else []
        if steps and ".measure." in steps[-1].changed.name and readers[steps[-1].changed.name] == 1:
            found.append(((row["scheme_id"], row["party_id"], row["item"]), steps[-1]))
    return found


def done(assessed: AssessedCounty, steps: list[Step], short_by: int, folder: Path) -> Assessment:
    """The county assessed again with the counts of `steps` as far as they say, or short of it."""
    shutil.copytree(assessed.assessment.tables.folder, folder)
    table = pq.read_table(folder / "measure.parquet")
    rows = table.to_pylist()
    for step in steps:
        base, _measure, measure = step.changed.name.partition(".measure.")
        party = base.split(".", 2)[2]
        row = next(
            row
            for row in rows
            if (row["measure_id"], row["period"]) == (measure, "year")
            and party in (row["unit_id"], row["township_hospital_id"])
        )
        towards = 1 if step.moved > 0 else -1
        row["value"] += step.moved - towards * short_by
    pq.write_table(pa.Table.from_pylist(rows, table.schema), folder / "measure.parquet")
    packs = tuple(sorted((assessed.assessment.folder / "packs").iterdir()))
    pack = load_pack(assessed.assessment.manifest["county"], packs, shipped=False)
    return assess_tables(pack, RunTables(folder), 2024)


def scored(assessment: Assessment, key: tuple[str, str, str]) -> int:
    scheme, party, item = key
    return assessment.schemes[scheme][party].items[item, "year"].score.value


def test_what_it_takes_is_what_it_takes(assessed, tmp_path):
    """Doing as much as is said brings the points that are said; doing one less does not."""
    unit = explained_steps(explained(assessed, "unit", elsewhere(assessed)))
    township = explained_steps(explained(assessed, "township", TOWNSHIP))
    assert len(unit) >= 4
    assert any(step.changed.unit == "fen" for _key, step in unit + township)
    plain = {
        key for key, _step in unit + township if not _is_credible(assessed, key)
    }  # others move with the county's rate, which every other change moves too
    steps = [step for _key, step in unit + township]
    after = done(assessed, steps, 0, tmp_path / "done")
    before = done(assessed, steps, 1, tmp_path / "short")
    for key, step in unit + township:
        assert step.gained_ppm > 0
        if key in plain:
            assert scored(after, key) == step.score_ppm, (key, step)
            assert scored(before, key) < step.score_ppm, (key, step)
        elif key[0] != "township_hospital":
            assert scored(after, key) >= step.score_ppm, (key, step)


def _is_credible(assessed: AssessedCounty, key: tuple[str, str, str]) -> bool:
    scheme, party, item = key
    kind = "unit" if party.startswith("U") else "township"
    score = assessed.assessment.book_of(kind, party)[f"assessment.{kind}.{party}.scheme.{scheme}.{item}"]
    return any(figure.verb == "credible_rate" for figure in score.inputs.values())


def test_the_items_that_would_bring_most_points_come_first(assessed):
    gains = [step.gained_ppm for _row, step in most_points(explained(assessed, "unit", elsewhere(assessed)))]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 0
    node = explain_party(assessed.assessment, TOWNSHIP)
    assert node.below[0].text == "What would bring most points"
    assert len(node.below[0].sentences) == 3


def test_items_in_full_are_one_line_and_lost_points_come_first(assessed):
    node = explain_party(assessed.assessment, TOWNSHIP)
    scheme = next(one for one in node.below if one.figure is not None)
    assert all(not one.text.startswith("in full: ") for one in scheme.below[:-1])
    scores = [one.figure for one in scheme.below if one.figure is not None]
    weights = [score.inputs["weight"].value - score.value for score in scores]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_raw_key_is_shown_in_either_language(assessed, language):
    choose_language(language)
    for party in (elsewhere(assessed), TOWNSHIP, "people", "county"):
        told = "\n".join(explain_party(assessed.assessment, party).text_lines())
        for raw in ("{'", "(own ", "above 7", "choice", "None"):
            assert raw not in told


def test_a_missing_item_says_which_counts_are_missing(assessed, tmp_path):
    folder = Path(shutil.copytree(assessed.assessment.folder, tmp_path / "assessment"))
    measured = folder / "tables" / "measure.parquet"
    table = pq.read_table(measured)
    pq.write_table(table.filter(pc.not_equal(table["measure_id"], "elderly_checked")), measured)
    row = next(row for row in assessed.assessment.scores.to_pylist() if row["item"] == "elderly_check_rate")
    told = missing_words(AssessmentFolder.open(folder), row | {"state": "missing"})
    assert told.startswith("missing: ")
    assert told.endswith("; never counted as zero")
    assert "65" in told


def test_the_first_assessment_of_a_year_has_none_before_it(assessed):
    assert previous_assessment(list_assessments(assessed.workspace)[0]) is None


def test_nobody_of_an_unknown_id_is_explained(assessed):
    with pytest.raises(BadInput, match="nobody called 'U340621T0100' was assessed"):
        explain_party(assessed.assessment, "U340621T0100")
