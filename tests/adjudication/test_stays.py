"""Stays in several settlements, across New Year and behind an emergency; years that the platform had begun."""

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fenming.adjudication import adjudicate
from fenming.kernel import BadInput
from tests.adjudication.bill_table import Bill, bill_table, inpatient, refund
from tests.adjudication.choices import FACTORS, choice, count, rate
from tests.adjudication.pack_text import benefits_pack

NEW_YEAR = date(2024, 1, 1)
EMERGENCY = {"emergency__same_as": choice("outpatient", "inpatient")}
ACCUMULATORS = pa.schema(
    [
        ("person_id", pa.int64()),
        ("scheme", pa.string()),
        ("year", pa.int64()),
        ("type_code", pa.string()),
        ("month", pa.string()),
        ("value_fen", pa.int64()),
    ]
)


@pytest.fixture
def judge(tmp_path, tmp_path_factory):
    """One person's bills through files: columns beyond the usual are given as lists, dates as days after New Year."""

    def run(bills, columns=None, accumulators=(), **changes):
        table = bill_table([bills])
        for name, values in (columns or {}).items():
            table = table.append_column(name, column(values))
        pq.write_table(table, tmp_path / "bill.parquet")
        rows = [dict(zip(ACCUMULATORS.names, row, strict=True)) for row in accumulators]
        pq.write_table(pa.Table.from_pylist(rows, schema=ACCUMULATORS), tmp_path / "accumulator.parquet")
        started = [tmp_path / "accumulator.parquet"] if accumulators else []
        pack = benefits_pack(tmp_path_factory.mktemp("pack"), **changes)
        summary = adjudicate(tmp_path / "bill.parquet", pack, tmp_path / "out.parquet", accumulators=started)
        return pq.read_table(tmp_path / "out.parquet").to_pylist(), summary

    return run


def column(values):
    if isinstance(values[0], timedelta):
        return pa.array([NEW_YEAR + value for value in values], pa.date32())
    return pa.array(values, pa.bool_() if isinstance(values[0], bool) else None)


def days(*numbers: int) -> list[timedelta]:
    return [timedelta(days=number) for number in numbers]


