"""Schemes: weights and targets as figures with their clause, valid on their days, inherited and checked as a whole."""

from datetime import date
from pathlib import Path

import pytest

from fenming.kernel import BadInput, Book, Grade
from fenming.mechanisms import verb, verb_names
from fenming.policy import Pack, load_pack, severity
from fenming.policy.load import SHIPPED
from fenming.policy.scored import check_scored
from tests.support.overlay import write_overlay

SUMMER = date(2024, 6, 30)
DAY_OF_CHECK = date(2026, 11, 22)
ALL = [
    "chronic",
    "consortium",
    "county",
    "health_unit",
    "public_health_process",
    "public_health_target",
    "township_hospital",
]
VERBS = {name: verb(name).function for name in verb_names()}


@pytest.fixture(scope="module")
def suixi() -> Pack:
    return load_pack("cn/ah/340621")


def test_suixi_is_assessed_at_every_level_by_schemes_that_say_they_are_assumed(suixi: Pack) -> None:
    schemes = suixi.on(SUMMER).schemes()
    assert [scheme.scheme_id for scheme in schemes] == ALL
    assert {scheme.assesses for scheme in schemes} == {"unit", "township", "consortium", "county"}
    for scheme in schemes:
        assert scheme.citation.grade is Grade.ASSUMED
        assert scheme.text.open_question
        assert scheme.settled_by
        assert sum(item.weight_ppm for item in scheme.items.values()) == 1_000_000


def test_the_schemes_use_every_method(suixi: Pack) -> None:
    methods = {item.method for scheme in suixi.schemes.values() for item in scheme.items.values()}
    assert methods == {"met", "proportional", "deduction", "sample", "spread", "bands", "interval"}


def test_the_chronic_scheme_has_as_many_items_as_were_published_in_the_four_named_areas(suixi: Pack) -> None:
    policy = suixi.on(SUMMER)
    items = policy.scheme("chronic").items.values()
    assert len(items) == policy["assessment.chronic_indicators_second_level"].value == 18
    firsts = {item.first_level for item in items}
    assert len(firsts) == policy["assessment.chronic_indicators_first_level"].value == 12
    assert {item.area for item in items} == {"two_diseases", "chronic_outpatient", "chronic_inpatient", "drug_supply"}
    assert all(policy.labels[item.area] for item in items)


def test_what_settlement_reads_is_fed_by_the_schemes_named_for_it(suixi: Pack) -> None:
    fed = {scheme.feeds: scheme.scheme_id for scheme in suixi.schemes.values() if scheme.feeds}
    assert fed == {
        "process_score": "public_health_process",
        "target_result": "public_health_target",
        "assessment_score": "chronic",
    }
    targets = suixi.schemes["public_health_target"]
    assert list(targets.items) == [f"PH{number:02d}" for number in range(1, 13)]
    assert targets.item("PH01").target == 800_000
    assert targets.item("PH07").target == 600_000
    assert suixi.schemes["public_health_process"].is_quarterly


def test_township_hospitals_are_compared_by_the_twenty_one_of_the_national_evaluation(suixi: Pack) -> None:
    township = suixi.schemes["township_hospital"]
    assert len(township.items) == 21
    assert {item.method for item in township.items.values()} == {"spread", "interval"}


def test_weight_and_target_are_figures_that_lead_to_the_clause_and_the_open_question(suixi: Pack) -> None:
    scheme = suixi.schemes["consortium"]
    weight, target = scheme.weight("primary_visit_share"), scheme.target("primary_visit_share")
    assert (weight.name, weight.value, weight.unit) == (
        "schemes.consortium.primary_visit_share.weight",
        120_000,
        "ppm",
    )
    assert (target.name, target.value, target.unit, target.written) == (
        "schemes.consortium.primary_visit_share.target",
        600_000,
        "ppm",
        "60%",
    )
    for figure in (weight, target):
        assert figure.verb == "parameter"
        assert figure.grade is Grade.ASSUMED
        assert figure.reading is not None
        assert "由本系统假设" in figure.reading.open_question
    assert weight.label == "医共体综合绩效考核·县域内基层诊疗人次占比·权重"
    assert Book.from_json(Book([weight, target]).to_json())[target.name].value == 600_000


