"""A small county cleared by the Suixi rules: every share by hand, every fen accounted for."""

import pytest

from fenming.budget import build_budget
from fenming.kernel import Book
from fenming.settlement import book, booking_leftovers, recompute_check, settle, settlement_checks
from fenming.settlement.clearing import Settlement
from tests.support.small_county import small_county_year, small_roll, small_unit, suixi_policy

PEOPLE, TCM = "people", "tcm"


def cleared() -> Settlement:
    """Consortium people ends in surplus, tcm overspends by more than the first tier."""
    units = [
        small_unit("P1", PEOPLE, (1000, 60_000_000, 1000, 62_000_000), (50, 12_000_000, 50, 12_500_000)),
        small_unit("P2", PEOPLE, (1500, 95_000_000, 1500, 80_000_000), (80, 28_000_000, 80, 20_000_000)),
        small_unit("P3", PEOPLE, (500, 30_000_000, 500, 29_500_000), (20, 7_000_000, 20, 6_900_000)),
        small_unit("T1", TCM, (800, 66_000_000, 800, 50_000_000), (40, 15_000_000, 40, 14_000_000)),
        small_unit("T2", TCM, (700, 60_000_000, 700, 61_000_000), (30, 11_500_000, 30, 11_600_000)),
        small_unit("T3", TCM, (500, 41_000_000, 0, 0), (0, 0, 0, 0)),
    ]
    policy = suixi_policy()
    roll = small_roll({PEOPLE: 3000, TCM: 2000}, {PEOPLE: 150, TCM: 70})
    return settle(policy, build_budget(policy, roll), small_county_year(units))


def test_every_check_of_a_cleared_year_holds() -> None:
    broken = [check for check in settlement_checks(cleared()) if not check.holds]
    assert not broken


def test_every_figure_is_what_its_verb_makes_of_its_inputs() -> None:
    whole = Book(cleared().figures())
    assert recompute_check(whole).holds
    again = Book.from_json(whole.to_json())
    assert recompute_check(again).holds
    assert again.to_json() == whole.to_json()


def test_package_is_ninety_nine_percent_of_financing_less_premium() -> None:
    county = cleared().budget.county
    assert county.financing.value == 5000 * 1050_00
    assert county.package.value == (5000 * (1050_00 - 115_00)) * 99 // 100


def test_overspend_is_borne_by_tiers_and_capped_by_the_risk_reserve() -> None:
    settlement = cleared()
    outturn, budget = settlement.outturns[TCM], settlement.budget.consortia[TCM]
    assert outturn.surplus.value == 0
    assert outturn.overspend.value > budget.package.value * 5 // 100
    assert outturn.fund_share_before_cap.value > budget.risk_reserve.value
    assert outturn.fund_share.value == budget.risk_reserve.value
    assert outturn.fund_share.value + outturn.consortium_share.value == outturn.overspend.value


def test_surplus_goes_to_units_that_may_share_by_one_two_seven() -> None:
    settlement = cleared()
    book_of = Book(settlement.figures())
    part = book_of["settlement.unit.P1.general.part"].value
    assert settlement.eligibility["general"]["P1"].is_eligible.value == 1
    assert settlement.eligibility["general"]["P2"].is_eligible.value == 0
    shares = [book_of[f"settlement.unit.P1.general.share.{level}"].value for level in ("county", "town", "village")]
    assert sum(shares) == part > 0
    assert shares[2] == max(shares)


def test_a_unit_without_last_year_is_not_eligible_and_is_reported() -> None:
    settlement = cleared()
    assert settlement.eligibility["general"]["T3"].is_eligible.value == 0
    assert {"T3"} <= {word.strip(":") for finding in settlement.findings for word in finding.what.split()}


def test_lead_hospital_gives_five_percent_to_public_health_bodies() -> None:
    settlement = cleared()
    book_of = Book(settlement.figures())
    lead = book_of["settlement.consortium.people.lead_surplus"].value
    bodies = [
        book_of[f"settlement.consortium.people.public_health_body.{body}"].value
        for body in ("maternal_child", "disease_control", "health_inspection")
    ]
    assert sum(bodies) == (lead * 5 + 50) // 100
    assert bodies[1] == max(bodies)


def test_journal_closes_every_package_pool_and_advance_at_zero() -> None:
    settlement = cleared()
    monthly = {
        (one, pool, "12"): figure
        for one, outturn in settlement.outturns.items()
        for pool, figure in (("general", outturn.spend_general), ("chronic", outturn.spend_chronic))
    }
    journal = book(settlement, monthly, 2024)
    assert booking_leftovers(journal) == {}
    assert len(journal.entries) > 50


@pytest.mark.parametrize("consortium", [PEOPLE, TCM])
def test_drg_and_chronic_budgets_are_measures_inside_the_package(consortium: str) -> None:
    budget = cleared().budget.consortia[consortium]
    assert budget.general_budget.value + budget.chronic_quota.value == budget.package.value
    assert budget.drg_budget.value < budget.package.value
