"""What holds of every settled year: random counties under every choice the pack leaves open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest
from tests.support.overlay import COUNTY, write_overlay
from tests.support.small_county import ITEMS, row, small_county_year, small_roll, small_unit

from fenming.budget import build_budget
from fenming.kernel import Book
from fenming.ledger import balances
from fenming.policy import Policy, load_pack
from fenming.settlement import Settlement, book, booking_leftovers, recompute_check, settle, settlement_checks
from fenming.settlement.county_year import CountyYear, UnitYear

COUNTIES = 10
PPM = 1_000_000
CHOICES = {
    "settlement.pool_order": ("chronic_apart", "package_whole"),
    "settlement.surplus_route": ("units_first", "consortium_only"),
    "settlement.chronic_score_effect": ("proportional", "not_applied"),
    "settlement.unit_growth_mean": ("county_per_head", "mean_of_units"),
    "settlement.spend_basis": ("platform", "recomputed"),
}
COMBINATIONS = list(product(*CHOICES.values()))


def drawn_policy(random: Random, chosen: tuple[str, ...], root) -> Policy:
    """The Suixi pack with these choices, and numbers drawn for the rest that decides who gets what."""

    def split(*keys: str) -> str:
        return "{" + ", ".join(f"{key}: {random.randint(1, 9)}" for key in keys) + "}"

    levels = ("county", "town", "village")
    values = dict(zip(CHOICES, chosen, strict=True)) | {
        "settlement.surplus_risk_fund_rate": f"{random.choice((0, random.randint(0, 100)))}%",
        "settlement.public_health_body_share": f"{random.choice((0, 5, random.randint(0, 100)))}%",
        "settlement.surplus_split": split(*levels),
        "settlement.unit_general_split": split(*levels),
        "settlement.unit_chronic_split": split(*levels),
        "settlement.chronic_split": split(*levels),
        "settlement.team_split": split("village", "town", "county"),
        "public_health.pool_split": split("process", "target", "result"),
        "public_health.process_forfeit": random.choice(("to_result", "retained")),
        "public_health.target_forfeit": random.choice(("to_result", "retained")),
        "budget.risk_reserve_source": random.choice(("withheld_share", "increment_only")),
        "budget.hand_over_ratio": f"{random.randint(80, 100)}%",
    }
    return load_pack(COUNTY, (write_overlay(root, values),)).on(date(2024, 12, 31))


def drawn_unit(random: Random, number: int) -> UnitYear:
    """A unit of any size, often with nobody in a pool, nothing spent, no year before, or no score."""

    def pool(most_heads: int, fen_per_head: int) -> tuple[int, int, int, int]:
        heads = random.choice((0, 1, random.randint(0, most_heads)))
        level = random.randint(50, 150)
        spend = random.choice((0, heads * fen_per_head * level // 100, random.randint(-999, 9999)))
        before = random.choice((0, spend, heads * fen_per_head))
        return heads, spend, random.choice((0, heads, heads + 1)), max(before, 0)

    unit = small_unit(f"U{number}", random.choice(("people", "tcm")), pool(3_000, 90_000), pool(150, 370_000))
    scores = {f"q{quarter}": random.choice((0, PPM, random.randint(0, PPM))) for quarter in range(1, 5)}
    return replace(
        unit,
        township_hospital_id=f"town-{unit.consortium}-{random.randint(1, 2)}",
        clinic_id=random.choice((unit.clinic_id, f"clinic-{unit.consortium}")),
        scores=row(f"facts.unit.U{number}.scores", scores, "ppm"),
        met=row(f"facts.unit.U{number}.met", {item: random.randint(0, 1) for item in ITEMS}, "flag"),
    )


def drawn_county(random: Random) -> CountyYear:
    units = [drawn_unit(random, number) for number in range(random.randint(1, 14))]
    return small_county_year([unit for unit in units if heads_in(units, unit.consortium)] or [living_unit()])


def heads_in(units: list[UnitYear], consortium: str) -> int:
    return sum(unit.general.heads.value for unit in units if unit.consortium == consortium)


def living_unit() -> UnitYear:
    return small_unit("U0", "people", (10, 0, 10, 0), (0, 0, 0, 0))


def roll_of(county: CountyYear):
    def heads(pool: str) -> dict[str, int]:
        return {
            one: sum(getattr(unit, pool).heads.value for unit in county.units_of(one).values())
            for one in county.consortia
        }

    return small_roll(heads("general"), heads("chronic"))


def settled(random: Random, policy: Policy) -> Settlement:
    county = drawn_county(random)
    return settle(policy, build_budget(policy, roll_of(county)), county)


def monthly_spend(random: Random, settlement: Settlement) -> Mapping[tuple[str, str, str], object]:
    """Each pool's spend in three months that sum to it."""
    monthly = {}
    for one, outturn in settlement.outturns.items():
        for pool, figure in (("general", outturn.spend_general), ("chronic", outturn.spend_chronic)):
            first, second = random.randint(0, 10**6), random.randint(-(10**4), 10**6)
            parts = {"01": first, "06": second, "12": figure.value - first - second}
            monthly |= {(one, pool, month): row(f"facts.{one}.{pool}.{month}", fen) for month, fen in parts.items()}
    return monthly