def test_every_term_of_a_method_is_a_figure(suixi: Pack) -> None:
    unit = suixi.schemes["health_unit"]
    growth = {key: unit.term("unit_fund_growth", key).value for key in ("target", "step", "points", "floor")}
    assert growth == {"target": 1_000_000, "step": 20_000, "points": 10_000, "floor": 0}
    assert unit.term("file_quality", "veto_at").value == 3
    assert unit.term("contracted_home_visits", "bands").value[0] == {"places": 250_000, "points": 1_000_000}
    posted = suixi.schemes["consortium"].target("posted_doctors")
    assert (posted.value, posted.written) == (100, "1/万")
    with pytest.raises(KeyError):
        unit.target("file_quality")


def test_the_check_names_every_item_by_which_more_may_be_less(suixi: Pack) -> None:
    found = check_scored(suixi, VERBS, DAY_OF_CHECK)
    assert [finding.code for finding in found] == ["policy.not_monotone"] * 2
    assert {severity(finding) for finding in found} == {"warning"}
    assert "in the scheme chronic a higher chronic_fund_use" in found[0].what
    assert "in the scheme township_hospital a higher bed_use" in found[1].what


def test_a_scheme_holds_on_its_days_only(suixi: Pack) -> None:
    before = suixi.on(date(2023, 12, 31))
    assert before.schemes() == ()
    with pytest.raises(BadInput, match=r"chronic says nothing about 2023-12-31.*chronic\.yaml:\d+"):
        before.scheme("chronic")
    with pytest.raises(BadInput, match=r"has no scheme cronic.*chronic, consortium"):
        suixi.on(SUMMER).scheme("cronic")


def test_the_nearest_scheme_prevails_whole_and_finds_indicators_of_the_folders_above(
    tmp_path: Path, suixi: Pack
) -> None:
    shipped = (SHIPPED / "cn/ah/340621/schemes/county.yaml").read_text("utf8")
    own = tmp_path / "cn/ah/340621/schemes/county.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(shipped.replace("target: 60%", "target: 65%", 1), "utf8")
    changed = load_pack("cn/ah/340621", roots=(tmp_path,))
    assert changed.schemes["county"].target("primary_visit_share").value == 650_000
    assert list(changed.schemes) == ALL
    assert changed.digest() != suixi.digest()


def test_a_county_may_write_a_scheme_of_its_own_with_an_indicator_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "cn/ah/340621"
    card = (SHIPPED / "cn/indicators/contract_coverage.yaml").read_text("utf8")
    scheme = (SHIPPED / "cn/ah/340621/schemes/public_health_process.yaml").read_text("utf8")
    for kind in ("indicators", "schemes"):
        (folder / kind).mkdir(parents=True)
    (folder / "indicators/elder_contracts.yaml").write_text(card, "utf8")
    own = scheme.replace("work_points_rate", "elder_contracts").replace("feeds: process_score\n", "")
    (folder / "schemes/elders.yaml").write_text(own.replace("period: quarter", "period: year"), "utf8")
    pack = load_pack("cn/ah/340621", roots=(tmp_path,))
    assert pack.on(SUMMER).scheme("elders").item("elder_contracts").target == 1_000_000


def test_faults_of_cards_and_schemes_stop_a_load_and_are_told_together() -> None:
    gallery = Path(__file__).parent / "gallery/scheme_with_an_unknown_indicator"
    with pytest.raises(BadInput) as refusal:
        load_pack("cn/zz", roots=(gallery,))
    assert [finding.code for finding in refusal.value.findings] == ["policy.unknown_indicator"] * 2


def test_the_check_names_a_reading_that_may_pay_a_better_result_less(tmp_path) -> None:
    uneven = "public_health.result_uneven_bands"
    pack = load_pack("cn/ah/340621", [write_overlay(tmp_path, {uneven: "as_written"})])
    found = check_scored(pack, VERBS, DAY_OF_CHECK)
    assert [finding.what for finding in found if uneven in finding.what] == [
        f"by {uneven}: as_written a better result may lower a unit's own money"
    ]