def applied(rows) -> list[int]:
    return [row["deductible_applied_fen"] // 100 for row in rows]


def test_settlements_in_the_middle_of_a_stay_are_one_admission_with_one_deductible(judge):
    bills = [inpatient(300, hours=24 * 10), inpatient(10_000, hours=24 * 20), inpatient(10_000, hours=24 * 60)]
    when = {"began_on": days(0, 10, 50), "ended_on": days(10, 20, 60)}
    joined, _summary = judge(bills, {"is_mid_stay": [True, False, False], **when}, inpatient__repeat_factor=FACTORS)
    assert applied(joined) == [300, 200, 375]
    assert [row["admission"] for row in joined] == [1, 0, 1]
    apart, _summary = judge(bills, {"is_mid_stay": [False, False, False], **when}, inpatient__repeat_factor=FACTORS)
    assert applied(apart) == [300, 375, 250]


def test_a_settlement_in_the_middle_does_not_join_a_later_stay(judge):
    bills = [inpatient(300, hours=24 * 10), inpatient(10_000, hours=24 * 20)]
    when = {"began_on": days(0, 13), "ended_on": days(10, 20)}
    rows, _summary = judge(bills, {"is_mid_stay": [True, False], **when})
    assert applied(rows) == [300, 500]


def test_an_emergency_within_the_hours_before_admission_is_the_first_part_of_the_stay(judge):
    bills = [Bill("13", 30_000, 30_000, level=0, hours=24), inpatient(10_000, hours=24 * 9)]
    when = {"began_on": days(1, 3), "ended_on": days(1, 9)}
    merged, _summary = judge(bills, when, **EMERGENCY, inpatient__emergency_merge=count(72))
    assert applied(merged) == [300, 200]
    assert [row["admission"] for row in merged] == [1, 0]
    assert sum(row["pool_fen"] for row in merged) == (300 + 10_000 - 500) * 80
    too_early, _summary = judge(bills, when, **EMERGENCY, inpatient__emergency_merge=count(24))
    assert applied(too_early) == [0, 500]
    assert too_early[0]["pool_fen"] == 15_000  # an outpatient visit within its yearly cap


@pytest.mark.parametrize(("by", "expected"), [("settlement", 90), ("discharge", 85), ("admission", 85)])
def test_the_governing_date_decides_which_years_rules_a_stay_across_new_year_has(
    judge, tmp_path_factory, tmp_path, by, expected
):
    later = ("2025-01-01", {"inpatient/rate": {"primary": "90%", "county": "90%", "city": "90%", "province": "90%"}})
    root = tmp_path_factory.mktemp("pack")
    changes = {"inpatient__governing_date": choice(by, "settlement", "discharge", "admission")}
    flat = dict.fromkeys(("primary", "county", "city", "province"), "85%")
    pack = benefits_pack(root, later, inpatient__rate=flat, **changes)
    table = bill_table([[inpatient(10_000, hours=24 * 367)]])  # settled on 2025-01-02
    for name, day in (("began_on", 350), ("ended_on", 365)):
        table = table.append_column(name, column(days(day)))
    pq.write_table(table, tmp_path / "bill.parquet")
    adjudicate(tmp_path / "bill.parquet", pack, tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet")["pool_fen"].to_pylist() == [9_500 * expected]


def test_a_stay_of_the_old_year_uses_up_the_old_year_even_when_settled_in_the_new(judge):
    bills = [inpatient(400_000, hours=24 * 2), inpatient(400_000, hours=24 * 367), inpatient(400_000, hours=24 * 370)]
    when = {"began_on": days(0, 360, 367), "ended_on": days(2, 365, 370)}
    changes = {"inpatient__governing_date": choice("discharge", "settlement")}
    rows, _summary = judge(bills, when, **changes)
    assert [row["pool_fen"] for row in rows] == [30_000_000, 0, 30_000_000]


def test_a_refund_in_the_new_year_gives_back_the_year_of_its_original(judge):
    stays = [inpatient(400_000, hours=24 * 2), inpatient(400_000, hours=24 * 367)]
    bills = [*stays, refund(stays, 0, hours=24 * 368), inpatient(400_000, hours=24 * 369)]
    rows, _summary = judge(bills)
    assert [row["pool_fen"] for row in rows] == [30_000_000, 30_000_000, -30_000_000, 0]


def test_what_the_platform_counted_before_is_used_up(judge):
    started = [
        (1, "390", 2024, "D390101", "202403", 20_000_000),
        (1, "390", 2024, "D390101", "202404", 25_000_000),
        (2, "390", 2024, "D390101", "202404", 1),
        (1, "390", 2024, "F0000", "202404", 99),
    ]
    rows, summary = judge([inpatient(400_000)], accumulators=started)
    assert rows[0]["pool_fen"] == 5_000_000
    told = str(BadInput(findings=tuple(summary.findings)))
    assert "F0000" in told
    assert "D390101" not in told


def test_employees_are_judged_by_the_employees_rules_in_years_of_their_own(judge):
    bills = [inpatient(10_000, scheme="390"), inpatient(10_000, scheme="310", hours=3)]
    unwritten, _summary = judge(bills)
    assert [row["pool_fen"] for row in unwritten] == [9_500 * 80, 0]
    assert unwritten[1]["reason"] != unwritten[0]["reason"]


def test_emergencies_by_their_code_have_the_referral_of_an_emergency(judge):
    away = Bill("24", 1_000_000, 1_000_000, area=1, is_referred=False)
    plain = Bill("21", 1_000_000, 1_000_000, area=1, is_referred=False, hours=9)
    rows, _summary = judge([away, plain], inpatient__emergency_reduction=rate("5%"))
    assert [row["by_rate_fen"] for row in rows] == [(10_000 - 750) * 75, (10_000 - 750) * 70]


def test_who_the_bill_says_the_person_is_decides_the_points(judge):
    bills = [inpatient(10_500, hours=day * 24) for day in range(5)]
    columns = {
        "person_type": ["1101", "1201", "1501", "1501", "1501"],
        "age": [40, 70, 8, 8, 40],
        "is_newborn": [False, False, False, True, False],
        "aid_category": [None, None, None, None, "minimum_living"],
    }
    points = {
        "minor_under_age": count(18),
        "inpatient__addition_by_person": rate({"retired": "3%", "minor": "10%", "newborn": "20%"}),
        "inpatient__addition_by_category": rate({"minimum_living": "5%"}),
    }
    rows, _summary = judge(bills, columns, **points)
    assert [row["by_rate_fen"] // 10_000 for row in rows] == [80, 83, 90, 100, 85]
