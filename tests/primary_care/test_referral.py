"""The register of referrals, deductibles that go on or depart, sums for the settlement, and the flow of patients."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.adjudication.pack_text import benefits_pack
from tests.primary_care.care_rows import unit, write_tables

from fenming.kernel import PPM, Book
from fenming.mechanisms import recompute
from fenming.policy import load_pack
from fenming.primary_care.referral import check_continuity, read_register, write_referral_sum, write_up_sum
from fenming.primary_care.referral.flow import read_flow

INSTITUTIONS = [
    {"institution_id": "L", "name": "县医院", "kind": "lead_hospital", "care_level": "county", "consortium_id": "C1"},
    {"institution_id": "M", "name": "中医院", "kind": "lead_hospital", "care_level": "county", "consortium_id": "C2"},
    {"institution_id": "H1", "name": "一院", "kind": "township_hospital", "care_level": "primary", "town_id": "T1"},
    {"institution_id": "H2", "name": "二院", "kind": "township_hospital", "care_level": "primary", "town_id": "T2"},
    {"institution_id": "VU1", "name": "村室", "kind": "village_clinic", "care_level": "primary", "town_id": "T1"},
    {"institution_id": "O", "name": "市医院", "kind": "outside", "care_level": "city", "region": "340600"},
]


def referral(number, person_id=1, direction="down", **changes):
    way = {"down": ("L", "H1"), "up": ("H1", "L")}[direction]
    return {
        "referral_id": f"R{number}",
        "person_id": person_id,
        "direction": direction,
        "from_institution_id": way[0],
        "to_institution_id": way[1],
        "requested_on": date(2024, 3, 1),
        "state": "arrived",
        "arrived_on": date(2024, 3, 4),
        "visit_id": f"v{number}",
        **changes,
    }


def open_referral(number, state, **changes):
    return referral(number, state=state, arrived_on=None, visit_id=None, **changes)


def bill(number, person_id=1, institution="H1", days=("2024-03-04", "2024-03-09"), fen=100_000, **changes):
    began, ended = map(date.fromisoformat, days)
    return {
        "bill_id": f"b{number}",
        "visit_id": f"v{number}",
        "person_id": person_id,
        "scheme": "390",
        "institution_id": institution,
        "care_type": "21",
        "began_on": began,
        "ended_on": ended,
        "settled_at": datetime.fromisoformat(f"{ended}T10:00"),
        "insured_region": "340621",
        "total_fen": fen,
        "eligible_fen": fen,
        "platform_pool_fen": fen // 2,
        "platform_deductible_fen": 0,
        "care": 3,
        "level": 1 if institution in ("L", "M") else 0,
        "area": 0,
        **changes,
    }


def write_bills(folder: Path, rows) -> Path:
    """Bills in order of person and time with the columns intake adds."""
    listed = sorted(rows, key=lambda row: (row["person_id"], row["settled_at"], row["bill_id"]))
    places = {row["bill_id"]: place for place, row in enumerate(listed)}
    path = write_tables(folder, bill=listed)["bill"]
    table = pq.read_table(path)
    added = {
        "care": [row["care"] for row in listed],
        "level": [row["level"] for row in listed],
        "area": [row["area"] for row in listed],
        "row": list(range(len(listed))),
        "refund_row": [places.get(row.get("refund_of"), -1) for row in listed],
    }
    for name, values in added.items():
        table = table.append_column(name, pa.array(values, pa.int64()))
    table = table.append_column("is_chronic_pool", pa.array([False] * len(listed)))
    pq.write_table(table, path)
    return path


def codes(found):
    return {finding.code: finding.rows for finding in found}


def test_the_register_counts_states_arrival_rates_days_and_reasons(tmp_path):
    rows = [
        referral(1),
        referral(2, 2, arrived_on=date(2024, 3, 1)),
        referral(3, 3, arrived_on=date(2024, 3, 31)),
        open_referral(4, "refused", person_id=4, reason="无床位"),
        open_referral(5, "expired", person_id=5, reason="未到"),
        open_referral(6, "expired", person_id=6, reason="未到"),
        referral(7, 7, "up"),
        referral(8, 8, requested_on=date(2023, 12, 31), arrived_on=date(2024, 1, 2)),  # of the year before
    ]
    tables = write_tables(tmp_path, referral=rows, institution=INSTITUTIONS)
    tables["bill"] = write_bills(tmp_path, [bill(n, n, "L") for n in range(1, 9)] + [bill(11, 1, "L"), bill(7, 7, "L")])
    found = read_register(tables, 2024, tmp_path)
    down = found.county["down"]
    assert {state: figure.value for state, figure in down.states.items()} == {
        "requested": 0,
        "accepted": 0,
        "arrived": 3,
        "refused": 1,
        "cancelled": 0,
        "expired": 2,
    }
    assert down.arrival.value == PPM // 2
    assert found.senders["L", "down"].rate.value == 6 * PPM // 8
    assert found.senders["H1", "up"].rate is None  # it treated nobody
    days = {row["direction"]: row for row in found.days}
    assert (days["down"]["cases"], days["down"]["median"], days["down"]["longest"]) == (3, 3, 30)
    assert [(row["state"], row["reason"], row["cases"]) for row in found.reasons] == [
        ("expired", "未到", 2),
        ("refused", "无床位", 1),
    ]
    for figure in Book(found.figures()):
        assert recompute(figure) == figure.value


def test_a_year_without_referrals_has_no_rates_and_no_division_error(tmp_path):
    found = read_register(write_tables(tmp_path, referral=[]), 2024, tmp_path)
    assert found.county["up"].sent.value == 0
    assert found.county["up"].arrival is None
    assert (found.senders, found.days, found.reasons, found.findings) == ({}, [], [], [])


def test_what_is_wrong_in_the_register_is_told_with_its_number(tmp_path):
    rows = [
        open_referral(1, "lost"),
        referral(2, 2, arrived_on=date(2024, 2, 1)),
        referral(3, 3, arrived_on=None),
        referral(4, 4, visit_id=None),
        referral(5, 5, state="refused"),
        open_referral(6, "expired", person_id=6),
        referral(7, 7, to_institution_id="L"),
        referral(8, 8),
        referral(9, 8),
        referral(10, 10, from_institution_id="X"),
        referral(11, 11, "up", from_institution_id="L", to_institution_id="H1"),
        referral(12, 12, requested_on=date(2024, 6, 1), arrived_on=date(2024, 6, 2)),
        referral(13, 13) | {"direction": "sideways"},
    ]
    death = {"death_id": "d", "died_on": date(2024, 5, 1), "sex": "1", "age": 70, "cause_id": "I21", "person_id": 12}
    tables = write_tables(tmp_path, referral=rows, institution=INSTITUTIONS, death=[death])
    tables["bill"] = write_bills(tmp_path, [bill(n, n) for n in (2, 3, 5, 7, 8, 10, 11, 12, 13)])
    assert codes(read_register(tables, 2024, tmp_path).findings) == {
        "referral.state": 1,
        "referral.early": 1,
        "referral.no_day": 1,
        "referral.no_visit": 1,
        "referral.not_arrived": 1,
        "referral.no_reason": 2,
        "referral.to_itself": 1,
        "referral.twice": 1,
        "referral.unknown_institution": 1,
        "referral.against": 1,
        "referral.no_bill": 1,
        "referral.after_death": 1,
        "referral.direction": 1,
    }


def sums(tmp_path, rows, bills):
    tables = write_tables(tmp_path, referral=rows, institution=INSTITUTIONS)
    tables["bill"] = write_bills(tmp_path, bills)
    path = tmp_path / "referral_sum.parquet"
    write_referral_sum(tables, 2024, path)
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT * FROM read_parquet('{path}')").fetchall()


BEFORE = ("2024-02-20", "2024-03-01")


def test_sums_take_the_stay_before_at_the_sender_and_the_care_that_followed(tmp_path):
    bills = [
        bill(21, 1, "L", ("2024-01-02", "2024-01-09"), 999_999),  # an earlier stay
        bill(22, 1, "L", BEFORE, 500_000),
        bill(1, 1, fen=80_000),
        bill(2, 2, fen=70_000),  # nobody of that name lay in the sending hospital
        bill(33, 3, "L", BEFORE, 600_000),
        bill(3, 3, fen=60_000),
        bill(34, 3, "H1", fen=-60_000, refund_of="b3", visit_id=None, days=("2024-03-10", "2024-03-10")),  # given back
        bill(41, 4, "O", BEFORE, 900_000),
        bill(4, 4, fen=50_000),
        bill(5, 5, "L", fen=50_000),
    ]
    rows = [
        referral(1),
        referral(9, 1, visit_id="v1"),  # the same care again
        referral(2, 2),
        referral(3, 3),
        referral(4, 4, from_institution_id="O"),  # a hospital outside the county owes nothing here
        referral(5, 5, "up"),
        open_referral(6, "accepted", person_id=1),
    ]
    assert sums(tmp_path, rows, bills) == [("L", "H1", "C1", 2, 1, 500_000, 150_000)]


def test_up_referrals_are_summed_by_the_stays_that_followed_at_the_lead_hospital(tmp_path):
    bills = [
        bill(1, 1, "L", fen=500_000),
        bill(2, 2, "L", fen=70_000, care=1),  # an outpatient visit is no stay
        bill(3, 3, "O", fen=90_000),  # a hospital outside the county
        bill(4, 4, "L", fen=60_000),
        bill(44, 4, "L", fen=-60_000, refund_of="b4", visit_id=None, days=("2024-03-10", "2024-03-10")),  # given back
        bill(5, 5, "L", fen=40_000),
    ]
    up = {"from_institution_id": "H1", "to_institution_id": "L"}
    rows = [
        *(referral(one, direction="up", **up) for one in (1, 2, 4)),
        referral(9, 1, visit_id="v1", direction="up", **up),  # the same stay again
        referral(3, direction="up", **(up | {"to_institution_id": "O"})),
        referral(5, direction="down", **up),
    ]
    tables = write_tables(tmp_path, referral=rows, institution=INSTITUTIONS)
    tables["bill"] = write_bills(tmp_path, bills)
    path = tmp_path / "referral_up_sum.parquet"
    write_up_sum(tables, 2024, path)
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT * FROM read_parquet('{path}')").fetchall() == [("H1", "L", "C1", 1, 500_000)]


def test_without_down_referrals_there_is_nothing_to_sum(tmp_path):
    assert sums(tmp_path, [open_referral(1, "refused")], [bill(1)]) == []


@pytest.mark.parametrize(
    ("direction", "billed", "told", "verdict"),
    [
        ("down", 0, True, "follows"),
        ("down", 0, False, "follows"),  # the register says referred, though the bill does not
        ("down", 200_00, False, "departs"),
        ("down", None, True, "not_billed"),
    ],
)
def test_a_deductible_after_a_referral_follows_the_packs_transfer_rule_or_departs(
    tmp_path, direction, billed, told, verdict
):
    pack = chained_pack(tmp_path)
    stays = [
        bill(21, 1, "L", BEFORE, 500_000, platform_deductible_fen=500_00),
        bill(1, 1, platform_deductible_fen=billed, is_referred=told),
    ]
    tables = write_tables(tmp_path, referral=[referral(1, direction=direction)], institution=INSTITUTIONS)
    tables["bill"] = write_bills(tmp_path, [bill(31, 0, "L"), *stays])
    found = check_continuity(pack, tables, 2024, tmp_path)
    (row,) = found.rows
    assert (row["verdict"], row["due_fen"], row["is_told"]) == (verdict, 0, told)
    assert found.rule.value == "difference"
    assert found.stake_fen == (billed if verdict == "departs" else 0)


def chained_pack(tmp_path):
    """Rules by which a transfer downward takes no deductible within a fortnight."""
    words = ("separate", "difference", "credit_and_half")
    transfer = {
        "inpatient__transfer": ("choice", words, "difference"),
        "inpatient__transfer_window": ("count", None, "14 天"),
    }
    return benefits_pack(tmp_path / "packs", **transfer)


def test_without_arrivals_there_is_no_deductible_to_check(tmp_path):
    tables = write_tables(tmp_path, referral=[open_referral(1, "refused")], institution=INSTITUTIONS)
    tables["bill"] = write_bills(tmp_path, [bill(1)])
    assert check_continuity(load_pack("cn/ah/340621"), tables, 2024, tmp_path) is None


def test_flow_adds_up_by_place_and_by_home_and_tells_in_from_out(tmp_path):
    people = [
        {"person_id": one, "unit_id": "U1", "consortium_id": "C1", "status": "1", "region": "340621"} for one in (1, 2)
    ]
    bills = [
        bill(1, 1, "VU1", fen=1_000, care=1),
        bill(2, 1, "H1", fen=2_000, diagnosis_id="J18.900"),
        bill(3, 1, "H2", fen=4_000, diagnosis_id="J18.900"),
        bill(4, 2, "L", fen=8_000, diagnosis_id="I63.900"),
        bill(5, 2, "M", fen=16_000, diagnosis_id="I63.900"),
        bill(6, 2, "O", fen=32_000, diagnosis_id="C34.900"),
        bill(7, 2, "ELSEWHERE", fen=64_000, area=2),
        bill(8, 9, "L", fen=128_000, insured_region="341300"),
        bill(10, 2, "L", fen=5_000, diagnosis_id="I63.900"),
        bill(9, 2, "L", ("2024-03-04", "2024-03-10"), fen=-5_000, refund_of="b10", diagnosis_id="I63.900"),
    ]
    tables = write_tables(tmp_path, person=people, health_unit=[unit("U1")], institution=INSTITUTIONS)
    tables["bill"] = write_bills(tmp_path, bills)
    found = read_flow(tables, "340621", 2024)
    assert {row["place"]: row["total_fen"] for row in found.places} == {
        "own_clinic": 1_000,
        "own_township": 2_000,
        "other_township": 4_000,
        "own_lead": 8_000,
        "other_lead": 16_000,
        "in_city": 32_000,
        "out_of_province": 64_000,
        "came_in": 128_000,
    }
    for rows in (found.places, found.matrix):
        assert sum(row["total_fen"] for row in rows) == found.whole["total_fen"] == 255_000
        assert sum(row["stays"] for row in rows) == found.whole["stays"] == 7
    assert {(row["chapter"], row["is_in_county"]): row["stays"] for row in found.chapters} == {
        ("", False): 1,
        ("II", False): 1,
        ("IX", True): 2,
        ("X", True): 2,
    }
    assert [(row["category"], row["pool_fen"]) for row in found.diagnoses] == [("", 32_000), ("C34", 16_000)]
