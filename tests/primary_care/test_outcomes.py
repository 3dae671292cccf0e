"""Premature mortality by life table, death rates as they are and among the standard population."""

from datetime import date
from fractions import Fraction

import pytest
from tests.primary_care.care_rows import YEAR, suixi, write_tables

from fenming.kernel import BadInput, Book
from fenming.mechanisms import recompute
from fenming.primary_care.outcomes import mortality_of, write_mortality

AGES = range(0, 90, 5)
PREMATURE = range(30, 70, 5)
DEATHS = dict(zip(PREMATURE, (1, 1, 2, 3, 6, 9, 14, 20), strict=True))  # of cancer, men and women together


def residents(heads=1_000, **left_out):
    """As many residents of each sex in every age group."""
    return [
        {"year": YEAR, "sex": sex, "age_from": age, "residents": heads}
        for sex in ("1", "2")
        for age in AGES
        if (sex, age) != left_out.get("group")
    ]


def died(age, cause="C34.900", sex="1", day="2024-05-01"):
    return {"died_on": date.fromisoformat(day), "sex": sex, "age": age, "cause_id": cause}


def numbered(deaths):
    return [{"death_id": f"D{number}"} | one for number, one in enumerate(deaths)]


@pytest.fixture
def mortality(tmp_path):
    def worked_out(deaths, population):
        tables = write_tables(tmp_path, death=numbered(deaths), population=population)
        findings = write_mortality(tables, suixi(), YEAR, tmp_path)
        found = mortality_of(suixi(), YEAR, tmp_path / "mortality.parquet")
        found.findings.extend(findings)
        return found

    return worked_out


def everyday():
    return [died(age + 1, sex="12"[number % 2]) for age, count in DEATHS.items() for number in range(count)]


def test_premature_mortality_is_what_the_life_table_gives_by_hand(mortality):
    found = mortality(everyday(), residents()).groups["all"]
    kept = Fraction(1)
    for age in PREMATURE:
        rate = Fraction(DEATHS[age], 2_000)
        kept *= 1 - 5 * rate / (1 + Fraction(5, 2) * rate)
    assert found.premature.value == round((1 - kept) * 1_000_000) == 130_655
    assert found.low.value < found.premature.value < found.high.value


def test_every_figure_is_made_again_from_deaths_and_residents_by_age(mortality):
    found = mortality(everyday(), residents())
    book = Book(found.figures())
    assert all(recompute(figure) == figure.value for figure in book)
    premature = book["outcomes.all.premature"]
    assert [leaf.value for leaf in premature.inputs["deaths"].inputs.values()] == list(DEATHS.values())
    leaf = book["outcomes.all.age_65.chronic_deaths"]
    assert (leaf.source.table, leaf.source.column, dict(leaf.source.where)) == (
        "mortality",
        "chronic_deaths",
        {"age_from": 65},
    )
    assert book["outcomes.male.age_65.residents"].source.where == {"sex": "1", "age_from": 65}


def test_each_age_group_says_how_likely_it_is_to_die_in_it(mortality):
    bands = mortality(everyday(), residents()).groups["all"].bands
    assert [band.age_from for band in bands] == list(PREMATURE)
    assert bands[-1].probability.value == 48_780  # 200 ÷ (2 × 2,000 + 5 × 20)


@pytest.mark.parametrize(
    ("cause", "counts"),
    [
        ("I00.x00", True), ("I99.x00", True), ("C97.x00", True), ("D48.900", False), ("E10.900", True), ("E14.900", True),
        ("E15.x00", False), ("J30.400", True), ("J98.900", True), ("J99.000", False), ("J18.900", False), ("c34.1", True), ("X59.900", False),
    ],
)  # fmt: skip
def test_only_the_four_chronic_diseases_are_premature_deaths(mortality, cause, counts):
    found = mortality([died(50, cause)], residents()).groups["all"]
    assert (found.premature.value > 0) == counts
    assert next(rate.deaths.value for rate in found.rates if rate.cause == "deaths") == 1


def test_who_dies_before_30_or_from_70_on_is_not_premature(mortality):
    assert mortality([died(29), died(70), died(99)], residents()).groups["all"].premature.value == 0


def test_deaths_of_other_years_do_not_count(mortality):
    found = mortality([died(50), died(50, day="2023-12-31")], residents()).groups["all"]
    assert next(rate.deaths.value for rate in found.rates if rate.cause == "cancer") == 1


def test_an_age_group_whose_residents_are_not_known_leaves_the_probability_out_and_says_so(mortality):
    found = mortality([died(50)], residents(group=("2", 40)))
    assert found.groups["all"].premature is None
    assert found.groups["female"].premature is None
    assert found.groups["male"].premature is not None
    assert {finding.code for finding in found.findings} == {"outcomes.no_residents"}
    assert "40–44" in found.findings[0].what


def test_deaths_where_nobody_lives_are_told_and_not_divided_by_nothing(mortality):
    population = [row | {"residents": 0} if row["age_from"] == 50 else row for row in residents()]
    found = mortality([died(50)], population)
    assert found.groups["all"].premature is None
    assert found.groups["all"].rates == ()
    assert found.groups["female"].premature.value == 0


def test_the_standardised_rate_weighs_ages_as_the_standard_does(mortality):
    found = mortality([died(50)] * 2, residents()).groups["all"]
    rate = next(rate for rate in found.rates if rate.cause == "cancer")
    assert rate.crude.value == round(Fraction(2 * 1_000_000, 36_000))
    assert rate.standardised.value == round(Fraction(2, 2_000) * Fraction(537, 10_003) * 1_000_000) == 54


@pytest.mark.parametrize(("table", "rows"), [("death", []), ("population", [])])
def test_a_year_without_rows_is_refused_not_taken_as_zero(tmp_path, table, rows):
    tables = {"death": numbered([died(50)]), "population": residents()} | {table: rows}
    with pytest.raises(BadInput) as refused:
        write_mortality(write_tables(tmp_path, **tables), suixi(), YEAR, tmp_path)
    assert refused.value.findings[0].code == "outcomes.no_rows"


def test_without_the_tables_nothing_is_worked_out(tmp_path):
    with pytest.raises(BadInput, match="death, population"):
        write_mortality({}, suixi(), YEAR, tmp_path)


def test_deaths_without_a_known_sex_are_told(mortality):
    found = mortality([died(50, sex="9")], residents())
    assert [finding.code for finding in found.findings] == ["outcomes.sex_unknown"]
