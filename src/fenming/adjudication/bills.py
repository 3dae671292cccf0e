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
from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _

RESIDENT_SCHEME = "390"  # national code insutype 城乡居民
DAY_US = 86_400_000_000
MOST_FEN = 10**11
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
MAY_BE_EMPTY = ("platform_deductible_fen", "platform_critical_illness_fen")
READ = (*COLUMNS.values(), *MAY_BE_EMPTY, "row", "settled_at", "care", "scheme", "is_referred")


def batches(paths: Sequence[Path], rows: int) -> Iterator[pa.RecordBatch]:
    """The bills of all files in order, at most `rows` at a time."""
    for path in paths:
        with pq.ParquetFile(path, memory_map=True, read_dictionary=["scheme"]) as source:
            yield from source.iter_batches(batch_size=rows, columns=list(READ))


def field(bills: Any, name: str) -> Any:
    """One field of all bills."""
    return bills[FIELDS.index(name)]


def fill(bills: Any, batch: pa.RecordBatch, registrations: Registrations) -> None:
    """Write the batch into `bills`, which has room for just these. `original` still counts rows of the whole table."""
    for name, column in COLUMNS.items():
        field(bills, name)[:] = numbers(batch, column)
    for name in MAY_BE_EMPTY:
        field(bills, name)[:] = numbers(batch, name, NOT_STATED)
    np.floor_divide(batch["settled_at"].view(pa.int64()), DAY_US, out=field(bills, "day"))
    field(bills, "is_referred")[:] = pc.fill_null(batch["is_referred"], False).to_numpy(zero_copy_only=False)
    care = field(bills, "care")
    np.multiply(numbers(batch, "care"), _is_resident(batch["scheme"]), out=care)
    _check_codes(bills)
    _check_amounts(bills)
    chronic = np.flatnonzero(care == CHRONIC_OUTPATIENT)
    field(bills, "diseases")[:] = 0
    field(bills, "diseases")[chronic] = registrations.count(
        field(bills, "person")[chronic], field(bills, "day")[chronic]
    )


def keep_within(bills: Any, first_day: int, last_day: int) -> None:
    """Bills settled before `first_day` or after `last_day` fall out of the plan: they pay nothing and change no year."""
    day = field(bills, "day")
    outside = (day < first_day) | (day > last_day)
    field(bills, "care")[outside] = 0
    field(bills, "original")[outside] = -1
    day[outside] = first_day


def numbers(batch: pa.RecordBatch, column: str, empty: int = 0) -> Any:
    """A whole-number column as an int64 array, `empty` where there is none."""
    values = batch[column]
    return (values.fill_null(empty) if values.null_count else values).to_numpy()


def _is_resident(scheme: pa.DictionaryArray) -> Any:
    code = pc.index(scheme.dictionary, RESIDENT_SCHEME).as_py()
    return (pc.fill_null(scheme.indices, -2) if scheme.null_count else scheme.indices).to_numpy() == code


def _check_codes(bills: Any) -> None:
    """Codes lead into lists of rules: one beyond its list must never reach the compiled loop."""
    for name, most in (("care", INPATIENT), ("level", len(LEVELS) - 1), ("area", len(AREAS) - 1)):
        codes = field(bills, name)
        if codes.size and (codes.min() < 0 or codes.max() > most):
            raise BadInput(
                "adjudication.unknown_code",
                _("a bill has the {field} code {code}").format(field=name, code=min(codes.min(), most + 1)),
                _("bill.{field}").format(field=name),
                _("known are 0 to {most}").format(most=most),
                _("import the bills again"),
            )


def _check_amounts(bills: Any) -> None:
    """The compiled loop counts in 64 bits: amounts that could leave them must never reach it."""
    for name in ("total_fen", "eligible_fen"):
        amounts = field(bills, name)
        if amounts.size and (amounts.min() < -MOST_FEN or amounts.max() > MOST_FEN):
            raise BadInput(
                "adjudication.amount_too_large",
                _("a bill has an amount of {amount} yuan").format(
                    amount=format_yuan(int(amounts[np.argmax(np.abs(amounts))]))
                ),
                _("bill.{field}").format(field=name),
                _("no bill is larger than {amount} yuan").format(amount=format_yuan(MOST_FEN)),
                _("correct the bill in its file and import it again"),
            )


def place_refunds(bills: Any, first_row: int) -> None:
    """Let `original` count from the first of these bills of whole persons, which is row `first_row` of the table.

    Raises BadInput unless each refund leads to one earlier bill of the same person that nothing else refunds.
    """
    original, person = field(bills, "original"), field(bills, "person")
    refunds = np.flatnonzero(original >= 0)
    targets = original[refunds] - first_row
    original[refunds] = targets
    good = (targets >= 0) & (targets < refunds)
    good[good] = (person[targets[good]] == person[refunds[good]]) & (original[targets[good]] < 0)
    _first_places, first, times = np.unique(targets, return_index=True, return_counts=True)
    good[first[times > 1]] = False
    if not good.all():
        raise _bad_refund(first_row + int(refunds[~good][0]))


def _bad_refund(row: int) -> BadInput:
    return BadInput(
        "adjudication.bad_refund",
        _("a refund does not lead to one earlier bill of the same person, refunded once"),
        _("bill.refund_row, row {row}").format(row=row),
        _("what a refund gives back is what its original was paid"),
        _("import the bills again, so that refunds are paired anew"),
    )
