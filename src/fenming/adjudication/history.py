"""One person's year of bills, judged anew in plain Python and compared with what the run stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from fenming.adjudication.bills import FIELDS, READ, field, fill, keep_within, place_refunds
from fenming.adjudication.claim import Claim, Paid, Rules, Year
from fenming.adjudication.disease import Registrations
from fenming.adjudication.loop import adjudicate_rows, claim_at, paid_at, place_at, rules_at
from fenming.adjudication.rules import DatedRules
from fenming.adjudication.year import year_after
from fenming.engines.local import parquet
from fenming.kernel import BadInput
from fenming.kernel.language import _


@dataclass(frozen=True, slots=True)
class Judged:
    """One bill in plain Python: the claim, the rules of its day, the year before it, what was paid, and by what it is known.

    `original` is the id of the bill it refunds, empty if none.
    """

    bill_id: str
    row: int
    claim: Claim
    rules: Rules
    rule_set: int
    year: Year
    paid: Paid
    original: str = ""


def judged_history(person_rows: pa.Table, rules: DatedRules, registrations: Registrations) -> list[Judged]:
    """All bills of one person in order, each judged by the plain-Python engine.

    `person_rows` has the canonical bill columns of all the person's bills in the table's order. Raises BadInput for
    codes and refunds that no intake would let through.
    """
    bills = exact_bills(person_rows, registrations)
    keep_within(bills, *rules.days)
    result = plain_results(bills, rules)
    ids = person_rows["bill_id"].to_pylist()
    return list(_judged(bills, result, (ids, person_rows["row"].to_pylist()), rules))


def exact_bills(rows: pa.Table, registrations: Registrations) -> Any:
    """Bills of whole persons as the loop reads them, as Python's own integers."""
    scheme = rows["scheme"].combine_chunks().cast(pa.string()).dictionary_encode()
    batch = rows.select(READ).combine_chunks().to_batches()[0]
    batch = batch.set_column(READ.index("scheme"), "scheme", scheme)
    bills = np.zeros((len(FIELDS), rows.num_rows), np.int64)
    fill(bills, batch, registrations)
    place_refunds(bills, rows["row"][0].as_py())
    return bills.astype(object)


def plain_results(bills: Any, rules: DatedRules) -> Any:
    """What the uncompiled loop pays on `bills`: an array of Python's integers, one row per field of Paid."""
    result = np.zeros((len(Paid._fields), bills.shape[1]), object)
    adjudicate_rows(bills, bills.shape[1], rules.calendar, rules.exact_columns, result)
    return result


def _judged(bills: Any, result: Any, names: tuple[list[str], list[int]], rules: DatedRules) -> Iterator[Judged]:
    year, in_year = Year(0, 0, 0, 0, 0, 0), -1
    settled = field(bills, "day") - rules.calendar.first_day
    for row, (bill_id, table_row) in enumerate(zip(*names, strict=True)):
        place, claim, paid = place_at(bills, row), claim_at(bills, row), paid_at(result, row)
        rule_set = int(rules.calendar.rule_set[settled[row]])
        if rules.calendar.year[settled[row]] != in_year:
            year, in_year = Year(0, 0, 0, 0, 0, 0), rules.calendar.year[settled[row]]
        original = names[0][place.original] if place.original >= 0 else ""
        yield Judged(bill_id, table_row, claim, rules_at(rules.exact_columns, rule_set), rule_set, year, paid, original)
        care = claim.care if place.original < 0 else claim_at(bills, place.original).care
        if place.original < 0 or rules.calendar.year[settled[place.original]] == in_year:
            year = year_after(year, care, paid)


def check_stored(judged: Sequence[Judged], stored: Sequence[Mapping[str, int]]) -> None:
    """Every bill judged anew equals its stored row. Raises BadInput naming the first that does not."""
    for bill, row in zip(judged, stored, strict=True):
        for name, value in bill.paid._asdict().items():
            if row["row"] != bill.row or row[name] != value:
                raise _other_than_stored(bill, name, (row[name], int(value)))


def _other_than_stored(bill: Judged, column: str, values: tuple[int, int]) -> BadInput:
    return BadInput(
        "adjudication.not_as_stored",
        _("bill {bill}: {column} is stored as {stored}, judged anew it is {value}").format(
            bill=bill.bill_id, column=column, stored=values[0], value=values[1]
        ),
        _("adjudicated table, row {row}").format(row=bill.row),
        _("the bills, the rules or the table have changed since the run"),
        _("run the year again"),
    )


def person_rows(paths: Sequence[Path], bill_id: str) -> pa.Table:
    """All bills of the person whom `bill_id` belongs to, in the table's order. Raises BadInput for an unknown bill."""
    with duckdb.connect() as connection:
        source = parquet(*paths)
        persons = connection.execute(f"SELECT person_id FROM {source} WHERE bill_id = ?", [bill_id]).fetchall()
        if not persons:
            raise BadInput(
                "adjudication.unknown_bill",
                _("there is no bill {bill}").format(bill=bill_id),
                _("table bill"),
                _("no row of the canonical table has this id"),
                _("look up the id (setl_id) in the imported file; a quarantined row is not adjudicated"),
            )
        columns = ", ".join(("bill_id", *READ))
        query = f"SELECT {columns} FROM {source} WHERE person_id = ? ORDER BY row"
        return connection.sql(query, params=list(persons[0])).to_arrow_table()


def stored_rows(adjudicated: Path, rows: pa.Table) -> list[dict[str, int]]:
    """The stored payments of these bills, which lie together in the table."""
    first, last = rows["row"][0].as_py(), rows["row"][-1].as_py()
    with duckdb.connect() as connection:
        query = f"SELECT * FROM {parquet(adjudicated)} WHERE row BETWEEN ? AND ? ORDER BY row"
        found: pa.Table = connection.sql(query, params=[first, last]).to_arrow_table()
    return list(found.to_pylist())
