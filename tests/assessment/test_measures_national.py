"""The national monitoring indicators: fourteen, from measures, with what others print and what is missing beside them."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.assessment.measured_county import registers
from tests.primary_care.care_rows import YEAR, write_tables

from fenming.assessment.assessing import assess_tables
from fenming.assessment.national import evidence_on_file, national_table
from fenming.facts.run_tables import RunTables
from fenming.kernel import Book
from fenming.mechanisms import recompute
from fenming.policy import load_pack
from fenming.settlement.rows import Reading, write_roll

PACK = load_pack("cn/ah/340621")
MEASURE = ("measure_id", "period", "consortium_id", "township_hospital_id", "unit_id", "institution_id")
COUNTED = {"primary_visits": ("T1", 6_340), "county_visits": ("T1", 10_000)}
AGES = range(30, 70, 5)


@pytest.fixture
def assessed(tmp_path):
    """The assessment of a county of which nothing but these counts is known."""

    def assess(deaths=3, **counted):
        rows = [_row(name, unit, value) for name, (unit, value) in (COUNTED | counted).items()]
        rows += [_row(f"chronic_deaths.{age}", "", deaths) for age in AGES]
        rows += [_row(f"residents_aged.{age}", "", 1_000) for age in AGES]
        tables = write_tables(tmp_path, **registers(chronic=[], unit_resident=[]))
        write_roll({name: str(path) for name, path in tables.items()}, Reading(YEAR, "platform", "any_day"), tmp_path)
        columns = {name: [row[place] for row in rows] for place, name in enumerate((*MEASURE, "value"))}
        pq.write_table(pa.table(columns), tmp_path / "measure.parquet")
        return assess_tables(PACK, RunTables(tmp_path), YEAR)

    return assess


def _row(measure, institution, value):
    return (measure, "year", "C1" if institution else "", institution, "", institution, value)


def line(table, number):
    return next(row for row in table.rows if row.number == number)


def test_there_are_fourteen_in_the_order_of_their_numbers(assessed):
    table = national_table(PACK, assessed())
    numbers = [row.number for row in table.rows]
    assert table.indicators == 14
    assert numbers[:6] == ["1.1", "1.2", "1.3", "2.1", "2.2(1)", "2.2(2)"]
    assert numbers[-1] == "5.2"


def test_a_value_stands_beside_its_counts_what_others_print_and_its_band(assessed):
    row = line(national_table(PACK, assessed()), "3.1")
    assert (row.numerator.value, row.denominator.value, row.figure.value) == (6_340, 10_000, 634_000)
    assert 634_000 in {one.value for one in row.published}
    assert row.is_plausible


def test_a_value_outside_its_band_is_told(assessed):
    table = national_table(PACK, assessed(primary_visits=("T1", 9_900)))
    assert line(table, "3.1").is_plausible is False
    assert [finding.where for finding in table.findings if finding.code == "national.implausible"] == [
        "primary_visit_share"
    ]


def test_what_was_not_counted_is_missing_and_never_zero(assessed):
    table = national_table(PACK, assessed())
    row = line(table, "4.1(2)")
    assert (row.state, row.figure, row.is_plausible) == ("missing", None, None)
    assert row.card.indicator_id in {finding.where for finding in table.findings if finding.code == "national.missing"}


def test_premature_mortality_comes_with_its_interval_and_all_figures_can_be_made_again(assessed):
    table = national_table(PACK, assessed())
    row = line(table, "5.2")
    assert row.low.value < row.figure.value < row.high.value
    assert all(recompute(figure) == figure.value for figure in Book(table.figures()))


def test_last_year_stands_beside_this_one_where_it_was_assessed(assessed):
    before = assessed(primary_visits=("T1", 5_500))
    table = national_table(PACK, assessed(), before)
    assert line(table, "3.1").before.value == 550_000
    assert line(table, "4.2").before is None


def test_a_qualitative_line_lists_what_must_be_shown_and_what_is_on_file(assessed, tmp_path):
    folder = tmp_path / "evidence/joint_decision"
    folder.mkdir(parents=True)
    (folder / "章程.pdf").write_bytes(b"")
    table = national_table(PACK, assessed(), files=evidence_on_file(tmp_path / "evidence"))
    row = line(table, "1.2")
    assert (row.state, row.figure, row.files) == ("evidence", None, ("章程.pdf",))
    assert "医共体章程" in row.evidence
    without = {finding.where for finding in table.findings if finding.code == "national.no_evidence"}
    assert without == {"unified_management", "service_coordination"}


def test_no_folder_of_evidence_is_nothing_on_file(tmp_path):
    assert evidence_on_file(tmp_path / "none") == {}
