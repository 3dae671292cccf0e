"""Who looks at chronic patients and who assesses them must count the same persons."""

from datetime import date

import duckdb
import pytest
from tests.primary_care.care_rows import YEAR, suixi
from tests.support.made_county import MadeCounty

from fenming.assessment.measuring import write_measures
from fenming.primary_care.chronic import chronic_registry
from fenming.primary_care.public_health import QUARTERS, count_work_points

MEASURES = {"managed": ["severe_mental"], "standard": ["severe_mental"], "controlled": [], "registered": []}


@pytest.fixture(scope="module")
def tables(county: MadeCounty):
    return {name: county.workspace.table_path(name) for name in county.workspace.manifest()["tables"]}


@pytest.fixture(scope="module")
def measured(tables, tmp_path_factory) -> dict[tuple[str, str, str], int]:
    """The measures of the year by id, unit and period."""
    folder = tmp_path_factory.mktemp("measures")
    write_measures(tables, suixi(), YEAR, folder)
    rows = duckdb.sql(f"SELECT measure_id, unit_id, period, value FROM '{folder}/measure.parquet'").fetchall()
    return {(measure, unit, period): value for measure, unit, period, value in rows}


@pytest.mark.parametrize(("measure", "others"), MEASURES.items())
def test_the_registry_counts_whom_the_measures_count(tables, measured, measure, others):
    registry = chronic_registry(tables, suixi(), date(YEAR, 12, 31))
    counted = {
        (f"{measure}.{row.condition}", row.party, "year"): row.value(measure)
        for row in registry.units
        if row.value(measure) and row.condition in ("hypertension", "diabetes", *others)
    }
    conditions = {f"{measure}.{condition}" for condition in ("hypertension", "diabetes", *others)}
    theirs = {key: value for key, value in measured.items() if key[0] in conditions and value}
    assert counted == theirs


def test_the_measured_work_points_are_the_counted_ones(tables, measured):
    found = count_work_points(tables, suixi(), YEAR)
    counted = {("work_points", row.unit_id, row.quarter): row.points for row in found.quarters}
    assert counted == {key: value for key, value in measured.items() if key[0] == "work_points" and key[2] in QUARTERS}
