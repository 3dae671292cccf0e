"""Bills paid by DRG and the points of their cases: each bill in one row, nothing earned twice."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fenming.payment.clearing import write_points


def bill(bill_id: str, total_fen: int = 1000, fund_fen: int = 600, **other) -> dict:
    standard = {
        "bill_id": bill_id, "visit_id": f"M-{bill_id}", "refund_of": None, "institution_id": "H1", "person_id": 1,
        "is_chronic_pool": False, "settled_at": datetime(2024, 3, 5, tzinfo=UTC), "payment_method": "4",
        "total_fen": total_fen, "platform_pool_fen": fund_fen,
    }  # fmt: skip
    return standard | other


def points(folder: Path, bills: list[dict], earned: dict[str, int], rules: list[str] | None = None) -> list[dict]:
    """Rows of `points` for these bills and the points of their cases."""
    schema = pa.schema(
        [("bill_id", pa.string()), ("visit_id", pa.string()), ("refund_of", pa.string()), ("institution_id", pa.string()),
         ("person_id", pa.int64()), ("is_chronic_pool", pa.bool_()), ("settled_at", pa.timestamp("us")),
         ("payment_method", pa.string()), ("total_fen", pa.int64()), ("platform_pool_fen", pa.int64())]
    )  # fmt: skip
    tables = {
        "bill": pa.Table.from_pylist(bills, schema),
        "adjudicated": pa.table({"pool_fen": [row["platform_pool_fen"] for row in bills]}),
        "institution": pa.table({"institution_id": ["H1", "H2", "OUT"], "kind": ["lead_hospital", "township_hospital", "outside"]}),
        "person": pa.table({"person_id": [1, 2], "consortium_id": ["people", "tcm"]}),
        "case_points": pa.table({"case_id": pa.array(list(earned), pa.string()), "drg": pa.array(["ES29"] * len(earned), pa.string()), "rule": pa.array(rules or ["normal"] * len(earned), pa.string()), "points_micro": pa.array(earned.values(), pa.int64())}),
    }  # fmt: skip
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    write_points({name: folder / f"{name}.parquet" for name in tables}, "b.platform_pool_fen", 2024, folder)
    return pq.read_table(folder / "points.parquet").to_pylist()


def test_a_stay_settled_in_two_parts_earns_once_and_others_paid_for_both(tmp_path):
    parts = [bill("A", 700, 400, visit_id="M1", is_mid_stay=True), bill("B", 300, 200, visit_id="M1")]
    (row,) = points(tmp_path, parts, {"B": 5_000_000})
    assert (row["bills"], row["cases"], row["without_case"], row["points_micro"]) == (2, 1, 0, 5_000_000)
    assert (row["total_fen"], row["billed_fen"], row["others_fen"]) == (1000, 600, 400)


def test_a_stay_refunded_whole_earns_nothing_and_others_paid_nothing(tmp_path):
    back = bill("A-", -1000, -600, refund_of="A", visit_id=None)
    (row,) = points(tmp_path, [bill("A"), back], {"A": 5_000_000})
    assert (row["points_micro"], row["billed_fen"], row["others_fen"], row["without_case"]) == (0, 0, 0, 0)


def test_a_stay_without_a_settlement_list_is_counted_and_earns_nothing_yet(tmp_path):
    (row,) = points(tmp_path, [bill("A"), bill("B")], {"A": 5_000_000})
    assert (row["bills"], row["without_case"], row["points_micro"]) == (2, 1, 5_000_000)
    assert (row["billed_fen"], row["others_fen"]) == (1200, 400)


def test_a_stay_that_the_rules_leave_out_is_paid_as_billed(tmp_path):
    (row,) = points(tmp_path, [bill("A"), bill("B")], {"A": 5_000_000, "B": 0}, rules=["normal", "excluded"])
    assert (row["points_micro"], row["others_fen"], row["ordinary_fen"], row["billed_fen"]) == (
        5_000_000,
        400,
        600,
        1200,
    )


def test_a_stay_outside_the_county_is_paid_as_billed_without_a_list(tmp_path):
    (row,) = points(tmp_path, [bill("A", institution_id="OUT")], {})
    assert (row["ordinary_fen"], row["billed_fen"], row["others_fen"], row["without_case"]) == (600, 600, 0, 0)


def test_a_refund_of_another_years_stay_is_taken_back_as_its_bill_has_it(tmp_path):
    (row,) = points(tmp_path, [bill("B", -1000, -600, refund_of="A-of-2023", visit_id="M-A")], {})
    assert (row["ordinary_fen"], row["billed_fen"], row["points_micro"], row["without_case"]) == (-600, -600, 0, 0)


def test_what_waits_for_its_list_is_told_with_its_money(tmp_path):
    (row,) = points(tmp_path, [bill("A"), bill("B")], {"A": 5_000_000})
    assert (row["without_case"], row["waiting_fen"]) == (1, 600)


def test_bills_paid_otherwise_or_settled_in_another_year_earn_nothing(tmp_path):
    last_year = datetime(2023, 12, 31, tzinfo=UTC)
    rows = points(tmp_path, [bill("A", payment_method="1"), bill("B", settled_at=last_year)], {"A": 1, "B": 1})
    assert rows == []


@pytest.mark.parametrize("field", ["institution_id", "person_id", "is_chronic_pool", "settled_at"])
def test_hospital_consortium_pool_and_month_are_kept_apart(tmp_path, field):
    other = {
        "institution_id": "H2",
        "person_id": 2,
        "is_chronic_pool": True,
        "settled_at": datetime(2024, 7, 1, tzinfo=UTC),
    }
    rows = points(tmp_path, [bill("A"), bill("B", **{field: other[field]})], {"A": 2_000_000, "B": 3_000_000})
    assert sorted(row["points_micro"] for row in rows) == [2_000_000, 3_000_000]
