"""One file becomes one batch: typed rows in Parquet, each with its line and, where it has one, its defect."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from fenming.engines.local import identifier, literal, parquet, run
from fenming.facts.intake.cells import Cells
from fenming.facts.intake.clean import WORDS_FOR_NOTHING
from fenming.facts.intake.mapping import Mapping
from fenming.facts.intake.recognise import Match
from fenming.facts.intake.source import Source, readable
from fenming.kernel.finding import BadInput
from fenming.kernel.language import _

FORMAT = "2"  # of batch files: a batch staged under another format is staged again
_COPY = "(FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 122880)"


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
    target.parent.mkdir(parents=True, exist_ok=True)
    text_of = "plain_text_of" if source.kind == "csv" else "text_of"
    cells = Cells(match, source.tops[match.header_row], mapping.accepted_difference_fen, text_of)
    with _rows(connection, source, match, identity) as rows:
        run(connection, f"COPY ({cells.select(rows)}) TO {literal(target)} {_COPY}")
    ragged = _ragged(connection, identity) if source.kind == "csv" else []
    if _is_other_encoding(source, ragged):
        return stage(connection, _recoded(source), match, mapping, batch)
    if ragged:
        _renumber(connection, ragged, target)
    defects = _write_defects(connection, cells, ragged, target)
    count = _count(connection, target) + len(ragged)
    _check_nothing_lost(source, match, count, [line for line, _code, kind in ragged if "unquoted" in kind])
    return Batch(
        identity, source.path.name, source.sheet, source.sha256, match.table.name, _encoding_word(source), count,
        f"batches/{target.name}", f"batches/{defects.name}" if defects else "", mapping.digest()[:12], source.is_synthetic,
    )  # fmt: skip


@contextmanager
def _rows(connection: duckdb.DuckDBPyConnection, source: Source, match: Match, identity: str) -> Iterator[str]:
    """SQL for the rows below the header: `line`, `c0`, `c1`, … as texts."""
    first = match.header_row + 1
    if source.kind == "csv":
        with readable(source, Path(run(connection, "SELECT current_setting('temp_directory')")[0][0])) as path:
            yield f"SELECT row_number() OVER () + {first} AS line, * FROM {_read_csv(path, source, match, identity)}"
    elif source.kind == "parquet":
        names = ", ".join(
            f"CAST({identifier(name)} AS VARCHAR) AS c{place}" for place, name in enumerate(source.tops[0])
        )
        yield f"SELECT file_row_number + 1 AS line, {names} FROM read_parquet({literal(source.path)}, file_row_number = true)"
    else:
        cells = source.cells
        assert cells is not None
        numbered = cells.append_column("line", pa.array(range(1, cells.num_rows + 1), pa.int64())).slice(first)
        connection.register(f"sheet_{identity}", numbered)
        filled = ", ".join(cells.column_names)
        yield f"SELECT * FROM sheet_{identity} WHERE coalesce({filled}) IS NOT NULL"
        connection.unregister(f"sheet_{identity}")


def _read_csv(path: Path, source: Source, match: Match, identity: str) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(match.width))
    nothing = ", ".join(literal(word) for word in WORDS_FOR_NOTHING)
    return (
        f"read_csv({literal(path)}, auto_detect = false, header = false, skip = {match.header_row + 1}, columns = {{{columns}}},"
        f" delim = {literal(source.separator)}, quote = '\"', escape = '\"', nullstr = [{nothing}], ignore_errors = true, store_rejects = true,"
        f" rejects_table = 'ragged_{identity}', rejects_scan = 'scan_{identity}', max_line_size = 4194304)"
    )


def _ragged(connection: duckdb.DuckDBPyConnection, identity: str) -> list[tuple[int, str, str]]:
    """Lines that could not be split into the header's columns: line, code, what DuckDB found."""
    found = run(connection, f"SELECT line, min(error_type) FROM ragged_{identity} GROUP BY line ORDER BY line")
    run(connection, f"DROP TABLE ragged_{identity}")
    run(connection, f"DROP TABLE scan_{identity}")
    return [(line, "row.encoding" if "ENCODING" in kind else "row.ragged", kind.lower()) for line, kind in found]


