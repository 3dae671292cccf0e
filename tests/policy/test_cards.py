"""Indicator cards: read with their values, inherited along the chain, and whole where they ship."""

import re
from datetime import date
from pathlib import Path

import pytest

from fenming.kernel import BadInput, Grade
from fenming.mechanisms import verb, verb_names
from fenming.policy import Pack, load_pack
from fenming.policy.load import SHIPPED
from fenming.policy.scored import check_scored
from fenming.policy.shown_as import parse_points, parse_shown

SUMMER = date(2024, 6, 30)
DAY_OF_CHECK = date(2026, 11, 22)
NATIONAL = [
    "1.1",
    "1.2",
    "1.3",
    "2.1",
    "2.2(1)",
    "2.2(2)",
    "2.3",
    "3.1",
    "3.2",
    "3.3",
    "4.1(1)",
    "4.1(2)",
    "4.2",
    "4.3",
]
NATIONAL += ["5.1", "5.2"]
VERBS = {name: verb(name).function for name in verb_names()}


@pytest.fixture(scope="module")
def suixi() -> Pack:
    return load_pack("cn/ah/340621")


def own_pack(root: Path, card: str, name: str) -> Pack:
    folder = root / "cn/ah/340621/indicators"
    folder.mkdir(parents=True)
    (folder / f"{name}.yaml").write_text(card, "utf8")
    return load_pack("cn/ah/340621", roots=(root,))


def test_the_fourteen_national_indicators_of_2024_are_there_two_of_them_in_two_parts(suixi: Pack) -> None:
    numbered = sorted(card.text.number for card in suixi.cards.values() if card.text.number)
    assert numbered == NATIONAL
    assert len({re.sub(r"\(\d\)", "", number) for number in numbered}) == 14
    evidence = {card.text.number for card in suixi.cards.values() if card.text.evidence}
    assert evidence == {"1.1", "1.2", "1.3"}
    assert all(card.text.aim == (card.text.number or "")[0] for card in suixi.cards.values() if card.text.number)


def test_what_is_inferred_from_a_name_says_so(suixi: Pack) -> None:
    inferred = [card for card in suixi.cards.values() if (card.text.number or "") >= "2.3"]
    assert len(inferred) == 10
    assert all("推断" in (card.text.open_question or "") for card in inferred)


def test_every_shipped_card_says_how_it_could_be_gamed_what_is_plausible_and_who_reviewed_it(suixi: Pack) -> None:
    for card in suixi.cards.values():
        assert "reviewer" in card.file.data, card.indicator_id
        assert card.text.gaming_risk, card.indicator_id
        assert card.next_review > DAY_OF_CHECK
        assert card.is_measured == (card.plausible is not None), card.indicator_id
        if card.citation.grade is Grade.ASSUMED:
            assert card.text.open_question, card.indicator_id


def test_what_was_published_lies_in_the_plausible_band_of_its_card(suixi: Pack) -> None:
    beside = [(card, one) for card in suixi.cards.values() for one in card.published]
    assert len(beside) >= 15
    for card, one in beside:
        assert card.plausible is not None
        assert card.plausible.low <= one.value <= card.plausible.high, (card.indicator_id, one.what)


def test_published_values_are_those_of_the_sources(suixi: Pack) -> None:
    published = {name: [one.value for one in card.published] for name, card in suixi.cards.items()}
    assert published["primary_visit_share"] == [550_000, 634_000]
    assert published["premature_mortality"] == [137_400, 114_500]
    assert published["hypertension_standard_rate"] == [898_400]
    assert published["diabetes_control_rate"] == [806_100]
    assert published["contract_coverage"] == [753_100]
    assert suixi.cards["premature_mortality"].published[1].citation.document == "suixi_practice_2025"


def test_cards_of_the_nation_can_be_worked_out_and_are_not_due_for_review() -> None:
    nation = load_pack("cn")
    assert check_scored(nation, VERBS, DAY_OF_CHECK) == []
    due = check_scored(nation, VERBS, date(2028, 1, 1))
    assert {finding.code for finding in due} == {"policy.review_due"}
    assert len(due) == len(nation.cards)


