"""Bills joined with what was judged on them, in the order of the files they came in: what every report here reads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fenming.engines.local import literal, run
from fenming.facts.intake.clean import MACROS
from fenming.reports.adjudicated.columns import FUNDS, JUDGED, KNOWN, LAYERS, PRINTED, PRINTED_ELIGIBLE
from fenming.reports.adjudicated.reason import reason_code, reason_words

_SPOKEN_OF = {
    "batch_id",
    "line",
    "row",
    *re.findall(r"[a-z_]+", " ".join(shown.sql for shown in (*KNOWN, *JUDGED, *PRINTED))),
}
_BATCH = 100_000  # rows passed on at a time
_LINES = 250_000  # of a span: what is sorted at a time


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which bills are reported: of one person (pseudonym), settled from a day to a day, both included; None is all."""

    person: int | None = None
    first_day: date | None = None
    last_day: date | None = None

    def condition(self) -> str:
        """SQL over canonical bills."""
        tests = [
            f"person_id = {self.person:d}" if self.person is not None else "",
            f"CAST(settled_at AS DATE) >= DATE '{self.first_day.isoformat()}'" if self.first_day else "",
            f"CAST(settled_at AS DATE) <= DATE '{self.last_day.isoformat()}'" if self.last_day else "",
        ]
        return " AND ".join(filter(None, tests)) or "true"


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """A canonical bill table and the adjudicated table that lies row for row beside it; `files` says what batches are called."""

    bills: Path
    payments: Path
    files: Mapping[str, str]


def teach_labels(connection: duckdb.DuckDBPyConnection) -> None:
    """Let `connection` write a pseudonym as people read it."""
    macro = next(macro for macro in MACROS if macro.startswith("person_label("))
    run(connection, f"CREATE OR REPLACE MACRO {macro}")


def write_judged(
    connection: duckdb.DuckDBPyConnection, source: Adjudicated, folder: Path, chosen: Chosen
) -> tuple[tuple[Path, ...], int]:
    """Write the chosen bills with all columns of the output, money in whole fen; give the files and the number of bills.

    Beside the columns `differs`, and `over_fen` and `under_fen`: what the platform's funds paid too much or too little,
    layer by layer. The files follow the order of the files handed in, each holding a span of lines in no order, so that
    no more than one span is ever sorted, however many bills there are.
    """
    folder.mkdir()
    rows, writers = 0, dict[tuple[int, int], pq.ParquetWriter]()
    try:
        for table in judged_tables(connection, source, chosen):
            rows += table.num_rows
            for span, part in _by_span(table):
                if span not in writers:
                    path = folder / f"{span[0]:06d}-{span[1]:06d}.parquet"
                    writers[span] = pq.ParquetWriter(path, table.schema, compression="lz4")
                writers[span].write_table(part)
    finally:
        for writer in writers.values():
            writer.close()
    return tuple(sorted(folder.iterdir())), rows


def judged_tables(connection: duckdb.DuckDBPyConnection, source: Adjudicated, chosen: Chosen) -> Iterator[pa.Table]:
    """The chosen bills with all columns of the output and `ordinal`, the place of their file; some rows at a time."""
    for both in _side_by_side(source):
        connection.register("beside", both)
        yield connection.sql(_judged(source.files, chosen)).to_arrow_table()
        connection.unregister("beside")


def _side_by_side(source: Adjudicated) -> Iterator[pa.Table]:
    """Bills and their payments as one table. Rows that lie apart are a defect: ArithmeticError."""
    with pq.ParquetFile(source.bills) as bills, pq.ParquetFile(source.payments) as payments:
        named = [name for name in bills.schema_arrow.names if name in _SPOKEN_OF]
        bill_rows = Waiting(bills.iter_batches(_BATCH, columns=named))
        payment_rows = Waiting(payments.iter_batches(_BATCH))
        while count := min(bill_rows.waiting(), payment_rows.waiting()):
            bill, payment = bill_rows.take(count), payment_rows.take(count)
            if not bill["row"].equals(payment["row"]):
                raise ArithmeticError("a bill and its payment lie apart")
            others = [name for name in payment.column_names if name != "row"]
            for name in others:
                bill = bill.append_column(name, payment[name])
            if PRINTED_ELIGIBLE not in named:
                bill = bill.append_column(PRINTED_ELIGIBLE, bill["eligible_fen"])
            yield bill
        if bill_rows.waiting() or payment_rows.waiting():
            raise ArithmeticError("there are not as many payments as bills")


class Waiting:
    """Rows from batches of any length, taken in lengths that suit the taker."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self.batches, self.held = batches, pa.table({})

    def waiting(self) -> int:
        """How many rows can be taken; 0 at the end."""
        while not self.held.num_rows and (batch := next(self.batches, None)) is not None:
            self.held = pa.Table.from_batches([batch])
        return int(self.held.num_rows)

    def take(self, count: int) -> pa.Table:
        taken, self.held = self.held.slice(0, count), self.held.slice(count)
        return taken


def _by_span(table: pa.Table) -> Iterator[tuple[tuple[int, int], pa.Table]]:
    """The rows of each file and span of lines together."""
    if not table.num_rows:
        return
    ordinals, lines = (table[name].to_numpy() for name in ("ordinal", "line"))
    keys = ordinals.astype(np.int64) << 40 | lines // _LINES
    order = np.argsort(keys, kind="stable")
    places = np.flatnonzero(np.diff(keys[order], prepend=-1))
    for first, last in zip(places, [*places[1:], len(order)], strict=True):
        key = int(keys[order[first]])
        yield (key >> 40, key & (1 << 40) - 1), table.take(pa.array(order[first:last]))


def _judged(files: Mapping[str, str], chosen: Chosen) -> str:
    """SQL over `beside` for the columns of the output."""
    known = _listed([(shown.sql, shown.name) for shown in KNOWN if shown.name not in ("file", "line")])
    amounts = _listed([(shown.sql, shown.name) for shown in (*JUDGED, *PRINTED)])
    bare = (
        f"SELECT ordinal, file, line, {known}, {amounts}, reason FROM beside"
        f" JOIN {_file_names(files)} USING (batch_id) WHERE {chosen.condition()}"
    )
    coded = f"SELECT *, {reason_code('bare')} AS code FROM ({bare}) AS bare"
    texts = " ".join(f"WHEN {literal(code)} THEN {literal(words)}" for code, words in reason_words().items())
    return (
        f"SELECT * EXCLUDE (reason, code), code AS reason_code, CASE code {texts} END AS reason,"
        f" {_differs()} AS differs, {_apart(-1)} AS over_fen, {_apart(1)} AS under_fen FROM ({coded})"
    )


def _differs() -> str:
    return " OR ".join(f"coalesce({layer.difference}, 0) <> 0" for layer in LAYERS)


def _apart(sign: int) -> str:
    return " + ".join(f"greatest({sign} * coalesce({layer.difference}, 0), 0)" for layer in FUNDS)


def _listed(pairs: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{sql} AS {name}" for sql, name in pairs)


def _file_names(files: Mapping[str, str]) -> str:
    rows = ", ".join(
        f"({ordinal}, {literal(batch)}, {literal(name)})" for ordinal, (batch, name) in enumerate(files.items())
    )
    return f"(VALUES {rows}) AS files(ordinal, batch_id, file)"
