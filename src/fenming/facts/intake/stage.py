"""One file becomes one batch: typed rows in Parquet, each with its line and, where it has one, its defect."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from fenming.engines.local import literal, parquet, run
from fenming.engines.ranges import TableWriter
from fenming.facts.intake.cells import Cells
from fenming.facts.intake.delimited import Ragged, check_nothing_lost
from fenming.facts.intake.mapping import Mapping
from fenming.facts.intake.plain import PlainRows
from fenming.facts.intake.recognise import Match
from fenming.facts.intake.rows import BLOCK_ROWS, read_rows
from fenming.facts.intake.source import Source
from fenming.facts.intake.words import Words

FORMAT = "2"  # of batch files: a batch staged under another format is staged again
_COPY = "(FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 122880)"
_SELDOM_REPEATED = ("bill_id", "visit_id", "line_id", "refund_of")


@dataclass(frozen=True, slots=True)
class Batch:
    """Lineage of one imported file (or sheet). `rows` are all rows in it; `path` is relative to `facts/`."""

    id: str
    file: str
    sheet: str
    sha256: str
    table: str
    encoding: str
    rows: int
    path: str
    defects_path: str
    mapping: str
    is_synthetic: bool

    @property
    def where(self) -> str:
        return f"{self.file}#{self.sheet}" if self.sheet else self.file

    @property
    def content(self) -> tuple[str, str, str]:
        """What was read, whichever way."""
        return self.sha256, self.sheet, self.table

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def batch_id(source: Source, mapping: Mapping, key_fingerprint: str) -> str:
    """Same content, sheet, mapping and key: same batch."""
    parts = (FORMAT, source.sha256, source.sheet, mapping.digest(), key_fingerprint)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def stage(
    connection: duckdb.DuckDBPyConnection, source: Source, match: Match, mapping: Mapping, batch: tuple[str, Path]
) -> Batch:
    """Write the batch file(s) of `source` below the facts folder (`batch` is its id and that folder).

    Raises BadInput where rows would be lost.
    """
    identity, facts = batch
    target = facts / "batches" / f"{identity}.parquet"
    cells = Cells(match, source.tops[match.header_row], mapping.accepted_difference_fen)
    try:
        count, ragged = _write_rows(connection, source, cells, target)
    except _OtherEncoding:
        return stage(connection, replace(source, encoding="gb18030"), match, mapping, batch)
    defects = _write_defects(connection, cells, ragged, target)
    encoding = "utf-8" if source.encoding == "ascii" else source.encoding
    return Batch(
        identity, source.path.name, source.sheet, source.sha256, match.table.name, encoding, count + len(ragged),
        f"batches/{target.name}", f"batches/{defects.name}" if defects else "", mapping.digest()[:12], source.is_synthetic,
    )  # fmt: skip


class _OtherEncoding(Exception):
    """The sample was plain ASCII, yet further down are lines that are not UTF-8: it is GBK after all."""


def _write_rows(
    connection: duckdb.DuckDBPyConnection, source: Source, cells: Cells, target: Path
) -> tuple[int, list[Ragged]]:
    """Write all rows, typed, and give their number and those that could not be split."""
    plain, ragged = PlainRows(cells, Words(connection)), list[Ragged]()
    doubtful = _Doubtful(connection.cursor(), cells, plain.schema)
    codes = [column.name for column in cells.match.table.columns if column.type == "text"]
    with TableWriter(target, plain.schema, [name for name in codes if name not in _SELDOM_REPEATED]) as writer:
        for read in read_rows(connection, source, plain):
            if source.encoding == "ascii" and any(one.code == "row.encoding" for one in read.ragged):
                raise _OtherEncoding
            ragged += read.ragged
            for table in (read.plain, *doubtful.judged(read.doubtful)):
                writer.write(table)
        for table in doubtful.rest():
            writer.write(table)
    if source.kind == "csv":
        check_nothing_lost(source, cells.match.header_row + 1, writer.rows + len(ragged))
    return writer.rows, ragged


@dataclass(slots=True)
class _Doubtful:
    """Rows that may have a defect wait until there are enough of them to be judged together."""

    connection: duckdb.DuckDBPyConnection
    cells: Cells
    schema: pa.Schema
    waiting: list[pa.Table] = field(default_factory=list)

    def judged(self, texts: pa.Table) -> Iterator[pa.Table]:
        """Take some more in; give those that have waited where they are enough."""
        self.waiting += [texts] if texts.num_rows else []
        if sum(table.num_rows for table in self.waiting) >= BLOCK_ROWS:
            yield from self.rest()

    def rest(self) -> Iterator[pa.Table]:
        """Those that have waited, typed as far as they can be, each with its defect."""
        waiting, self.waiting = self.waiting, []
        if texts := pa.concat_tables(waiting) if waiting else None:
            self.connection.register("doubtful", texts)
            yield self.connection.sql(self.cells.select("FROM doubtful")).to_arrow_table().cast(self.schema)
            self.connection.unregister("doubtful")


def _write_defects(
    connection: duckdb.DuckDBPyConnection, cells: Cells, ragged: Sequence[Ragged], target: Path
) -> Path | None:
    """Say what is wrong with each row that failed a check, beside the batch; None where nothing is."""
    staged = parquet(target)
    numbers = [row[0] for row in run(connection, f"SELECT DISTINCT defect FROM {staged} WHERE defect > 0 ORDER BY 1")]
    if not numbers and not ragged:
        return None
    name = f"ragged_{target.stem}"
    fields = (("line", pa.int64()), ("code", pa.string()), ("found", pa.string()))
    words = {column: pa.array([getattr(one, column) for one in ragged], kind) for column, kind in fields}
    connection.register(name, pa.table(words))
    parts = [
        f"SELECT line, code, NULL AS field, found AS value, NULL AS raw FROM {name}",
        *(cells.explain(staged, number) for number in numbers),
    ]
    path = target.with_suffix(".defects.parquet")
    run(connection, f"COPY ({' UNION ALL '.join(parts)}) TO {literal(path)} {_COPY}")
    connection.unregister(name)
    return path
