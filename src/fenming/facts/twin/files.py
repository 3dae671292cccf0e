"""Writing what users really have: CSV in two encodings, Parquet of texts, spreadsheets."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

BLOCK = 1 << 24
ROW_GROUP = 100_000


@dataclass(frozen=True, slots=True)
class Look:
    """How one file looks: its encoding or format, and how its headers are spelled."""

    encoding: str = "utf-8"
    is_parquet: bool = False
    is_upper: bool = False
    tabbed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        spelled = dict(self.renamed).get(name, name)
        spelled = spelled.upper() if self.is_upper else spelled
        return f"{spelled}\t" if name in self.tabbed else spelled


def connect() -> duckdb.DuckDBPyConnection:
    """A connection of its own, small and keeping the order of rows."""
    return duckdb.connect(config={"memory_limit": "1GB", "preserve_insertion_order": "true"})


@dataclass(slots=True)
class Writer:
    """Writes tables of Arrow columns under a select list of `header → expression over table t`."""

    folder: Path
    connection: duckdb.DuckDBPyConnection

    def write(self, stem: str, rows: pa.Table, columns: dict[str, str], look: Look | None = None) -> Path:
        """One file named `stem` plus its extension; every value is text."""
        look = look or Look()
        self.connection.register("t", rows)
        selected = ", ".join(
            f'CAST({expression} AS VARCHAR) AS "{look.header(name)}"' for name, expression in columns.items()
        )
        path = self.folder / f"{stem}.{'parquet' if look.is_parquet else 'csv'}"
        if look.is_parquet:
            self._parquet(f"SELECT {selected} FROM t", path)
        else:
            self.connection.execute(
                f"COPY (SELECT {selected} FROM t) TO '{_quoted(path)}' (FORMAT csv, HEADER, DELIMITER ',')"
            )
        self.connection.unregister("t")
        if look.encoding != "utf-8":
            _encode(path, look.encoding)
        return path

    def _parquet(self, query: str, path: Path) -> None:
        """All rows as one chunk first, so that the bytes do not depend on how threads cut them."""
        rows = self.connection.sql(query).to_arrow_table().combine_chunks()
        pq.write_table(rows, path, compression="zstd", row_group_size=ROW_GROUP)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _encode(path: Path, encoding: str) -> None:
    """Rewrite a UTF-8 file in another encoding, block by block."""
    decoder, encoder = codecs.getincrementaldecoder("utf-8")(), codecs.getincrementalencoder(encoding)()
    beside = path.with_suffix(".encoding")
    with path.open("rb") as source, beside.open("wb") as target:
        while block := source.read(BLOCK):
            target.write(encoder.encode(decoder.decode(block)))
    beside.replace(path)


def write_sheet(path: Path, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Path:
    """A spreadsheet of texts, the same bytes every time."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        book.set_properties({"created": datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None), "comments": "synthetic"})
        sheet = book.add_worksheet("synthetic")
        for row, values in enumerate((header, *rows)):
            for column, value in enumerate(values):
                sheet.write_string(row, column, value)
    return path


def write_lines(path: Path, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Path:
    """A small CSV file."""
    path.write_text("".join(",".join(row) + "\n" for row in (header, *rows)), encoding="utf-8", newline="")
    return path
