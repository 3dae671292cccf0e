"""Small canonical bill tables for tests: synthetic bills of nobody, with the columns that adjudication reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from fenming.adjudication.bills import FIELDS, fill, place_refunds
from fenming.adjudication.claim import Paid
from fenming.adjudication.disease import FOREVER, Registrations
from fenming.adjudication.engine import compiled_loop

NEW_YEAR = datetime(2024, 1, 1, tzinfo=UTC)
OUTPATIENT, CHRONIC, INPATIENT = 1, 2, 3
NO_DISEASES = Registrations(*np.zeros((3, 0), np.int64))


@dataclass(frozen=True)
class Bill:
    """One bill; `hours` after New Year 2024; `refunds` counts the person's bills from 0."""

    care: int = INPATIENT
    total_fen: int = 0
    eligible_fen: int = 0
    level: int = 1
    area: int = 0
    is_referred: bool = True
    hours: int = 0
    scheme: str = "390"
    platform_deductible_fen: int | None = None
    platform_pool_fen: int = 0
    platform_critical_illness_fen: int | None = None
    refunds: int | None = None


def inpatient(total_yuan: int, eligible_yuan: int | None = None, **more) -> Bill:
    """An inpatient bill in whole yuan, all of it eligible unless said."""
    eligible = total_yuan if eligible_yuan is None else eligible_yuan
    return Bill(INPATIENT, total_yuan * 100, eligible * 100, **more)


def refund(bills: Sequence[Bill], of: int, hours: int | None = None) -> Bill:
    """The refund of the person's bill number `of`, an hour after the last bill unless said."""
    bill = bills[of]
    at = bills[-1].hours + 1 if hours is None else hours
    return replace(bill, total_fen=-bill.total_fen, eligible_fen=-bill.eligible_fen, hours=at, refunds=of)


def bill_table(persons: Sequence[Sequence[Bill]], first_row: int = 0) -> pa.Table:
    """The canonical columns of these persons' bills; persons are numbered 1, 2, …"""
    rows = []
    for person, bills in enumerate(persons, start=1):
        start = first_row + len(rows)
        rows += [_row(person, bill, (start, start + place)) for place, bill in enumerate(bills)]
    columns = {name: [row[name] for row in rows] for name in TYPES}
    return pa.table(columns, schema=pa.schema(TYPES.items()))


def _row(person: int, bill: Bill, rows: tuple[int, int]) -> dict[str, object]:
    start, row = rows
    own = {name: value for name, value in bill.__dict__.items() if name in TYPES}
    return {
        **own,
        "bill_id": f"S{row:07d}",
        "row": row,
        "person_id": person,
        "settled_at": (NEW_YEAR + timedelta(hours=bill.hours)).replace(tzinfo=None),
        "refund_row": -1 if bill.refunds is None else start + bill.refunds,
    }


TYPES = {
    "bill_id": pa.string(),
    "row": pa.int64(),
    "person_id": pa.int64(),
    "scheme": pa.string(),
    "settled_at": pa.timestamp("us"),
    "refund_row": pa.int64(),
    "care": pa.int64(),
    "level": pa.int64(),
    "area": pa.int64(),
    "is_referred": pa.bool_(),
    "total_fen": pa.int64(),
    "eligible_fen": pa.int64(),
    "platform_deductible_fen": pa.int64(),
    "platform_pool_fen": pa.int64(),
    "platform_critical_illness_fen": pa.int64(),
}


def registered(*counts: int, began: int = 0) -> Registrations:
    """So many diseases for person 1, 2, …, all since day `began` and for ever."""
    persons = np.repeat(np.arange(1, len(counts) + 1), counts)
    return Registrations(persons, np.full(len(persons), began), np.full(len(persons), FOREVER))


def as_loop_reads(table: pa.Table, registrations: Registrations = NO_DISEASES):
    """The table as int64 columns, refunds placed."""
    bills = np.zeros((len(FIELDS), table.num_rows), np.int64)
    batch = table.combine_chunks().to_batches()[0]
    scheme = batch.schema.get_field_index("scheme")
    fill(bills, batch.set_column(scheme, "scheme", batch["scheme"].dictionary_encode()), registrations)
    place_refunds(bills, table["row"][0].as_py())
    return bills


def compiled_results(bills, rules):
    """What the compiled loop pays."""
    result = np.zeros((len(Paid._fields), bills.shape[1]), np.int64)
    compiled_loop()[0](bills, bills.shape[1], rules.calendar, rules.columns, result)
    return result


def payments(persons: Sequence[Sequence[Bill]], rules, registrations: Registrations = NO_DISEASES) -> list[Paid]:
    """What the compiled loop pays on each bill, in order."""
    result = compiled_results(as_loop_reads(bill_table(persons), registrations), rules)
    return [Paid(*map(int, column)) for column in result.T]
