"""Money for referrals by hand: the sender pays, or the common surplus does; what one gives another gets, to the fen."""

from pathlib import Path

import duckdb
import pytest

from fenming.budget import build_budget
from fenming.facts.run_tables import RunTables
from fenming.kernel import Book
from fenming.ledger import balances
from fenming.policy import load_pack
from fenming.policy.load import SHIPPED
from fenming.settlement import book, booking_leftovers, recompute_check, settle, settlement_checks
from fenming.settlement.referral import read_referral_money
from tests.support.overlay import with_value
from tests.support.small_county import small_county_year, small_roll, small_unit

PEOPLE, TCM = "people", "tcm"
ROWS = [
    ("lead-people", "town-people", PEOPLE, 3, 1, 1_000_001, 300_000),
    ("lead-people", "town-tcm", PEOPLE, 1, 0, 200_000, 50_000),
    ("lead-tcm", "clinic-T1", TCM, 2, 0, 77_777, 5_000),
]
UP_ROWS = [
    ("town-people", "lead-people", PEOPLE, 4, 2_000_002),
    ("clinic-T1", "lead-tcm", TCM, 1, 300_000),
]
ROLL = "SELECT 'P1' AS unit_id, 'U' AS name, 'people' AS consortium_id"


def write_run_tables(folder: Path, rows=ROWS, up=()) -> RunTables:
    columns = (
        "from_institution_id, to_institution_id, consortium_id, cases, without_stay, fee_before_fen, fee_after_fen"
    )
    kinds = {"lead": "lead_hospital", "town": "township_hospital", "clinic": "village_clinic"}
    parties = sorted({one for row in rows for one in row[:2]} | {"lead-people", "lead-tcm"})
    institutions = " UNION ALL ".join(
        f"SELECT '{one}' AS institution_id, '{one}' AS name, '{kinds[one.partition('-')[0]]}' AS kind, "
        f"'{one.partition('-')[2]}' AS consortium_id"
        for one in parties
    )
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({ROLL}) TO '{folder}/roll.parquet'")
        connection.execute(f"COPY ({institutions}) TO '{folder}/institution.parquet'")
        listed = ", ".join(map(str, rows)) or "('', '', '', 0, 0, 0, 0)"
        kept = "" if rows else " WHERE false"
        query = f"SELECT * FROM (VALUES {listed}) AS listed({columns}){kept}"
        connection.execute(f"COPY ({query}) TO '{folder}/referral_sum.parquet'")
        if up:
            columns = "from_institution_id, to_institution_id, consortium_id, cases, fee_fen"
            query = f"SELECT * FROM (VALUES {', '.join(map(str, up))}) AS listed({columns})"
            connection.execute(f"COPY ({query}) TO '{folder}/referral_up_sum.parquet'")
    return RunTables(folder)


def policy_with(folder: Path, **values: str):
    for name, value in values.items():
        region = "cn" if name in ("payer", "fee_shared") else "cn/ah/340621"
        text = (SHIPPED / region / f"referral/{name}.yaml").read_text("utf8")
        target = folder / f"packs/cn/ah/340621/referral/{name}.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(with_value(text, value), "utf8")
    from datetime import date

    return load_pack("cn/ah/340621", (folder / "packs",) if values else ()).on(date(2024, 12, 31))


def cleared(folder: Path, rows=ROWS, *, up=(), **values: str):
    units = [
        small_unit("P1", PEOPLE, (1000, 60_000_000, 1000, 62_000_000), (50, 12_000_000, 50, 12_500_000)),
        small_unit("P2", PEOPLE, (1500, 95_000_000, 1500, 80_000_000), (80, 28_000_000, 80, 20_000_000)),
        small_unit("T1", TCM, (800, 66_000_000, 800, 50_000_000), (40, 15_000_000, 40, 14_000_000)),
    ]
    policy = policy_with(folder, **values)
    money = read_referral_money(policy, write_run_tables(folder, rows, up))
    budget = build_budget(policy, small_roll({PEOPLE: 2500, TCM: 800}, {PEOPLE: 130, TCM: 40}))
    return settle(policy, budget, small_county_year(units), referrals=money)


def moved(settlement) -> dict[str, int]:
    paid: dict[str, int] = {}
    for share in settlement.shares:
        if share.kind == "referral":
            paid[share.payee] = paid.get(share.payee, 0) + share.figure.value
    return paid


def holds(settlement) -> None:
    assert not [check for check in settlement_checks(settlement) if not check.holds]
    assert recompute_check(Book(settlement.figures())).holds
    spent = {
        (one, pool, "12"): figure
        for one, outturn in settlement.outturns.items()
        for pool, figure in (("general", outturn.spend_general), ("chronic", outturn.spend_chronic))
    }
    journal = book(settlement, spent, 2024)
    assert not booking_leftovers(journal)
    assert sum(balances(journal.entries).values()) == 0


def test_suixi_has_no_scheme_so_nothing_moves_and_the_run_says_so(tmp_path):
    settlement = cleared(tmp_path)
    assert moved(settlement) == {}
    (finding,) = [one for one in settlement.findings if one.code == "referral.no_scheme"]
    assert finding.rows == 6
    holds(settlement)


