"""Cards and measures held against each other, before any year is assessed."""

import pytest

from fenming.assessment.checking import check_measures, parameters_of
from fenming.assessment.measure import GRAINS, PERIODS, known_measures, known_relations, measure_of
from fenming.assessment.places import MADE
from fenming.assessment.prepared import PREPARED
from fenming.facts.table import TABLES
from fenming.policy import load_pack
from fenming.policy.load import SHIPPED

QUERIES = [*(measure.query for measure in known_measures().values()), *known_relations().values()]
PACK = load_pack("cn/ah/340621")
CARD = """label: 率
label_en: a rate
meaning: 测试用指标。
verb: ratio
inputs: {{part: {part}, whole: {whole}}}
grain: {grain}
period: {period}
shown_as: percent
direction: up
small_numbers: as_counted
source: 测试
owner: 测试
why_it_matters: 测试用。
gaming_risk: 测试用。
cite: {{document: assumed, clause: 测试}}
checked_on: 2026-11-22
reviewer: null
next_review: 2027-11-22
"""


@pytest.fixture
def checked(tmp_path):
    def check(part="contracted", whole="residents", grain="unit", period="year"):
        folder = tmp_path / "cn/ah/340621/indicators"
        folder.mkdir(parents=True)
        (folder / "tried.yaml").write_text(CARD.format(part=part, whole=whole, grain=grain, period=period), "utf8")
        found = check_measures(load_pack("cn/ah/340621", (tmp_path,)))
        return [finding for finding in found if "tried.yaml" in finding.where]

    return check


@pytest.mark.parametrize("query", QUERIES, ids=[query.id for query in QUERIES])
def test_every_query_says_what_it_reads_and_reads_what_it_says(query):
    values = {name.replace(".", "_") for name in query.policy}
    named = {name for name in query.placeholders - {"year"} if not any(name.startswith(value) for value in values)}
    assert named == set(query.needs)
    assert set(query.needs) <= {*TABLES, *MADE, *PREPARED, *known_relations()}
    assert {"zh", "en"} <= set(query.header)


@pytest.mark.parametrize("measure", known_measures().values(), ids=known_measures())
def test_every_measure_has_a_grain_a_unit_and_only_parameters_that_the_pack_writes(measure):
    assert measure.grain in GRAINS
    assert measure.periods in PERIODS
    assert measure.absent in {"zero", "missing"}
    assert measure.unit
    assert all(PACK.has(name) for name in parameters_of(measure))


def test_every_card_of_suixi_is_counted_by_measures_that_fit_it():
    assert check_measures(PACK) == []


def test_a_card_that_fits_has_no_findings(checked):
    assert checked() == []


def test_a_measure_that_nobody_counts_is_told_at_its_place_in_the_card(checked):
    (finding,) = checked(part="contract")
    assert finding.code == "assessment.measure_unknown"
    assert "indicators/tried.yaml" in finding.where
    assert "contracted" in finding.why


def test_a_measure_without_its_word_is_no_measure(checked):
    assert [finding.code for finding in checked(part="controlled")] == ["assessment.measure_unknown"]
    assert measure_of("residents.PH01") is None


def test_what_institutions_report_cannot_be_told_for_a_unit(checked):
    (finding,) = checked(part="visits")
    assert finding.code == "assessment.grain"


def test_what_is_counted_by_the_year_has_no_quarters(checked):
    assert {finding.code for finding in checked(period="quarter")} == {"assessment.period"}


def test_work_points_have_quarters(checked):
    assert checked(part="work_points", whole="work_points_due", period="quarter") == []


def test_a_parameter_that_a_countys_own_scheme_needs_and_nobody_writes_is_told(tmp_path):
    shipped = (SHIPPED / "cn/ah/340621/schemes/chronic.yaml").read_text("utf8")
    shipped = "\n".join(line for line in shipped.splitlines() if not line.startswith("settled_by"))
    for folder in ("schemes", "indicators"):
        (tmp_path / "cn/zz/999999" / folder).mkdir(parents=True)
    (tmp_path / "cn/zz/pack.yaml").write_text("label: 某省\nlabel_en: a province\nlevel: province\n", "utf8")
    (tmp_path / "cn/zz/999999/pack.yaml").write_text("label: 某县\nlabel_en: a county\nlevel: county\n", "utf8")
    (tmp_path / "cn/zz/999999/schemes/chronic.yaml").write_text(shipped, "utf8")
    found = check_measures(load_pack("cn/zz/999999", (tmp_path,)))
    assert {finding.code for finding in found} == {"assessment.measure_parameter"}
    assert "budget.chronic_quota_per_head" in found[0].what
