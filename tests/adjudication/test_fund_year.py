"""A run judges its own year: bills of other years lie beside it and change nothing."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fenming.adjudication import adjudicate
from fenming.kernel import BadInput
from fenming.policy import load_pack
from tests.adjudication.bill_table import bill_table, inpatient, refund

BEFORE, WITHIN, AFTER = -30, 2_000, 8_790  # hours after New Year 2024, a leap year of 8,784 hours


def judged(folder: Path, bills: list, year: int | None) -> list[dict[str, int]]:
    pq.write_table(bill_table([bills]), folder / "bill.parquet")
    adjudicate(folder / "bill.parquet", load_pack("cn/ah/340621"), folder / "out.parquet", year=year)
    return pq.read_table(folder / "out.parquet").to_pylist()


def test_bills_settled_around_the_year_pay_nothing_and_change_nothing(tmp_path: Path) -> None:
    within = inpatient(40_000, hours=WITHIN)
    alone = judged(tmp_path, [within], 2024)
    around = judged(tmp_path, [inpatient(90_000, hours=BEFORE), within, inpatient(90_000, hours=AFTER)], 2024)
    assert [row["fund_fen"] for row in around] == [0, alone[0]["fund_fen"], 0]
    assert around[1]["pool_fen"] == alone[0]["pool_fen"] > 0


def test_a_refund_settled_after_the_year_gives_nothing_back_in_it(tmp_path: Path) -> None:
    within = inpatient(40_000, hours=WITHIN)
    paid = judged(tmp_path, [within, refund([within], 0, hours=AFTER)], 2024)
    assert paid[0]["fund_fen"] > 0
    assert paid[1]["fund_fen"] == 0


def test_a_year_without_bills_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no bill was settled in 2023"):
        judged(tmp_path, [inpatient(100, hours=WITHIN)], 2023)
