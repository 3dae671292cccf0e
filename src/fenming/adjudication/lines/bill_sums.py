"""Judged lines summed to their bills: the amounts each bill is to be judged on, and where lines and bill do not fit."""

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fenming.adjudication.lines.heads import PRINTED, head_numbers
from fenming.adjudication.lines.line import Parts
from fenming.engines.local import literal, parquet, run
from fenming.kernel.language import _

SCHEMA = pa.schema(
    [
        ("row", pa.int64()),
        ("bill_id", pa.string()),
        ("lines", pa.int64()),
        *((name, pa.int64()) for name in PRINTED),
        ("difference_fen", pa.int64()),
        ("total_difference_fen", pa.int64()),
        ("reason", pa.int64()),
    ]
)
SUMMED = PRINTED[1:]  # the four parts


class SumReason(IntEnum):
    """How the sum of a bill's lines stands to what the platform printed on the bill."""

    SAME = 0
    PARTS = 1
    TOTAL = 2
    REFUND = 3

    @property
    def words(self) -> str:
        return {
            SumReason.SAME: _("the lines come to the bill's amounts"),
            SumReason.PARTS: _("the lines come to other parts than the bill: it is judged on its lines"),
            SumReason.TOTAL: _("the lines do not add up to the bill: it is judged as printed on the bill"),
            SumReason.REFUND: _("a refund without lines: the mirror of its bill's lines"),
        }[self]


def sum_bills(heads: pa.Table, starts: Any, lines: Any, result: Any) -> pa.RecordBatch:
    """One row per bill of the batch: sums of its lines where they come to its total, else what the bill itself says.

    `starts` say where each bill's lines begin; `lines` holds the lines' totals, `result` their judged parts.
    """
    rows = result.shape[1]
    total = np.add.reduceat(lines, starts)
    ours = [np.add.reduceat(result[Parts._fields.index(name)], starts) for name in SUMMED]
    printed = [head_numbers(heads, name) for name in PRINTED]
    fits = total == printed[0]
    is_same = np.logical_and.reduce([own == theirs for own, theirs in zip(ours, printed[1:], strict=True)])
    reason = np.where(fits, np.where(is_same, SumReason.SAME, SumReason.PARTS), SumReason.TOTAL)
    amounts = [printed[0], *(np.where(fits, own, theirs) for own, theirs in zip(ours, printed[1:], strict=True))]
    columns = [
        *(heads["row"].combine_chunks(), heads["bill_id"].combine_chunks()),
        *map(pa.array, (np.diff(starts, append=rows), *amounts)),
        *map(pa.array, (amounts[-1] - printed[-1], total - printed[0], reason)),
    ]
    return pa.record_batch(columns, schema=SCHEMA).filter(pc.is_valid(columns[0]))


def finish(
    connection: duckdb.DuckDBPyConnection, unsorted: Path, bill_paths: Sequence[Path], out_path: Path
) -> list[int]:
    """Write the bills' sums in the order of the bill table, and with them the refunds that came without lines of their own.

    Such a refund gets the exact negative of what its bill is judged on. Gives the number of bills by SumReason.
    """
    own = parquet(unsorted)
    mirrored = ", ".join(f"-own.{name} AS {name}" for name in PRINTED)
    refunds = f"""SELECT bill.row, bill.bill_id, CAST(0 AS BIGINT) AS lines, {mirrored},
            -own.eligible_fen - bill.eligible_fen AS difference_fen, CAST(0 AS BIGINT) AS total_difference_fen,
            CAST({int(SumReason.REFUND)} AS BIGINT) AS reason
        FROM {parquet(*bill_paths)} AS bill JOIN {own} AS own ON bill.refund_row >= 0 AND own.row = bill.refund_row
        ANTI JOIN {own} AS judged ON judged.row = bill.row
        WHERE bill.total_fen = -own.total_fen"""
    run(
        connection,
        f"COPY (FROM {own} UNION ALL BY NAME {refunds} ORDER BY row) TO {literal(out_path)}"
        " (FORMAT parquet, COMPRESSION lz4)",
    )
    counted = dict(run(connection, f"SELECT reason, count(*) FROM {parquet(out_path)} GROUP BY reason"))
    return [counted.get(int(reason), 0) for reason in SumReason]


class BillSums:
    """What `judge_lines` found for bills, to be laid over bills as they are read."""

    def __init__(self, path: Path) -> None:
        table = pq.read_table(path, columns=["row", *SUMMED])
        self._row, *amounts = (table[name].to_numpy() for name in table.column_names)
        self._amounts = dict(zip(SUMMED, amounts, strict=True))

    def lay_over(self, row: Any, name: str, amounts: Any) -> None:
        """Put our amounts `name` (such as eligible_fen) in place of the printed `amounts` of the bills in these rows.

        `row` are rising row numbers of the bill table; bills without lines keep what is printed.
        """
        place = np.searchsorted(self._row, row)
        known = np.flatnonzero(place < len(self._row))
        known = known[self._row[place[known]] == row[known]]
        amounts[known] = self._amounts[name][place[known]]