def test_a_card_knows_every_measure_it_reads_once(suixi: Pack) -> None:
    assert suixi.cards["primary_visit_share"].measures == ("primary_visits", "county_visits")
    assert suixi.cards["chronic_standard_rate"].inputs["part"].measures == (
        "standard.hypertension",
        "standard.diabetes",
    )
    managed = suixi.cards["hypertension_managed_rate"]
    assert managed.measures == ("managed.hypertension", "residents")
    assert (managed.inputs["prevalence"].policy, managed.inputs["prevalence"].key) == (
        "chronic.prevalence",
        "hypertension",
    )
    deaths = suixi.cards["premature_mortality"].inputs["deaths"].by
    assert deaths is not None
    assert next(iter(deaths)) == "age_30"
    assert deaths["age_65"] == "chronic_deaths.65"


def test_the_nearest_card_prevails_whole_and_changes_the_digest(tmp_path: Path, suixi: Pack) -> None:
    national = (SHIPPED / "cn/indicators/contract_coverage.yaml").read_text("utf8")
    own = own_pack(tmp_path, national.replace("part: contracted\n", "part: contracted_key\n"), "contract_coverage")
    assert own.cards["contract_coverage"].measures == ("contracted_key", "residents")
    assert own.cards["contract_coverage"].region == "cn/ah/340621"
    assert suixi.cards["contract_coverage"].region == "cn"
    assert own.digest() != suixi.digest()


def test_a_card_is_no_parameter(suixi: Pack) -> None:
    assert not any(one.name.startswith(("indicators.", "schemes.")) for one in suixi.parameters())


def test_one_cell_of_a_table_is_a_figure_with_its_clause(suixi: Pack) -> None:
    policy = suixi.on(SUMMER)
    cell = policy.cell("chronic.prevalence", "hypertension")
    assert (cell.name, cell.value, cell.unit) == ("chronic.prevalence.hypertension", 188_000, "ppm")
    assert cell.grade is Grade.ASSUMED
    with pytest.raises(BadInput, match=r"has no key 'gout'.*hypertension"):
        policy.cell("chronic.prevalence", "gout")
    with pytest.raises(BadInput, match="keys it has: –"):
        policy.cell("chronic.adult_share", "gout")


@pytest.mark.parametrize(
    ("shown_as", "written", "value"),
    [
        ("percent", "63.4%", 634_000),
        ("percent", "-12%", -120_000),
        ("per_ten_thousand", "1.37/万", 137),
        ("per_ten_thousand", "5‰", 5_000),
        ("ratio", "1.5 倍", 1_500_000),
        ("ratio", "-0.25 倍", -250_000),
        ("ratio", "12 人次", 12_000_000),
        ("yuan", "1.2 万元", 1_200_000),
        ("count", "1,047 人", 1_047),
        ("count", 47, 47),
    ],
)
def test_values_are_whole_numbers_in_the_unit_of_the_card(shown_as: str, written: object, value: int) -> None:
    assert parse_shown(shown_as, written) == value


@pytest.mark.parametrize(
    ("shown_as", "written"),
    [("percent", "0.634"), ("yuan", "1200"), ("ratio", "1.5"), ("count", "many"), ("count", True), ("yuan", 1200)],
)
def test_a_value_without_its_unit_is_refused(shown_as: str, written: object) -> None:
    with pytest.raises(BadInput, match="has no unit Fenming knows"):
        parse_shown(shown_as, written)


def test_a_point_is_ten_thousand_and_nothing_finer_than_a_ppm() -> None:
    assert parse_points("8.34 分") == 83_400
    with pytest.raises(BadInput, match="finer than Fenming counts"):
        parse_points("8.33333 分")
    with pytest.raises(BadInput, match="has no unit"):
        parse_points(10)
