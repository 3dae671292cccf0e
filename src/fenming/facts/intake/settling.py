"""The ground of settling facts: staged rows of all batches, and the rows set aside so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from fenming.engines.local import literal, parquet, run
from fenming.facts.column import Column, Table
from fenming.facts.intake.care_words import spoken
from fenming.facts.intake.cells import TYPES
from fenming.facts.intake.stage import Batch
from fenming.facts.table import TABLES
from fenming.kernel.finding import Finding

# The money a row touches: its total or, where that cannot be read, the largest of its parts that can.
_MONEY = {
    "bill": "coalesce(abs(total_fen), greatest(abs(eligible_fen), abs(platform_fund_fen), abs(platform_person_fen)))",
    "case": "abs(total_fen)",
    "fund_statement": "abs(coalesce(amount_fen, amount_ten_thousand_fen))",
    "fee_line": "coalesce(abs(total_fen), greatest(abs(eligible_fen), abs(excluded_fen)))",
    "contract": "abs(person_fee_fen)",
    "fiscal_grant": "abs(coalesce(paid_fen, due_fen))",
}


@dataclass(frozen=True, slots=True)
class Check:
    """SQL that holds for a row that `fails`, the field to blame, and SQL for the value to show."""

    code: str
    fails: str
    field: str = ""
    value: str = "NULL"


@dataclass(slots=True)
class Settling:
    """One table on its way from batches to its canonical file.

    SQL names: `staged` all rows that could be typed, `good` those not set aside, `rejected` those set aside
    (ordinal, line, code, field, value, fen, raw). `known` gives the canonical files of tables settled before;
    `residents` is SQL for the units that the staged insured register and mergers name, which are settled after the units. Where registers are
    not needed, persons and institutions that no register holds are taken as the bills name them.
    """

    connection: duckdb.DuckDBPyConnection
    table: Table
    batches: Sequence[Batch]
    facts: Path
    known: dict[str, Path]
    region: str = ""
    residents: str = ""
    needs_registers: bool = True
    findings: list[Finding] = field(default_factory=list)

    def begin(self) -> None:
        """Define the views and set aside what staging already found wrong."""
        staged = " UNION ALL BY NAME ".join(  # batches staged before a column was known lack it
            [f"FROM {_no_rows(self.table)}"]
            + [
                f"SELECT *, {ordinal} AS ordinal FROM {parquet(self.facts / batch.path)}"
                for ordinal, batch in enumerate(self.batches)
            ]
        )
        money = f"coalesce({_MONEY[self.table.name]}, 0)" if self.table.name in _MONEY else "0"
        read = ", ".join(f"{value} AS {name}" for name, value in spoken(self.table.name).items())
        everything = f"* REPLACE ({read})" if read else "*"
        run(
            self.connection,
            f"CREATE OR REPLACE TEMP VIEW staged AS SELECT {everything}, {money} AS touched_fen FROM ({staged})",
        )
        defects = " UNION ALL ".join(
            f"SELECT {ordinal} AS ordinal, * FROM {parquet(self.facts / batch.defects_path)}"
            for ordinal, batch in enumerate(self.batches)
            if batch.defects_path
        )
        run(
            self.connection,
            "CREATE OR REPLACE TEMP TABLE rejected"
            "(ordinal INTEGER, line BIGINT, code VARCHAR, field VARCHAR, value VARCHAR, fen BIGINT, raw VARCHAR)",
        )
        if defects:
            run(
                self.connection,
                "INSERT INTO rejected SELECT ordinal, line, defects.code, field, value, coalesce(touched_fen, 0), defects.raw"
                f" FROM ({defects}) AS defects LEFT JOIN (FROM staged WHERE defect > 0) USING (ordinal, line)",
            )
        run(
            self.connection,
            "CREATE OR REPLACE TEMP VIEW good AS SELECT * FROM staged WHERE defect = 0"
            " AND NOT EXISTS (FROM rejected WHERE rejected.ordinal = staged.ordinal AND rejected.line = staged.line)",
        )

    def reject(self, *checks: Check, relation: str = "FROM good") -> None:
        """Set aside the rows of `relation` (all columns of `good` and more), each for the first check that it fails.

        How such a row stood is told at the end, by `restore`, so that checks read no column that they do not ask for.
        """
        numbered = list(enumerate(checks, 1))
        number = f"CASE {' '.join(f'WHEN {check.fails} THEN {place}' for place, check in numbered)} ELSE 0 END"
        code, field_name, value = (
            f"CASE number {' '.join(f'WHEN {place} THEN {text}' for place, text in enumerate(texts, 1))} END"
            for texts in (
                [literal(check.code) for check in checks],
                [literal(check.field) for check in checks],
                [f"CAST({check.value} AS VARCHAR)" for check in checks],
            )
        )
        run(
            self.connection,
            f"INSERT INTO rejected SELECT ordinal, line, {code}, {field_name}, {value}, touched_fen, NULL"
            f" FROM (SELECT *, {number} AS number FROM ({relation})) WHERE number > 0",
        )

    def restore(self) -> None:
        """Give every row that was set aside here as it stood."""
        bare = "SELECT ordinal, line FROM rejected WHERE raw IS NULL"
        run(
            self.connection,
            f"CREATE OR REPLACE TEMP TABLE restored AS SELECT ordinal, line, CAST({self.rebuilt_row()} AS VARCHAR) AS row"
            f" FROM staged SEMI JOIN ({bare}) USING (ordinal, line);"
            " UPDATE rejected SET raw = restored.row FROM restored"
            " WHERE raw IS NULL AND rejected.ordinal = restored.ordinal AND rejected.line = restored.line",
        )

    def empty_columns(self) -> frozenset[str]:
        """Columns of the table that hold nothing in any batch, as the files' own counts say."""
        names = {column.name for column in self.table.columns}
        for batch in self.batches:
            names -= _filled_columns(pq.read_metadata(self.facts / batch.path))
        return frozenset(names)

    def rebuilt_row(self) -> str:
        """The row in national names and yuan, person numbers as labels: ready to be corrected and imported again."""
        cells: dict[str, str] = {}
        for column in self.table.columns:
            cells.setdefault((column.names or (column.name,))[0], _as_written(column, self._written_apart(column)))
        return "to_json(struct_pack(" + ", ".join(f'"{name}" := {cell}' for name, cell in cells.items()) + "))"

    def _written_apart(self, column: Column) -> str:
        """SQL for the amount less those of its parts that have a column, and so a place in the row, of their own."""
        apart = [other.name for other in self.table.columns if other.names[:1] and other.names[0] in column.adds]
        return " - ".join((column.name, *(f"coalesce({name}, 0)" for name in apart)))

    def scan(self, table: str) -> str:
        """SQL for a table settled before; an empty one where nothing was imported for it."""
        if table in self.known:
            return parquet(self.known[table])
        return _no_rows(TABLES[table])


def _filled_columns(file: pq.FileMetaData) -> set[str]:
    """Names of the columns that hold something, or may."""
    groups = [file.row_group(place) for place in range(file.num_row_groups)]
    chunks = [group.column(place) for group in groups for place in range(group.num_columns)]
    return {one.path_in_schema for one in chunks if not one.statistics or one.statistics.null_count != one.num_values}


def _no_rows(table: Table) -> str:
    nothing = ", ".join(f"CAST(NULL AS {TYPES[column.type]}) AS {column.name}" for column in table.columns)
    return f"(SELECT {nothing} WHERE false)"


_SCALES = {"fen": "0.01", "micro_yuan": "0.000001", "ppm": "0.000001", "quantity": "0.0001"}


def _as_written(column: Column, value: str) -> str:
    if column.type == "person":
        return f"person_label({column.name})"
    if column.type in _SCALES:
        return f"CAST(CAST({value} AS DECIMAL(18, 0)) * {_SCALES[column.type]} AS VARCHAR)"
    if column.type == "flag":
        return f"CASE {column.name} WHEN true THEN '1' WHEN false THEN '0' END"
    return f"CAST({column.name} AS VARCHAR)"
