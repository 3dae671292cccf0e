"""Bills joined with what was judged on them, in the order of the files they came in: what every report here reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from fenming.engines.local import literal, parquet, run
from fenming.facts.intake.clean import MACROS
from fenming.reports.adjudicated.columns import FUNDS, JUDGED, KNOWN, LAYERS, PRINTED
from fenming.reports.adjudicated.reason import reason_code, reason_words

_ROWS = 122_880  # of a row group: what a reader holds at a time


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
    connection: duckdb.DuckDBPyConnection, source: Adjudicated, path: Path, chosen: Chosen | None = None
) -> int:
    """Write the chosen bills with all columns of the output, money in whole fen, and give their number.

    Beside them `differs`, and `over_fen` and `under_fen`: what the platform's funds paid too much or too little, layer by
    layer. Rows stand as in the files handed in; the sort overflows to disk.
    """
    rows = joined_rows(source, chosen or Chosen())
    run(
        connection,
        f"COPY (SELECT * FROM ({rows}) ORDER BY ordinal, line) TO {literal(path)}"
        f" (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE {_ROWS})",
    )
    return int(run(connection, f"SELECT count(*) FROM {parquet(path)}")[0][0])


def joined_rows(source: Adjudicated, chosen: Chosen) -> str:
    """SQL for the chosen bills with their payments, in no order."""
    known = _listed([(shown.sql, shown.name) for shown in KNOWN if shown.name not in ("file", "line")])
    amounts = _listed([(shown.sql, shown.name) for shown in (*JUDGED, *PRINTED)])
    both = f"{parquet(source.bills)} AS bill POSITIONAL JOIN {parquet(source.payments)} AS payment"
    bare = (
        f"SELECT ordinal, file, line, {known}, {amounts}, reason FROM (SELECT bill.*, payment.* EXCLUDE (row) FROM {both})"
        f" JOIN {_file_names(source.files)} USING (batch_id) WHERE {chosen.condition()}"
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
