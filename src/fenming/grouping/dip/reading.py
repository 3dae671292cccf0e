"""A county's settlement lists, from files of any kind into one table of texts, dates and whole fen; what cannot be used is set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fenming.engines.local import run
from fenming.facts.intake.source import open_sources
from fenming.grouping.dip.rows import COLUMNS, append_rows, definitions


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read into the table `cases`: rows in the files, those set aside, and a digest that no order of rows changes."""

    rows: int
    set_aside: int
    digest: str
    columns: frozenset[str]
    is_synthetic: bool

    @property
    def good(self) -> int:
        return self.rows - self.set_aside


def load_cases(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> Loaded:
    """Fill the tables `cases` (usable ones) and `set_aside` (the others: line, id, defect) from `paths`.

    Money is whole fen: headers of our own end in `_fen`, all others hold yuan. Raises BadInput for files that are no table of cases.
    """
    run(
        connection, f"CREATE OR REPLACE TABLE handed_in (file VARCHAR, line BIGINT, is_ragged BOOLEAN, {definitions()})"
    )
    known: set[str] = set()
    is_synthetic = False
    for path in paths:
        for source in open_sources(path):
            known |= append_rows(connection, source)
            is_synthetic |= source.is_synthetic
    _judge(connection)
    rows, good = (run(connection, f"SELECT count(*) FROM {name}")[0][0] for name in ("handed_in", "cases"))
    run(connection, "DROP TABLE handed_in")
    return Loaded(rows, rows - good, _digest(connection), frozenset(known), is_synthetic)


_DEFECT = """CASE
    WHEN is_ragged THEN 'row.ragged'
    WHEN case_id = '' THEN 'case.no_id'
    WHEN discharged_on IS NULL THEN 'date.unreadable'
    WHEN total_fen IS NULL THEN 'amount.unreadable'
    WHEN total_fen <= 0 THEN 'amount.not_positive'
    WHEN diagnoses = '' THEN 'diagnosis.missing'
    WHEN NOT regexp_matches(diagnoses, '^[ ]*[A-Za-z][0-9][0-9A-Za-z]') THEN 'diagnosis.invalid'
    WHEN coalesce(contents, 1) > 1 THEN 'case.contradicts'
    WHEN coalesce(place, 1) > 1 THEN 'case.repeated' END"""
_TEXTS = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in COLUMNS)
_MARK = f"md5_number_lower(concat_ws(chr(31), {_TEXTS}))"


def _judge(connection: duckdb.DuckDBPyConnection) -> None:
    """Split what was handed in into usable cases and the rest. Of equal rows with one id one stays, of different ones none."""
    run(
        connection,
        f"""CREATE OR REPLACE TABLE twin AS
        SELECT row, count(DISTINCT mark) OVER (PARTITION BY case_id) AS contents, row_number() OVER (PARTITION BY case_id ORDER BY row) AS place
        FROM (SELECT rowid + 1 AS row, case_id, {_MARK} AS mark FROM handed_in
            WHERE case_id IN (SELECT case_id FROM handed_in GROUP BY case_id HAVING count(*) > 1))""",
    )
    twins = run(connection, "SELECT count(*) FROM twin")[0][0]
    judged = f"""SELECT handed_in.rowid + 1 AS row, handed_in.*, {_DEFECT} AS defect
        FROM handed_in {"LEFT JOIN twin ON row = handed_in.rowid + 1" if twins else "CROSS JOIN (SELECT 1 AS contents, 1 AS place)"}"""
    run(
        connection,
        f"CREATE OR REPLACE TABLE set_aside AS SELECT row, file, line, case_id, defect FROM ({judged}) WHERE defect IS NOT NULL",
    )
    run(
        connection,
        f"CREATE OR REPLACE TABLE cases AS SELECT * EXCLUDE (file, line, is_ragged, defect), year(discharged_on) AS year, {_MARK} AS mark FROM ({judged}) WHERE defect IS NULL",
    )


def _digest(connection: duckdb.DuckDBPyConnection) -> str:
    """A fingerprint of the usable cases that does not depend on their order: the sum of the rows' own fingerprints."""
    total, count = run(connection, "SELECT coalesce(sum(CAST(mark AS HUGEINT)), 0), count(*) FROM cases")[0]
    return f"{int(total):032x}-{count}"
