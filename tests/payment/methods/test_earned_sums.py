"""What bills earned by method: heads are never paid bill by bill."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fenming.facts.run_tables import RunTables
from fenming.kernel import BadInput
from fenming.payment.methods.earned_sums import earned_by_method
from fenming.policy import load_pack


def tables(folder, method: str) -> RunTables:
    row = {
        "institution_id": "H1", "payment_method": method, "scheme": "390", "level": 0, "stay_days": 1,
        "bills": 3, "days": 3, "total_fen": 900, "eligible_fen": 800, "fund_fen": 500,
    }  # fmt: skip
    pq.write_table(pa.Table.from_pylist([row]), folder / "method_sum.parquet")
    pq.write_table(pa.table({"unit_id": ["U"], "consortium_id": ["people"]}), folder / "roll.parquet")
    register = pa.table(
        {"institution_id": ["H1"], "name": ["示例"], "kind": ["lead_hospital"], "consortium_id": ["people"]}
    )
    pq.write_table(register, folder / "institution.parquet")
    return RunTables(folder)


def test_bills_by_item_and_drg_bills_without_cases_earn_what_they_have(tmp_path):
    policy = load_pack("cn/ah/340621").on(date(2024, 12, 31))
    (item,) = earned_by_method(policy, tables(tmp_path, "1"), has_cases=True).values()
    assert item["H1"].value == 500
    (drg,) = earned_by_method(policy, tables(tmp_path, "4"), has_cases=False).values()
    assert drg["H1"].value == 500
    assert earned_by_method(policy, tables(tmp_path, "4"), has_cases=True) == {}


def test_bills_paid_by_head_are_named_and_not_paid_one_by_one(tmp_path):
    policy = load_pack("cn/ah/340621").on(date(2024, 12, 31))
    with pytest.raises(BadInput, match="3 bills are paid by head"):
        earned_by_method(policy, tables(tmp_path, "6"), has_cases=True)
