"""Measured on the synthetic county: whole, within what is to be expected, and the same as what settlement sums."""

from datetime import date

import duckdb
import pytest
from tests.support.made_county import YEAR, MadeCounty

from fenming.assessment.assessing import Assessment, assess_tables
from fenming.assessment.measure import known_measures
from fenming.assessment.measuring import write_measures
from fenming.assessment.national import national_table
from fenming.facts.run_tables import RunTables
from fenming.policy import load_pack
from fenming.settlement.rows import Reading, write_roll

PACK = load_pack("cn/ah/340621")


@pytest.fixture(scope="module")
def measured(tmp_path_factory, county: MadeCounty):
    """The folder with the measures of the county, and what was found wrong."""
    folder, workspace = tmp_path_factory.mktemp("measured"), county.workspace
    tables = {name: workspace.table_path(name) for name in workspace.manifest()["tables"]}
    findings = write_measures(tables, PACK.on(date(YEAR, 12, 31)), YEAR, folder)
    write_roll({name: str(path) for name, path in tables.items()}, Reading(YEAR, "platform", "any_day"), folder)
    duckdb.execute(f"COPY (FROM '{tables['institution']}') TO '{folder}/institution.parquet'")
    return folder, findings


@pytest.fixture(scope="module")
def assessed(measured) -> Assessment:
    return assess_tables(PACK, RunTables(measured[0]), YEAR)


def sums(folder) -> dict[str, int]:
    query = f"SELECT measure_id, sum(value)::BIGINT FROM '{folder}/measure.parquet' WHERE period = 'year' GROUP BY 1"
    return dict(duckdb.execute(query).fetchall())


def test_every_measure_is_counted(measured):
    folder, findings = measured
    assert [finding for finding in findings if finding.code == "assessment.table_missing"] == []
    assert {name.partition(".")[0] for name in sums(folder)} == set(known_measures())


def test_the_fourteen_national_indicators_lie_within_what_is_to_be_expected(assessed):
    table = national_table(PACK, assessed)
    valued = {row.number: row for row in table.rows if row.state != "evidence"}
    assert table.indicators == 14
    assert {number for number, row in valued.items() if row.is_plausible is not True} == set()


def test_the_standardised_admission_rate_is_plausible_and_lower_than_the_crude_one_of_an_older_county(assessed):
    card = PACK.cards["admission_rate_standardised"]
    counties = {party for _indicator, kind, party, _period in assessed.indicators if kind == "county"}
    (county,) = counties
    rates = {
        name: assessed.value(name, "county", county).figure.value for name in ("admission_rate", card.indicator_id)
    }
    assert card.plausible.low <= rates[card.indicator_id] <= card.plausible.high
    assert rates[card.indicator_id] < rates["admission_rate"]


def test_measures_agree_with_what_the_run_sums_of_the_same_bills(measured, county):
    found = sums(measured[0])
    ((pool, total),) = county.rows("SELECT sum(pool_fen)::BIGINT, sum(total_fen)::BIGINT FROM {spend}")
    assert found["general_fund_fen"] + found["chronic_fund_fen"] == pool
    assert found["medical_spend_fen"] == total
    assert found["insured"] == county.rows("SELECT sum(heads)::BIGINT FROM {roll}")[0][0]


def test_no_person_is_in_the_measure_table(measured):
    columns = [row[0] for row in duckdb.execute(f"DESCRIBE FROM '{measured[0]}/measure.parquet'").fetchall()]
    assert columns == [
        "measure_id",
        "period",
        "consortium_id",
        "township_hospital_id",
        "unit_id",
        "institution_id",
        "value",
    ]


def test_every_unit_is_told_as_the_sum_of_it_its_township_and_its_consortium(measured):
    query = f"""SELECT count(*) FROM '{measured[0]}/measure.parquet' WHERE unit_id <> '' AND institution_id = ''
        AND (township_hospital_id = '' OR consortium_id = '')"""
    assert duckdb.execute(query).fetchall() == [(0,)]
