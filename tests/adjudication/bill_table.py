"""Small canonical bill tables for tests: synthetic bills of nobody, with the columns that adjudication reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from fenming.adjudication.desk.bills import FIELDS, fill, place_refunds
from fenming.adjudication.desk.disease import FOREVER, Registrations
from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.desk.starts import Starts
from fenming.adjudication.desk.stays import name_stays
from fenming.adjudication.plan.claim import Paid
from fenming.adjudication.plan.engine import compiled_loop
from fenming.adjudication.plan.year import blank_years
from fenming.policy import load_pack

NEW_YEAR = datetime(2024, 1, 1, tzinfo=UTC)
OUTPATIENT, CHRONIC, INPATIENT = "11", "14", "21"
ELSEWHERE = "99"  # a kind of care that no rules cover
CODES = load_pack("cn").codes
NO_DISEASES = Registrations(*np.zeros((3, 0), np.int64))


@dataclass(frozen=True)
class Bill:
    """One bill; `hours` after New Year 2024; `refunds` counts the person's bills from 0."""

    care_type: str = INPATIENT
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
    "care_type": pa.string(),
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


def facts(rules, registrations: Registrations = NO_DISEASES) -> Facts:
    """National codes, these rules and registrations, and nobody's year begun."""
    return Facts(CODES, rules, registrations, Starts.none())


def as_loop_reads(table: pa.Table, known: Facts):
    """The table as int64 columns, refunds placed and stays named."""
    bills = np.zeros((len(FIELDS), table.num_rows), np.int64)
    fill(bills, table.combine_chunks().to_batches()[0], known)
    place_refunds(bills, table["row"][0].as_py())
    name_stays(bills, known)
    return bills


def compiled_results(bills, known: Facts):
    """What the compiled loop pays."""
    result = np.zeros((len(Paid._fields), bills.shape[1]), np.int64)
    years = blank_years(known.rules.year_count), known.starts.records
    compiled_loop()[0](bills, bills.shape[1], known.rules.columns, years, result)
    return result


def payments(persons: Sequence[Sequence[Bill]], rules, registrations: Registrations = NO_DISEASES) -> list[Paid]:
    """What the compiled loop pays on each bill, in order."""
    known = facts(rules, registrations)
    result = compiled_results(as_loop_reads(bill_table(persons), known), known)
    return [Paid(*map(int, column)) for column in result.T]
