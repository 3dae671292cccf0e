"""What is printed of an assessment: a page for each unit, the workbook, the indicators beside what was published."""

import openpyxl
import pytest
from tests.support.assessed_county import AssessedCounty

from fenming.kernel import BadInput
from fenming.kernel.language import choose_language
from fenming.reports.assessment.indicators import county_indicators, indicator_rows, write_indicator_workbook
from fenming.reports.assessment.statement import unit_page, write_unit_statements
from fenming.reports.assessment.workbook import write_assessment_workbook
from fenming.reports.run_folder import RunFolder

UNIT = "U340621T0101"


@pytest.fixture(autouse=True)
def _english():
    choose_language("en")


def test_a_units_page_has_scores_losses_money_and_a_code(assessed: AssessedCounty):
    page = unit_page(assessed.assessment, RunFolder(assessed.run), UNIT)
    assert page.listings[0].title == "Scores"
    assert page.listings[1].title.startswith("Where ")
    assert page.listings[-1].title == "Money by this assessment"
    earned = RunFolder(assessed.run).book[f"public_health.unit.{UNIT}.earned"].value
    assert page.listings[-1].rows[-1][-1] == f"{earned // 100:,}.{earned % 100:02d}"
    assert page.sentences[0].startswith("Score with the township's and the lead hospital's: ")
    assert page.code == unit_page(assessed.assessment, None, UNIT).code


def test_every_unit_has_a_page_and_all_stand_in_one_file_to_print(assessed, tmp_path):
    written = write_unit_statements(assessed.assessment, RunFolder(assessed.run), [], tmp_path)
    assert len(written) == 233
    text = (tmp_path / "all.html").read_text("utf8")
    assert text.count('<section class="sheet') == 232
    assert text.count("Synthetic data") >= 232
    assert all(row["unit_id"] in text for row in assessed.assessment.tables.units)


def test_no_page_is_longer_than_a_sheet(assessed):
    """By the lines that the fullest page was seen to hold."""
    for row in assessed.assessment.tables.units[:60]:
        page = unit_page(assessed.assessment, None, row["unit_id"])
        assert sum(len(listing.rows) for listing in page.listings) <= 20


def test_only_units_have_a_page(assessed, tmp_path):
    with pytest.raises(BadInput, match="nobody called 'people' was assessed"):
        write_unit_statements(assessed.assessment, None, ["people"], tmp_path)


def test_the_workbook_reads_back_as_it_was_scored(assessed, tmp_path):
    path = tmp_path / "a.xlsx"
    write_assessment_workbook(assessed.assessment, path)
    book = openpyxl.load_workbook(path)
    sheet = book["Assessment of health-management units"[:31]]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("U3406")}
    totals = {
        row["party_id"]: row["score_ppm"]
        for row in assessed.assessment.scores.to_pylist()
        if row["scheme_id"] == "health_unit" and not row["item"]
    }
    assert {unit: round(row[2] * 10_000) for unit, row in rows.items()} == totals
    shown = [row[2] for row in rows.values()]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] <= 100


def test_few_parties_stand_side_by_side_and_quarters_are_columns(assessed, tmp_path):
    path = tmp_path / "a.xlsx"
    write_assessment_workbook(assessed.assessment, path)
    book = openpyxl.load_workbook(path)
    consortia = [row for row in book["Chronic assessment"].iter_rows(values_only=True) if row[0] == "total points"]
    assert len(consortia[0]) == 4  # item, full points, two consortia
    process = next(row for row in book["Village public health, process"].values if row[0] == "code")
    assert process[2:7] == ("points scored", "quarter 1", "quarter 2", "quarter 3", "quarter 4")


def test_amounts_are_yuan_and_never_percent(assessed, tmp_path):
    path = tmp_path / "a.xlsx"
    write_assessment_workbook(assessed.assessment, path)
    book = openpyxl.load_workbook(path)
    amounts = {row[0] for row in book["Amounts and counts"].values}
    rates = {row[0] for row in book["Rates"].values}
    assert "Surplus per employee" in amounts
    assert "Surplus per employee" not in rates
    assert "Control of hypertension" in rates


def test_the_indicators_are_written_with_what_was_published_and_expected(assessed, tmp_path):
    listed = county_indicators(assessed.workspace, assessed.assessment, 2024)
    headings, rows = indicator_rows(listed)
    assert "published" in headings
    share = next(row for row in rows if row[0] == "3.1")
    assert "63.4%" in share[6]
    assert share[7] == "50% – 75%"
    path = tmp_path / "m.xlsx"
    write_indicator_workbook(assessed.assessment, listed, path)
    evidence = openpyxl.load_workbook(path)["Evidence"]
    assert any("\n" in str(cell) for row in evidence.values for cell in row)


def test_no_other_national_table_is_known(assessed):
    with pytest.raises(BadInput, match="no national table of 2018"):
        county_indicators(assessed.workspace, assessed.assessment, 2018)