def check_settlement(settlement: Settlement) -> None:
    assert [check for check in settlement_checks(settlement) if not check.holds] == []
    assert recompute_check(Book(settlement.figures())).holds


def check_stored(settlement: Settlement) -> None:
    """The figures written and read back are the same, and come to the same again."""
    figures = Book(settlement.figures())
    again = Book.from_json(figures.to_json())
    assert recompute_check(again).holds
    assert again.to_json() == figures.to_json()


def check_journal(random: Random, settlement: Settlement) -> None:
    journal = book(settlement, monthly_spend(random, settlement), 2024)
    assert booking_leftovers(journal) == {}
    ends = balances(journal.entries)
    assert sum(ends.values()) == 0
    payable = {name: -fen for name, fen in ends.items() if name.startswith("Liabilities:Payable:")}
    assert sum(payable.values()) == sum(figure.value for figure in settlement.payables.values())


def check_payables(settlement: Settlement) -> None:
    """What all payees get together is surplus, fees and public-health money, less what is held back."""
    paid = sum(figure.value for figure in settlement.payables.values())
    surplus = sum(outturn.surplus.value for outturn in settlement.outturns.values())
    apart = [one for one, given in settlement.distributions.items() if len(given) > 1]
    surplus += sum(settlement.outturns[one].chronic_surplus.value for one in apart)
    fees = sum(budget.family_doctor_fee.value for budget in settlement.budget.consortia.values())
    held = sum(figure.value for one in settlement.outturns for figure in settlement.held(one))
    public = sum(figure.value for figure in settlement.public_health.paid.values())
    assert paid == surplus + fees + public - held
    assert all(figure.value >= 0 for payee, figure in settlement.payables.items() if not payee.startswith("lead-"))


def check_corridor(settlement: Settlement) -> None:
    for one, outturn in settlement.outturns.items():
        assert min(outturn.surplus.value, outturn.overspend.value) == 0
        assert 0 <= outturn.fund_share.value <= settlement.budget.consortia[one].risk_reserve.value
        assert 0 <= outturn.consortium_share.value <= outturn.overspend.value


def check_units(settlement: Settlement) -> None:
    """Only units that may share get a part of their own; each is judged with a reason or reported."""
    for pool, judged in settlement.eligibility.items():
        for unit_id, verdict in judged.items():
            of_unit = [
                share.figure.name
                for share in settlement.shares
                if share.figure.name.startswith(f"settlement.unit.{unit_id}.{pool}.")
            ]
            assert verdict.is_eligible.value or not of_unit
            assert (verdict.growth is None) == any(
                unit_id in finding.what.replace(":", "").split()
                for finding in settlement.findings
                if pool in finding.what
            )


@pytest.mark.parametrize("number", range(len(COMBINATIONS)), ids=lambda number: "-".join(COMBINATIONS[number]))
def test_random_counties_conserve_every_fen_under_every_choice(number, tmp_path):
    random = Random(f"choices {number}")
    policy = drawn_policy(random, COMBINATIONS[number], tmp_path)
    for _ in range(COUNTIES):
        settlement = settled(random, policy)
        check_settlement(settlement)
        check_journal(random, settlement)
        check_payables(settlement)
        check_corridor(settlement)
        check_units(settlement)
    check_stored(settlement)