def _is_other_encoding(source: Source, ragged: list[tuple[int, str, str]]) -> bool:
    """The sample was plain ASCII, yet lines further down are not UTF-8: it is GBK after all."""
    return source.encoding == "ascii" and any(code == "row.encoding" for _line, code, _kind in ragged)


def _recoded(source: Source) -> Source:
    return replace(source, encoding="gb18030")


def _encoding_word(source: Source) -> str:
    return "utf-8" if source.encoding == "ascii" else source.encoding


def _renumber(connection: duckdb.DuckDBPyConnection, ragged: Sequence[tuple[int, str, str]], target: Path) -> None:
    """Number the rows as they stand in the file: the n-th line left out moves every row from there on by one more."""
    starts = pa.array([line - before for before, (line, _code, _kind) in enumerate(ragged)], pa.int64())
    name = f"shift_{target.stem}"
    connection.register(name, pa.table({"start": starts, "shift": pa.array(range(1, len(ragged) + 1), pa.int64())}))
    moved = target.with_name(target.name + ".moved")
    run(
        connection,
        f"COPY (SELECT rows.* REPLACE (rows.line + coalesce(shifts.shift, 0) AS line) FROM {parquet(target)} AS rows ASOF LEFT JOIN"
        f" (SELECT start, max(shift) AS shift FROM {name} GROUP BY start) AS shifts ON rows.line >= shifts.start) TO {literal(moved)} {_COPY}",
    )
    connection.unregister(name)
    moved.replace(target)


def _write_defects(
    connection: duckdb.DuckDBPyConnection, cells: Cells, ragged: Sequence[tuple[int, str, str]], target: Path
) -> Path | None:
    """Say what is wrong with each row that failed a check, beside the batch; None where nothing is."""
    staged = parquet(target)
    numbers = [row[0] for row in run(connection, f"SELECT DISTINCT defect FROM {staged} WHERE defect > 0 ORDER BY 1")]
    if not numbers and not ragged:
        return None
    name = f"ragged_{target.stem}"
    lines, codes, kinds = zip(*ragged, strict=True) if ragged else ((), (), ())
    connection.register(
        name,
        pa.table(
            {
                "line": pa.array(lines, pa.int64()),
                "code": pa.array(codes, pa.string()),
                "value": pa.array(kinds, pa.string()),
            }
        ),
    )
    parts = [
        f"SELECT line, code, NULL AS field, value, NULL AS raw FROM {name}",
        *(cells.explain(staged, number) for number in numbers),
    ]
    path = target.with_suffix(".defects.parquet")
    run(connection, f"COPY ({' UNION ALL '.join(parts)}) TO {literal(path)} {_COPY}")
    connection.unregister(name)
    return path


def _count(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    return int(run(connection, f"SELECT count(*) FROM {parquet(path)}")[0][0])


def _check_nothing_lost(source: Source, match: Match, count: int, quotes: Sequence[int]) -> None:
    """Rows staged must be rows in the file, counted another way: by line ends, or record by record where those differ."""
    if source.kind != "csv" or count == source.lines - match.header_row - 1:
        return
    if quotes:  # a quote that is never closed swallows the lines after it
        raise BadInput(
            "rows.lost",
            what=_("a quote opened in line {line} is not closed where its cell ends").format(line=quotes[0]),
            where=source.where,
            why=_("the lines after it would be lost"),
            remedy=_("close or double the quote, or export the file again"),
        )
    records = _count_records(source) - match.header_row - 1
    if count != records:
        raise BadInput(
            "rows.lost",
            what=_("{count} of {records} rows could be read").format(count=count, records=records),
            where=source.where,
            why=_("quotes or line ends in the file are not closed"),
            remedy=_("export the file again, with every cell that holds a quote or a line end in quotes"),
        )


def _count_records(source: Source) -> int:
    encoding = {"ascii": "utf-8", "utf-8": "utf-8-sig"}.get(source.encoding, source.encoding)
    with source.path.open(encoding=encoding, errors="replace", newline="") as handle:
        return sum(1 for record in csv.reader(handle, delimiter=source.separator) if record)
