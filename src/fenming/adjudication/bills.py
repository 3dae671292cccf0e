"""The canonical bill table as the loop reads it: one int64 row per field, one column per bill."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fenming.adjudication.claim import AREAS, CHRONIC_OUTPATIENT, INPATIENT, LEVELS, NOT_STATED, Claim, Place
from fenming.adjudication.disease import Registrations
from fenming.engines.ranges import whole_persons
from fenming.kernel import BadInput
from fenming.kernel.language import _

RESIDENT_SCHEME = "390"  # national code insutype 城乡居民
DAY_US = 86_400_000_000
FIELDS = Place._fields + Claim._fields
COLUMNS = {
    "person": "person_id",
    "original": "refund_row",
    "level": "level",
    "area": "area",
    "total_fen": "total_fen",
    "eligible_fen": "eligible_fen",
    "platform_pool_fen": "platform_pool_fen",
}
PLATFORM = ("platform_deductible_fen", "platform_critical_illness_fen")  # may be empty
READ = (*COLUMNS.values(), *PLATFORM, "row", "settled_at", "care", "scheme", "is_referred")


def ranges(paths: Sequence[Path], rows: int) -> Iterator[pa.Table]:
    """The bills of all files in order, in tables of about `rows` rows that never cut a person in two."""
    return whole_persons(_batches(paths, rows), rows)


def _batches(paths: Sequence[Path], rows: int) -> Iterator[pa.RecordBatch]:
    for path in paths:
        with pq.ParquetFile(path, memory_map=True, read_dictionary=["scheme"]) as source:
            yield from source.iter_batches(batch_size=rows, columns=list(READ))


def fill(bills: Any, table: pa.Table, registrations: Registrations) -> None:
    """Write the table's bills into the first columns of `bills`. Raises BadInput for what no intake would let through."""
    count = table.num_rows
    for field, column in COLUMNS.items():
        bills[FIELDS.index(field), :count] = numbers(table, column)
    for column in PLATFORM:
        bills[FIELDS.index(column), :count] = numbers(table, column, NOT_STATED)
    bills[FIELDS.index("day"), :count] = table["settled_at"].cast(pa.int64()).to_numpy() // DAY_US
    bills[FIELDS.index("is_referred"), :count] = pc.fill_null(table["is_referred"], False).to_numpy()
    care = numbers(table, "care") * pc.equal(table["scheme"], RESIDENT_SCHEME).to_numpy()
    bills[FIELDS.index("care"), :count] = care
    bills[FIELDS.index("diseases"), :count] = _diseases(bills, care, registrations)
    _place_refunds(bills[:, :count], numbers(table, "row"))
    _check_codes(bills[:, :count])


def numbers(table: pa.Table, column: str, empty: int = 0) -> Any:
    """A whole-number column as an int64 array, `empty` where there is none."""
    values = table[column]
    return (values.fill_null(empty) if values.null_count else values).to_numpy()


def _diseases(bills: Any, care: Any, registrations: Registrations) -> Any:
    """Registered diseases of each bill's person on its day; counted only where the plan asks, zero elsewhere."""
    found = np.zeros(len(care), np.int64)
    chronic = np.flatnonzero(care == CHRONIC_OUTPATIENT)
    found[chronic] = registrations.count(bills[FIELDS.index("person"), chronic], bills[FIELDS.index("day"), chronic])
    return found


def _place_refunds(bills: Any, rows: Any) -> None:
    """Turn the refunded rows of the whole table into columns here; check that each is an earlier bill of the same person."""
    original = bills[FIELDS.index("original")]
    refunds = np.flatnonzero(original >= 0)
    targets = original[refunds] - rows[0]
    original[refunds] = targets
    person = bills[FIELDS.index("person")]
    is_good = (targets >= 0) & (targets < refunds)
    is_good[is_good] = person[targets[is_good]] == person[refunds[is_good]]
    is_good[is_good] = original[targets[is_good]] < 0
    if len(np.unique(targets)) != len(targets) or not is_good.all():
        raise _bad_refund(int(rows[refunds[~is_good][0]]) if not is_good.all() else int(rows[refunds[0]]))


def _bad_refund(row: int) -> BadInput:
    return BadInput(
        "adjudication.bad_refund",
        _("a refund does not lead to one earlier bill of the same person, refunded once"),
        _("bill.refund_row, row {row}").format(row=row),
        _("what a refund gives back is what its original paid"),
        _("import the bills again, so that refunds are paired anew"),
    )


def _check_codes(bills: Any) -> None:
    for field, most in (("care", INPATIENT), ("level", len(LEVELS) - 1), ("area", len(AREAS) - 1)):
        codes = bills[FIELDS.index(field)]
        if codes.size and (codes.min() < 0 or codes.max() > most):
            raise BadInput(
                "adjudication.unknown_code",
                _("a bill has {field} {code}").format(
                    field=field, code=int(codes.max() if codes.max() > most else codes.min())
                ),
                _("bill.{field}").format(field=field),
                _("known are 0 to {most}").format(most=most),
                _("import the bills again"),
            )
