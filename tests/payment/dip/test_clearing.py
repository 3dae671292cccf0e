"""A scheme's fund divided by points: to the fen, explained, schemes apart."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from fenming.kernel import BadInput, Book, Citation, Figure, Grade
from fenming.mechanisms import recompute
from fenming.payment.dip.clearing import Earned, clear_scheme
from fenming.payment.dip.history import budget_value
from fenming.payment.dip.price import dip_terms
from fenming.payment.dip.rules import read_rules
from fenming.payment.dip.scored import book_of, institution_rows, score_cases, write_scored
from fenming.policy import load_pack
from tests.payment.dip.one_group import COUNTY, DIRECTORY, RULES, case

RATIO = Figure(
    "payment.dip.fund_payment_ratio", 700_000, "ppm", "parameter", cite=Citation("d", "t", "c", Grade.ASSUMED)
)  # fmt: skip


def earned(random: Random) -> dict[str, Earned]:
    return {
        f"H{number}": Earned(
            random.randint(1, 900), random.randint(1, 10**13), random.randint(1, 10**10), random.randint(0, 10**9)
        )
        for number in range(random.randint(1, 12))
    }


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("floor", ["claw_back", "zero"])
def test_the_institutions_parts_sum_to_the_fund_to_the_fen(seed, floor):
    random = Random(seed)
    cells, fund = earned(random), random.randint(10**9, 10**11)
    cleared = clear_scheme("resident", fund, cells, replace(RULES, floor=floor))
    assert sum(figure.value for figure in cleared.funds.values()) == fund
    assert sum(figure.value for figure in cleared.standards.values()) == fund + sum(
        one.person_fen for one in cells.values()
    )
    if floor == "zero":
        assert min(figure.value for figure in cleared.funds.values()) >= 0


@pytest.mark.parametrize("seed", range(30))
def test_with_a_written_fund_share_the_fund_itself_is_divided_by_points(seed):
    random = Random(seed)
    cells, fund = earned(random), random.randint(10**9, 10**11)
    rules = replace(RULES, fund_ratio_ppm=700_000, basis=(*RULES.basis, RATIO))
    cleared = clear_scheme("resident", fund, cells, rules)
    assert sum(figure.value for figure in cleared.funds.values()) == fund
    assert cleared.pool.value == (fund * 10 + 3) // 7 or abs(cleared.pool.value * 7 - fund * 10) <= 4


def test_an_institution_whose_patients_paid_more_than_its_points_owes_the_fund_or_nothing():
    cells = {"H1": Earned(1, 1_000_000, 0, 900), "H2": Earned(1, 3_000_000, 0, 100)}
    owing = clear_scheme("resident", 1_000, cells, RULES)
    assert {name: figure.value for name, figure in owing.funds.items()} == {"H1": -400, "H2": 1_400}
    floored = clear_scheme("resident", 1_000, cells, replace(RULES, floor="zero"))
    assert {name: figure.value for name, figure in floored.funds.items()} == {"H1": 0, "H2": 1_000}


def test_every_figure_is_what_its_verb_makes_of_its_inputs_and_survives_the_file():
    cleared = clear_scheme("resident", 123_456_789, earned(Random(7)), replace(RULES, floor="zero"))
    book = Book.from_json(Book(cleared.figures()).to_json())
    assert [figure.name for figure in book if recompute(figure) != figure.value] == []


def test_what_points_are_worth_carries_the_weakest_grade_of_the_rules_that_made_them():
    cleared = clear_scheme("resident", 10**9, earned(Random(2)), RULES)
    for figure in (*cleared.standards.values(), *cleared.funds.values(), cleared.point_value):
        assert figure.grade is Grade.ASSUMED
        assert set(RULES.basis) <= set(figure.walk())


def scored(costs: dict[str, int], funds: dict[str, int], schemes: tuple[str, ...] = ("resident",)):
    cases = [
        case(cost, case_id=f"{scheme}{name}", institution_id=name, scheme=scheme, person_fen=cost // 5)
        for scheme in schemes
        for name, cost in costs.items()
    ]
    return score_cases(cases, DIRECTORY, dip_terms(DIRECTORY, RULES, COUNTY), funds)


def test_residents_and_employees_never_touch_each_other():
    costs = {"H1": 1_000_000, "H2": 1_500_000}
    alone = scored(costs, {"resident": 2_000_000})
    both = scored(costs, {"resident": 2_000_000, "employee": 9_000_000}, ("resident", "employee"))
    parts = [{name: figure.value for name, figure in one.clearings["resident"].funds.items()} for one in (alone, both)]
    assert parts[0] == parts[1]
    assert both.clearings["employee"].point_value.value > both.clearings["resident"].point_value.value


def test_a_changed_cost_inside_the_band_moves_no_points_and_one_outside_only_its_own():
    before = scored({"H1": 1_000_000, "H2": 1_200_000}, {})
    inside = scored({"H1": 1_000_000, "H2": 1_300_000}, {})
    outside = scored({"H1": 1_000_000, "H2": 2_500_000}, {})
    points = [one.cases["points_micro"].to_pylist() for one in (before, inside, outside)]
    assert points[0] == points[1]
    assert points[0][0] == points[2][0]
    assert points[0][1] != points[2][1]


def test_cases_for_experts_wait_in_a_queue_with_their_institutions_quota():
    cases = [case(1_000_000, case_id=f"c{number}") for number in range(398)]
    cases += [case(6_000_000, case_id="far"), case(9_000_000, case_id="farther")]
    done = score_cases(cases, DIRECTORY, dip_terms(DIRECTORY, RULES, COUNTY), {})
    assert [(row["case_id"], row["quota"], row["is_within_quota"]) for row in done.queue] == [
        ("farther", 2, 1),
        ("far", 2, 1),
    ]
    assert done.rules() == {"normal": 398, "review": 2}
    few = score_cases(cases[390:], DIRECTORY, dip_terms(DIRECTORY, RULES, COUNTY), {})
    assert [(row["quota"], row["is_within_quota"]) for row in few.queue] == [(0, 0), (0, 0)]


def test_the_budget_point_value_is_weighted_cost_over_weighted_points():
    weighted = budget_value(DIRECTORY, RULES)
    last = budget_value(DIRECTORY, replace(RULES, budget_points_of="last_year"))
    assert recompute(weighted) == weighted.value
    # 2023: 1 fen and 1,000 points at 2; 2024: 16,000,000 fen and 20,000 points at 7
    assert weighted.value == ((2 * 1 + 7 * 16_000_000) * 10_000 * 2 + 142_000) // (2 * 142_000)
    assert last.value == ((2 * 1 + 7 * 16_000_000) * 10_000 * 2 + 180_000) // (2 * 180_000)


def test_a_fund_without_cases_or_points_is_refused_in_words():
    with pytest.raises(BadInput, match="no case for: employee"):
        scored({"H1": 1_000_000}, {"employee": 1})
    with pytest.raises(BadInput, match="have no points"):
        scored({"H1": 9_000_000}, {"resident": 1})


def test_what_is_written_is_whole_and_sums_to_what_was_cleared(tmp_path):
    done = scored({"H1": 1_000_000, "H2": 1_500_000}, {"resident": 2_000_001})
    write_scored(done, tmp_path / "cleared", {"pack": "cn"})
    assert {path.name for path in (tmp_path / "cleared").iterdir()} == {
        "case_points.parquet", "points.parquet", "institutions.csv", "review.csv", "figures.json", "dip_score.json",
    }  # fmt: skip
    assert sum(row["fund_fen"] for row in institution_rows(done)) == 2_000_001
    assert Book.from_json((tmp_path / "cleared" / "figures.json").read_text()).to_json() == book_of(done).to_json()


def test_rules_are_refused_on_days_the_pack_does_not_cover():
    with pytest.raises(BadInput, match=r"payment\.dip"):
        read_rules(load_pack("cn").on(date(2023, 12, 31)))
