"""`fenming assess`: made, explained, printed and compared as a county's accountant and a village doctor would."""

import openpyxl
import pytest
from tests.support.assessed_county import SAID, AssessedCounty

from fenming.assessment.appeals import Claim
from fenming.year.assessment import appeal_score, decide_appeal, make_assessment

UNIT, TOWNSHIP = "U340621T0101", "H34062100100"


@pytest.fixture
def where(assessed: AssessedCounty) -> tuple[object, ...]:
    return ("--workspace", assessed.workspace.folder)


def test_the_year_is_assessed_with_a_line_for_every_scheme_and_where_to_look_next(fenming, assessed, where):
    told = fenming("assess", "--year", 2024, *where)
    assert "The same facts, packs, appeals and code were assessed before" in told.all
    assert f"Assessment {assessed.assessment.id}" in told.all
    for words in (
        "points of a hundred",
        "synthetic data",
        "more findings, in the workbook",
        "assess freeze",
    ):
        assert words in told.all
    printed = fenming("assess", "--year", 2024, *where, "--json").json
    schemes = {one["scheme_id"]: one for one in printed["schemes"]}
    assert schemes["public_health_process"]["label"] == "Village public health, process"
    assert {schemes[one]["with_total"] for one in ("health_unit", "public_health_process")} == {232}
    assert schemes["public_health_target"]["lowest_ppm"] <= schemes["public_health_target"]["mean_ppm"] <= 1_000_000
    assert printed["schemes"][0]["assesses"] == "county"


def test_the_workbook_is_written_beside(fenming, where, tmp_path):
    told = fenming("assess", "--year", 2024, *where, "--out", tmp_path / "a.xlsx")
    assert "the workbook is written to" in told.all
    assert openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True).sheetnames[0] == "Schemes"


@pytest.mark.parametrize("party", [UNIT, TOWNSHIP, "people", "county"])
def test_every_kind_of_party_is_explained(fenming, where, party):
    told = fenming("assess", "explain", party, *where)
    assert f"({party})" in told.out.splitlines()[0]
    assert "What would bring most points" in told.out
    assert "Grade: " in told.out
    for raw in ("{'", "(own ", "(up)", "(down)", "direction down", "no translation"):
        assert raw not in told.out
    printed = fenming("assess", "explain", party, *where, "--json").json
    assert printed["text"] in told.out
    assert any(node.get("unit") == "score" for node in printed["below"])


def test_a_unit_settled_by_its_scores_is_told_its_money(fenming, where):
    told = fenming("assess", "explain", UNIT, *where).out
    assert "Money: public health" in told
    assert "Process: " in told
    assert " earned, " in told
    assert "Money: general surplus" in told


def test_statements_are_written_for_one_unit_or_for_all(fenming, where, tmp_path):
    assert "1 pages" in fenming("assess", "statement", UNIT, *where, "--out", tmp_path / "one").all
    assert (tmp_path / "one" / f"{UNIT}.html").read_text("utf8").count('<section class="sheet') == 1
    assert "233 pages" in fenming("assess", "statement", "all", *where, "--out", tmp_path / "all").all
    assert (tmp_path / "all" / "all.html").read_text("utf8").count('<section class="sheet') == 232


def test_the_national_indicators_stand_beside_what_was_published(fenming, where, tmp_path):
    told = fenming("assess", "indicators", "--national", 2024, *where, "--out", tmp_path / "m.xlsx")
    assert "63.4% (nation, 2024, up 0.5 points)" in told.all
    listed = fenming("assess", "indicators", "--national", 2024, *where, "--json").json
    assert {"1.1", "2.1", "2.2(1)", "3.1", "4.1(2)", "5.2"} <= {one["number"] for one in listed}
    assert len(fenming("assess", "indicators", *where, "--json").json) > len(listed)
    assert openpyxl.load_workbook(tmp_path / "m.xlsx").sheetnames == [
        "Monitoring table",
        "How it is worked out",
        "Evidence",
    ]


def test_what_moved_a_unit_is_told_after_its_appeal(fenming, assessed, tmp_path):
    workspace, first = assessed.copied(tmp_path / "W"), assessed.assessment.id
    claim = Claim(2024, UNIT, "contracted_home_visits", numerator=1)
    appeal = appeal_score(workspace, claim, SAID)
    decide_appeal(workspace, appeal.id, SAID, is_accepted=True)
    second = make_assessment(workspace, 2024).id
    where = ("--workspace", workspace.folder)
    told = fenming("assess", "explain", UNIT, *where).out
    assert f"What moved it since assessment {first}" in told
    assert "an appeal was accepted; other counts; appeal A0001" in told
    assert "Money:" not in told  # the year was settled by the other assessment
    compared = fenming("assess", "compare", first, second, *where, "--out", tmp_path / "c.xlsx")
    assert f"scores changed from {first} to {second}" in compared.all
    rows = fenming("assess", "compare", first, "latest", *where, "--json").json
    assert {"appeal", "count"} <= {why for row in rows if row["party_id"] == UNIT for why in row["why"]}
    assert openpyxl.load_workbook(tmp_path / "c.xlsx").active.max_row > len(rows)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("explain", "U340621T0999"), "nobody called 'U340621T0999' was assessed"),
        (("explain", "nobody"), "no id is spelled like it"),
        (("explain", UNIT, "--assessment", "zz"), "no single assessment is meant by 'zz'"),
        (("statement", TOWNSHIP, "--out", "never"), f"nobody called '{TOWNSHIP}' was assessed"),
        (("indicators", "--national", 2019), "there is no national table of 2019 here"),
        (("compare", "a", "b"), "name one of them, or make one first"),
        ((), "an assessment is of one year"),
        (("--year", 1999), "says nothing about 1999-12-31"),
    ],
)
def test_a_wrong_question_is_answered_with_what_to_do(fenming, where, asked, said):
    answer = fenming("assess", *asked, *where, code=2)
    assert said in answer.all
    assert "what to do:" in answer.all


def test_without_a_workspace_or_an_assessment_it_says_how_to_begin(fenming, county, tmp_path):
    assert "is no workspace" in fenming("assess", "explain", UNIT, "--workspace", tmp_path / "none", code=2).all
    answer = fenming("assess", "explain", UNIT, "--workspace", county.workspace.folder, code=2)
    assert "make one first: fenming assess" in answer.all
