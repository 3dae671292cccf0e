"""The bills that have fee lines, in the order of the lines: whose rules judge them and what the platform printed on them."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fenming.adjudication.law.codes import Codes, numbers, places
from fenming.adjudication.law.words import SCHEMES
from fenming.adjudication.lines.rules import EPOCH_ORDINAL, LineLaw, dated_line_rules
from fenming.engines.local import literal, parquet, run
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack

PRINTED = ("total_fen", "excluded_fen", "over_limit_fen", "upfront_copay_fen", "eligible_fen")
ROWS = 50_000


def heads_of(bill_ids: str, bills: str) -> str:
    """SQL for one row per bill of the relation `bill_ids`, by bill; `row` is empty where it is not in the relation `bills`.

    The lines of a refund follow the rules of the day on which the refunded bill was settled.
    """
    printed = ", ".join(f"bill.{name}" for name in PRINTED)
    return f"""SELECT bill_id, bill.row, bill.scheme, {printed},
            CAST(coalesce(original.settled_at, bill.settled_at) AS DATE) - DATE '1970-01-01' AS day
        FROM (SELECT DISTINCT bill_id FROM {bill_ids})
        LEFT JOIN {bills} AS bill USING (bill_id)
        LEFT JOIN {bills} AS original ON bill.refund_row >= 0 AND original.row = bill.refund_row
        ORDER BY bill_id"""


def gather(
    connection: duckdb.DuckDBPyConnection, line_paths: Sequence[Path], bill_paths: Sequence[Path], path: Path
) -> None:
    """Write the heads of all bills that have lines."""
    heads = heads_of(parquet(*line_paths), parquet(*bill_paths))
    run(connection, f"COPY ({heads}) TO {literal(path)} (FORMAT parquet, COMPRESSION lz4)")


def gather_one(connection: duckdb.DuckDBPyConnection, bill_id: str, bill_paths: Sequence[Path]) -> None:
    """Make the table `heads` of one bill; only the bill and what it refunds are read in whole."""
    bills, columns = parquet(*bill_paths), ", ".join(("bill_id", "row", "refund_row", "scheme", "settled_at", *PRINTED))
    run(connection, f"CREATE TEMP TABLE bill AS SELECT {columns} FROM {bills} WHERE bill_id = {literal(bill_id)}")
    refunded = "(SELECT refund_row FROM bill WHERE refund_row >= 0)"
    run(connection, f"INSERT INTO bill SELECT {columns} FROM {bills} WHERE row IN {refunded}")
    named = f"(SELECT {literal(bill_id)} AS bill_id)"
    run(connection, f"CREATE TEMP TABLE heads AS {heads_of(named, 'bill')}")


def law_of_heads(connection: duckdb.DuckDBPyConnection, heads: str, pack: Pack) -> LineLaw:
    """The rules for the days and schemes of the relation `heads`."""
    first, last = run(connection, f"SELECT min(day), max(day) FROM {heads}")[0]
    codes = [code for (code,) in run(connection, f"SELECT DISTINCT scheme FROM {heads} WHERE scheme IS NOT NULL")]
    schemes = {pack.codes.get("scheme", {}).get(code, "") for code in codes}
    return dated_line_rules(pack, _day(first or 0), _day(last or 0), schemes)


def _day(days: int) -> date:
    return date.fromordinal(EPOCH_ORDINAL) + timedelta(days=days)


class Heads:
    """The gathered bills in the order of their ids, given out as many at a time as the lines ask for."""

    def __init__(self, path: Path, law: LineLaw, codes: Codes) -> None:
        source = pq.ParquetFile(path)
        self._batches = source.iter_batches(batch_size=ROWS)
        self._held = pa.Table.from_batches([], source.schema_arrow)
        self._law, self._codes = law, codes

    def next_bills(self, bill_ids: pa.Array) -> pa.Table:
        """The heads of these bills, which must be the next ones. Raises BadInput for lines that are not sorted by bill."""
        parts = [self._held]
        while sum(map(len, parts)) < len(bill_ids) and (batch := next(self._batches, None)) is not None:
            parts.append(pa.Table.from_batches([batch]))
        held = pa.concat_tables(parts).combine_chunks()
        self._held = held.slice(len(bill_ids))
        heads = held.slice(0, len(bill_ids))
        if not heads["bill_id"].combine_chunks().equals(bill_ids.cast(pa.string())):
            raise _unsorted()
        return heads

    def rules(self, heads: pa.Table) -> Any:
        """The set of rules for the lines of each bill, NONE where there is none."""
        return rules_of(heads, self._law, self._codes)


def rules_of(heads: pa.Table, law: LineLaw, codes: Codes) -> Any:
    """The set of rules for the lines of each bill, NONE where the bill is not there or nothing covers it."""
    scheme = places(heads["scheme"].combine_chunks(), codes, "scheme", SCHEMES)
    return law.rule(scheme, head_numbers(heads, "day"))


def head_numbers(heads: pa.Table, name: str) -> Any:
    """A whole-number column of heads, 0 where it is empty."""
    return numbers(heads[name].combine_chunks()).astype(np.int64)


def _unsorted() -> BadInput:
    return BadInput(
        "lines.unsorted",
        _("the fee lines do not stand in the order of their bills"),
        _("table fee_line"),
        _("the lines of a bill are summed as they come"),
        _("import the fee lines again"),
    )