def test_without_referrals_nothing_is_said(tmp_path):
    settlement = cleared(tmp_path, rows=[])
    assert not [one for one in settlement.findings if one.code.startswith("referral.")]


def test_the_sender_gives_what_the_receivers_get(tmp_path):
    settlement = cleared(tmp_path, share_to_primary="25%", incentive_per_case="100 元/例")
    assert moved(settlement) == {
        "town-people": 250_000 + 300_00,  # a quarter of 10,000.01 yuan is 2,500.0025
        "town-tcm": 50_000 + 100_00,
        "lead-people": -(250_000 + 300_00 + 50_000 + 100_00),
        "clinic-T1": 19_444 + 200_00,
        "lead-tcm": -(19_444 + 200_00),
    }
    assert sum(moved(settlement).values()) == 0
    assert [one.rows for one in settlement.findings if one.code == "referral.without_stay"] == [1]
    holds(settlement)


def test_the_care_that_followed_is_shared_where_the_pack_reads_it_so(tmp_path):
    settlement = cleared(tmp_path, share_to_primary="10%", fee_shared="after")
    assert moved(settlement)["town-people"] == 30_000
    assert not [one for one in settlement.findings if one.code == "referral.without_stay"]
    holds(settlement)


def test_an_amount_by_case_needs_no_rate(tmp_path):
    settlement = cleared(tmp_path, incentive_per_case="50 元/例")
    assert moved(settlement)["town-people"] == 150_00
    holds(settlement)


def test_suixi_has_no_scheme_for_up_referrals_either(tmp_path):
    settlement = cleared(tmp_path, rows=[], up=UP_ROWS)
    assert moved(settlement) == {}
    (finding,) = [one for one in settlement.findings if one.code.startswith("referral.")]
    assert (finding.code, finding.rows) == ("referral.no_up_scheme", 5)


def test_who_sends_up_has_a_share_of_the_stay_that_followed_and_an_amount_by_case(tmp_path):
    settlement = cleared(tmp_path, up=UP_ROWS, up_share="25%", up_incentive_per_case="30 元/例")
    assert moved(settlement) == {
        "town-people": 500_001 + 120_00,  # a quarter of 20,000.02 yuan is 5,000.005
        "lead-people": -(500_001 + 120_00),
        "clinic-T1": 75_000 + 30_00,
        "lead-tcm": -(75_000 + 30_00),
    }
    assert [one.code for one in settlement.findings if one.code.startswith("referral.")] == ["referral.no_scheme"]
    holds(settlement)


def test_both_ways_stand_beside_each_other_in_one_balance(tmp_path):
    values = {"share_to_primary": "25%", "up_incentive_per_case": "30 元/例"}
    down = moved(cleared(tmp_path, up=UP_ROWS, share_to_primary="25%"))
    settlement = cleared(tmp_path, up=UP_ROWS, **values)
    both = moved(settlement)
    assert both["town-people"] == down["town-people"] + 120_00
    assert both["lead-people"] == down["lead-people"] - 120_00
    assert sum(both.values()) == 0
    holds(settlement)


def test_the_common_surplus_pays_for_up_referrals_too_where_the_pack_says_so(tmp_path):
    settlement = cleared(tmp_path, rows=[], up=UP_ROWS, up_incentive_per_case="30 元/例", payer="common_surplus")
    assert moved(settlement)["town-people"] == 120_00
    assert "lead-people" not in moved(settlement)
    holds(settlement)


def test_the_common_surplus_pays_first_and_never_more_than_there_is(tmp_path):
    settlement = cleared(tmp_path, share_to_primary="25%", incentive_per_case="100 元/例", payer="common_surplus")
    paid = moved(settlement)
    assert paid["town-people"] == 280_000
    assert paid["town-tcm"] == 60_000
    assert "lead-people" not in paid
    figures = Book(settlement.figures())
    common = figures["settlement.consortium.people.general_common"].value
    assert figures["settlement.consortium.people.referral.left"].value == common - 340_000
    assert paid.get("clinic-T1", 0) == 0  # tcm overspent: there is no surplus to pay from
    holds(settlement)


@pytest.mark.parametrize("rate", ["0%", "100%"])
def test_more_than_the_common_surplus_is_split_by_what_is_due(tmp_path, rate):
    rows = [
        ("lead-people", "town-people", PEOPLE, 3, 0, 10**12, 0),
        ("lead-people", "town-tcm", PEOPLE, 1, 0, 3 * 10**12, 0),
    ]
    settlement = cleared(tmp_path, rows, share_to_primary=rate, payer="common_surplus")
    figures, paid = Book(settlement.figures()), moved(settlement)
    if rate == "0%":
        assert paid == {}
    else:
        common = figures["settlement.consortium.people.general_common"].value
        assert sum(paid.values()) == common
        assert figures["settlement.consortium.people.referral.left"].value == 0
    holds(settlement)
