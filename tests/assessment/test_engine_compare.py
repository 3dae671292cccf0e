"""Two assessments of a year side by side: every score that differs, and why."""

from collections.abc import Iterable
from random import Random

import pytest
from tests.assessment.engine_county import UNITS, Row, assessed, changed, drawn_rows, small_pack, without, write_tables

from fenming.assessment.comparing import Change, compare
from fenming.assessment.tables_written import write_assessment_tables
from fenming.facts.run_tables import RunTables

ROWS = drawn_rows(Random(11))
APPEAL = {
    "appeal_id": "A1",
    "indicator_id": "due",
    "party_id": "U04",
    "period": "year",
    "role": "denominator",
    "value": 61,
}


@pytest.fixture
def written(tmp_path):
    """Writes an assessment's tables and gives them back; each call a folder of its own."""

    def write(name: str, rows: Iterable[Row], *corrections: dict, **pack: object) -> RunTables:
        tables = write_tables(tmp_path / name, rows, corrections)
        write_assessment_tables(assessed(rows, small_pack(**pack), corrections), tables.folder)
        return tables

    return write


def of(changes: list[Change], scheme: str, party: str, item: str) -> Change | None:
    return next((one for one in changes if one.key[:3] == (scheme, party, item)), None)


def test_the_same_assessment_differs_in_nothing(written):
    assert compare(written("first", ROWS), written("second", ROWS[::-1])) == []


def test_another_count_changes_its_owners_item_and_total(written):
    changes = compare(written("first", ROWS), written("second", changed(ROWS, "points_done", "U03", 0)))
    assert {one.key[:2] for one in changes} == {("process", "U03")}
    assert of(changes, "process", "U03", "points").why == ("count",)
    assert of(changes, "process", "U03", "").why == ("items",)
    assert of(changes, "process", "U03", "").difference_ppm < 0


def test_a_change_of_one_party_reaches_others_by_the_county_or_as_peers(written):
    row = next(row[3] for row in ROWS if row[0] == "control_done" and row[2] == "U03")
    changes = compare(written("first", ROWS), written("second", changed(ROWS, "control_done", "U03", row + 1)))
    assert of(changes, "health_unit", "U03", "control").why == ("count",)
    assert {of(changes, "health_unit", unit, "control").why for unit in UNITS if unit != "U03"} == {("county",)}


def test_an_accepted_appeal_is_named(written):
    changes = compare(written("first", ROWS), written("second", ROWS, APPEAL))
    found = of(changes, "health_unit", "U04", "due") or of(changes, "target", "U04", "due")
    assert (found.why, found.appeals) == (("appeal", "count"), ("A1",))
    assert found.as_dict()["appeals"] == ["A1"]


def test_what_was_missing_and_is_handed_in_changes_its_state(written):
    changes = compare(written("first", without(ROWS, "due_done", "U04")), written("second", ROWS))
    found = of(changes, "health_unit", "U04", "due")
    assert found.why[0] == "state"
    assert found.difference_ppm is None


def test_another_rule_of_the_pack_changes_values_without_other_counts(written):
    changes = compare(written("first", ROWS), written("second", ROWS, rule="naked"))
    assert of(changes, "health_unit", "U04", "control").why == ("rule",)
