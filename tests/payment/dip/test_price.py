"""One case's points: deviation, coefficients, same price for primary care, experts, a city's yuan."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from fenming.grouping.dip.directory import Auxiliary, Directory
from fenming.kernel import BadInput
from fenming.payment.dip.price import Institution, dip_terms, price_case
from fenming.payment.dip.rules import Rules, read_rules
from fenming.payment.dip.telling import points_text, tell_price
from fenming.policy import load_pack
from fenming.policy.load import SHIPPED
from tests.payment.dip.one_group import COUNTY, DIRECTORY, RULES, case


def points(cost: int, rules: Rules = RULES, directory: Directory = DIRECTORY, **given: object) -> tuple[str, int]:
    """Rule and whole points of a case of this cost in yuan."""
    priced = price_case(case(cost * 100, **given), dip_terms(directory, rules, COUNTY))
    return priced.rule, priced.points_micro // 1_000_000


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (4_000, ("low", 400)), (15_000, ("normal", 1_000)), (20_000, ("normal", 1_000)), (25_000, ("high", 1_500)),
        (60_000, ("review", 0)), (5_000, ("normal", 1_000)), (50_000, ("review", 0)), (49_999, ("high", 3_999)),
    ],
)  # fmt: skip
def test_the_specification_prices_deviating_cases_as_its_published_example(cost, expected):
    assert points(cost) == expected


def test_a_case_is_held_against_last_years_mean_of_its_level_then_of_all_then_the_directorys():
    terms = dip_terms(
        DIRECTORY, RULES, {"H1": Institution("county"), "H2": Institution("primary"), "H3": Institution("city")}
    )
    county, primary, city = (
        price_case(case(1_000_000, institution_id=name), terms).measure for name in ("H1", "H2", "H3")
    )
    assert (county.total, county.cases, county.source) == (10_000_000, 10, "same_level")
    assert (primary.total, primary.cases, primary.source) == (6_000_000, 10, "same_level")
    assert (city.total, city.cases, city.source) == (16_000_000, 20, "all_levels")
    older = price_case(case(1_000_000, year=2030), terms).measure
    assert (older.total, older.source) == (900_000, "directory")


def test_coefficients_multiply_before_the_one_rounding():
    auxiliaries = (
        Auxiliary("age", "", "65+", 9, 0, 0, 1_111_111), Auxiliary("age", "K35.8", "65+", 9, 0, 0, 1_200_000),
        Auxiliary("severity", "", "mcc", 9, 0, 0, 1_333_333),
    )  # fmt: skip
    directory = replace(DIRECTORY, auxiliaries=auxiliaries)
    terms = dip_terms(directory, RULES, {"H1": Institution("county", 1_050_001)})
    priced = price_case(case(1_000_000, classes={"age": "65+", "severity": "mcc", "readmission": "first"}), terms)
    assert dict(priced.coefficients) == {"institution": 1_050_001, "age": 1_200_000, "severity": 1_333_333}
    assert priced.exact == Fraction(1_000_000_000 * 1_050_001 * 1_200_000 * 1_333_333, 10**18)
    farthest = dip_terms(directory, replace(RULES, combine="farthest"), {})
    assert dict(price_case(case(1_000_000, classes={"age": "65+", "severity": "mcc"}), farthest).coefficients) == {
        "institution": 1_000_000, "severity": 1_333_333,
    }  # fmt: skip


def test_a_primary_care_group_has_one_coefficient_at_every_level():
    rules = replace(RULES, primary_ppm=900_000)
    institutions = {"H1": Institution("county", 1_300_000), "H2": Institution("county", 700_000)}
    terms = dip_terms(DIRECTORY, rules, institutions, frozenset({"K35.8"}))
    priced = [price_case(case(1_000_000, institution_id=name), terms) for name in institutions]
    assert [(one.rule, one.points_micro) for one in priced] == [("primary_same_price", 900_000_000)] * 2
    other = dip_terms(DIRECTORY, rules, institutions)
    assert price_case(case(1_000_000), other).points_micro == 1_300_000_000


def test_experts_decide_what_lies_five_times_above_and_until_then_the_pack_says_what_counts():
    terms = dip_terms(DIRECTORY, RULES, COUNTY, decisions={"c1": 2_500_000_000})
    decided = price_case(case(6_000_000), terms)
    assert (decided.rule, decided.points_micro, decided.is_decided) == ("review", 2_500_000_000, True)
    assert points(60_000, replace(RULES, review="formula")) == ("review", 5_000)


def test_a_case_without_a_group_has_no_points():
    assert points(10_000, group_id="") == ("ungrouped", 0)


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (2_000, ("high", 1_500)),
        (1_500, ("normal", 1_000)),
        (600, ("low", 600)),
        (601, ("normal", 1_000)),
        (1_200, ("normal", 1_000)),
    ],
)
def test_a_citys_formula_in_yuan_pays_cost_standard_or_what_exceeds_half_of_it(cost, expected):
    rules = replace(RULES, method="yuan", yuan_cuts={"low": 600_000, "high": 1_500_000, "excess": 500_000})
    assert points(cost, rules) == expected


def test_supports_do_not_stack_and_the_assessment_multiplies():
    rules = replace(RULES, method="yuan", yuan_cuts={"low": 600_000, "high": 1_500_000, "excess": 500_000})
    helped = Institution("county", supports={"one": 50_000, "other": 150_000}, assessment_ppm=980_000)
    priced = price_case(case(100_000), dip_terms(DIRECTORY, rules, {"H1": helped}))
    assert priced.points_micro == 1_127_000_000


def test_every_price_is_told_in_steps_that_end_with_its_points():
    terms = dip_terms(DIRECTORY, RULES, COUNTY)
    for cost in (400_000, 1_500_000, 2_500_000, 6_000_000):
        priced = price_case(case(cost), terms)
        steps = list(tell_price(priced, RULES))
        assert steps[-1].endswith(points_text(priced.points_micro))
    assert "score × cost ÷ mean" in list(tell_price(price_case(case(400_000), terms), RULES))[2]


def test_a_pack_that_chooses_yuan_without_its_cuts_is_refused(tmp_path: Path):
    folder = tmp_path / "cn" / "payment" / "dip"
    folder.mkdir(parents=True)
    shipped = (SHIPPED / "cn/payment/dip/deviation_method.yaml").read_text("utf-8")
    (folder / "deviation_method.yaml").write_text(shipped.replace("value: spec", "value: yuan"), "utf-8")
    with pytest.raises(BadInput, match=r"payment\.dip\.yuan_low"):
        read_rules(load_pack("cn", (tmp_path,)).on(date(2025, 12, 31)))
