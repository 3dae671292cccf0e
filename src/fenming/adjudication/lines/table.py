"""The canonical fee lines as the loop reads them: whole bills at a time, one int64 row per field and one column per line."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fenming.adjudication.law.codes import numbers
from fenming.adjudication.lines.line import CLASS_CODES, LEAST_NO_LIMIT_MICRO_YUAN, NONE, FeeLine
from fenming.engines.local import parquet

ROWS = 100_000
FEN_MICRO_YUAN = 10_000
TEXTS = ("line_id", "bill_id", "item_class")
AMOUNTS = {
    "total_fen": "total_fen",
    "platform_excluded_fen": "excluded_fen",
    "platform_over_limit_fen": "over_limit_fen",
    "platform_upfront_copay_fen": "upfront_copay_fen",
    "platform_eligible_fen": "eligible_fen",
}
OTHERS = (
    "quantity",
    "price_fen",
    "price_micro_yuan",
    "price_limit_micro_yuan",
    "quantity_limit",
    "is_limited_use",
    "upfront_copay_ppm",
)
READ = (*TEXTS, *AMOUNTS.values(), *OTHERS)


def batches(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], rows: int = ROWS) -> Iterator[pa.RecordBatch]:
    """The fee lines by bill: one file as it stands, several sorted into one another. Columns a file lacks are left out."""
    if len(paths) == 1:
        with pq.ParquetFile(paths[0], memory_map=True) as source:
            yield from source.iter_batches(batch_size=rows, columns=_present(source.schema_arrow.names))
        return
    listed = ", ".join(_present(connection.sql(f"FROM {parquet(*paths)}").columns))
    yield from connection.sql(f"SELECT {listed} FROM {parquet(*paths)} ORDER BY bill_id, line_id").to_arrow_reader(rows)


def _present(names: Sequence[str]) -> list[str]:
    return [name for name in READ if name in names]


def whole_bills(read: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Regroup batches so that no bill is cut: the last bill of each waits for the next. Row order is kept."""
    held: list[pa.RecordBatch] = []
    for batch in read:
        start = _start_of_last_bill(batch)
        if not start and held and batch["bill_id"][0] == held[-1]["bill_id"][-1]:
            held.append(batch)
            continue
        yield from _joined([*held, batch.slice(0, start)])
        held = [batch.slice(start)]
    yield from _joined(held)


def _start_of_last_bill(batch: pa.RecordBatch) -> int:
    if not batch.num_rows:
        return 0
    others = np.flatnonzero(pc.not_equal(batch["bill_id"], batch["bill_id"][-1]).to_numpy(zero_copy_only=False))
    return int(others[-1]) + 1 if len(others) else 0


def _joined(parts: Sequence[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    filled = [part for part in parts if part.num_rows]
    if filled:
        yield filled[0] if len(filled) == 1 else pa.concat_batches(filled)


def bill_starts(batch: pa.RecordBatch) -> Any:
    """Where each bill begins in a batch of whole bills."""
    bills = batch["bill_id"]
    changes = pc.not_equal(bills.slice(1), bills.slice(0, len(bills) - 1)).to_numpy(zero_copy_only=False)
    return np.concatenate(([0], np.flatnonzero(changes) + 1))


def field(lines: Any, name: str) -> Any:
    """One field of all lines."""
    return lines[FeeLine._fields.index(name)]


def loop_rows(batch: pa.RecordBatch, rule: Any) -> Any:
    """The batch as the loop reads it; `rule` is each line's set of rules.

    A price of nothing is no price, a limit of nothing or of 999,999 yuan and more is no limit; signs of quantities and prices
    fall away, because the line's total carries the sign.
    """
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    lines = np.zeros((len(FeeLine._fields), batch.num_rows), np.int64)
    for name, column in AMOUNTS.items():
        field(lines, name)[:] = numbers(columns[column])
    field(lines, "quantity")[:] = np.abs(numbers(columns["quantity"]))
    field(lines, "rate")[:] = _stated(columns, "upfront_copay_ppm")
    field(lines, "item_class")[:] = _classes(columns["item_class"])
    price, limit = _price(columns), np.abs(_stated(columns, "price_limit_micro_yuan", 0))
    field(lines, "price")[:] = np.where(price == 0, NONE, price)
    field(lines, "price_limit")[:] = np.where((limit == 0) | (limit >= LEAST_NO_LIMIT_MICRO_YUAN), NONE, limit)
    allowed = _stated(columns, "quantity_limit")
    field(lines, "quantity_limit")[:] = np.where(allowed < 0, NONE, allowed)
    field(lines, "is_limited_use")[:] = _stated(columns, "is_limited_use", 0)
    field(lines, "rule")[:] = rule
    return lines


def _stated(columns: dict[str, Any], name: str, empty: int = NONE) -> Any:
    return numbers(columns[name], empty) if name in columns else empty


def _price(columns: dict[str, Any]) -> Any:
    """The exact price where the file has it, else the price in whole fen; 0 where neither is known."""
    exact = np.abs(_stated(columns, "price_micro_yuan", 0))
    return np.where(exact == 0, np.abs(_stated(columns, "price_fen", 0)) * FEN_MICRO_YUAN, exact)


def _classes(column: Any) -> Any:
    encoded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
    known = [CLASS_CODES.get(code, NONE) for code in encoded.dictionary.to_pylist()]
    indices = pc.fill_null(encoded.indices, len(known)) if encoded.null_count else encoded.indices
    return np.array([*known, NONE], np.int64)[indices.to_numpy()]
