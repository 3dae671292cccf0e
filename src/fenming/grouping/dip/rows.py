"""The rows of one file under our names: the header found, cells read as texts, days and whole fen, nothing lost."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import duckdb
import pyarrow as pa

from fenming.engines.local import identifier, literal, run
from fenming.facts.intake.delimited import blocks, check_nothing_lost, layout, split
from fenming.facts.intake.source import Source
from fenming.facts.table import TABLES
from fenming.grouping.dip.cell import DATE, FEN, TEXT, WHOLE, absent, reader
from fenming.kernel import BadInput
from fenming.kernel.language import _

REQUIRED = ("case_id", "discharged_on", "diagnoses", "total_fen")
COLUMNS = {
    "case_id": TEXT, "person_id": TEXT, "institution_id": TEXT, "consortium_id": TEXT, "scheme": TEXT, "age": WHOLE,
    "is_chronic": WHOLE, "admitted_on": DATE, "discharged_on": DATE, "stay_days": WHOLE, "discharge_way": TEXT,
    "diagnoses": TEXT, "procedures": TEXT, "procedure_fees_fen": TEXT, "procedure_fees": TEXT,
    "total_fen": FEN, "person_fen": FEN, "fund_fen": FEN,
}  # fmt: skip
MORE_NAMES = {
    "case_id": ("setl_id",),
    "total_fen": ("total", "medfee_sumamt"),
    "procedure_fees": ("oprn_fees", "oprn_oprt_fees"),
    "discharged_on": ("dscg_date", "dscg_time", "enddate"),
    "admitted_on": ("adm_date", "adm_time", "begndate"),
    "consortium_id": ("medcons_code",),
}


Places = dict[str, tuple[int, str]]


def definitions() -> str:
    """Names and SQL types of the columns of cases."""
    return ", ".join(f"{name} {kind.sql}" for name, kind in COLUMNS.items())


def append_rows(connection: duckdb.DuckDBPyConnection, source: Source) -> set[str]:
    """Add the rows of one source to `handed_in`; the columns it has. Raises BadInput where rows would be lost."""
    header, places = _header(source)
    if source.kind == "parquet":
        _insert(connection, source, f"read_parquet({literal(source.path)})", (1, places))
    elif source.cells is not None:
        connection.register("file_rows", source.cells.slice(header + 1))
        _insert(connection, source, "file_rows", (header + 2, places))
    else:
        _append_text(connection, source, header, places)
    return set(places)


def _append_text(connection: duckdb.DuckDBPyConnection, source: Source, header: int, places: Places) -> None:
    lines = header + 1
    laid = layout(source, len(source.tops[header]), sorted({place for place, _title in places.values()}))
    before, read = run(connection, "SELECT coalesce(max(rowid), -1) FROM handed_in")[0][0], 0
    for block in blocks(source, lines):
        part = split(block, laid)
        if source.encoding == "ascii" and any(one.code == "row.encoding" for one in part.ragged):
            run(connection, f"DELETE FROM handed_in WHERE rowid > {before}")
            _append_text(connection, replace(source, encoding="gb18030"), header, places)
            return
        connection.register("file_rows", part.cells)
        _insert(connection, source, "file_rows", (lines + read, places), is_numbered=True)
        _insert_ragged(connection, source, [lines + read + one.line for one in part.ragged])
        read += part.records
    check_nothing_lost(source, lines, read)


def _insert(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    relation: str,
    from_: tuple[int, Places],
    *,
    is_numbered: bool = False,
) -> None:
    """Insert `relation`; `from_` are the lines before its first row (or, where rows are not numbered, its first line) and its places."""
    first, places = from_
    described = run(connection, f"DESCRIBE SELECT * FROM {relation}")
    stands = {name: (identifier(name), kind) for name, kind, *_rest in described}
    columns = list(stands) if source.kind == "parquet" else []
    cells = []
    for name, kind in COLUMNS.items():
        place, title = places.get(name, (None, ""))
        column = None if place is None else stands[columns[place] if columns else f"c{place}"]
        cells.append(absent(kind) if column is None else reader(kind, column, is_fen=title.endswith("_fen")))
    line = f"line + {first}" if is_numbered else f"row_number() OVER () + {first - 1}"
    run(
        connection,
        f"INSERT INTO handed_in SELECT {literal(source.where)}, {line}, false, {', '.join(cells)} FROM {relation}",
    )


def _insert_ragged(connection: duckdb.DuckDBPyConnection, source: Source, lines: Sequence[int]) -> None:
    """Rows with more or fewer columns than the header: kept as what they are, to be set aside."""
    if not lines:
        return
    connection.register("ragged_lines", pa.table({"line": pa.array(lines, pa.int64())}))
    cells = ", ".join(absent(kind) for kind in COLUMNS.values())
    run(connection, f"INSERT INTO handed_in SELECT {literal(source.where)}, line, true, {cells} FROM ragged_lines")


def _header(source: Source) -> tuple[int, Places]:
    """The header row and, by our column, its place and title there. Raises BadInput where a required column is missing."""
    tried = [_places(row) for row in source.tops]
    best = max(range(len(tried)), key=lambda row: (len(tried[row]), -row))
    missing = [name for name in REQUIRED if name not in tried[best]]
    if missing:
        raise BadInput(
            "dip.missing_column",
            what=_("columns are missing: {names}").format(names=", ".join(missing)),
            where=source.where,
            why=_("headers found: {found}").format(found=", ".join(source.tops[best])[:400]),
            remedy=_("name them as in the national settlement list or as in docs/dip.md"),
        )
    return best, tried[best]


def _places(row: Sequence[str]) -> Places:
    titles = {title.strip(" \t\r\n\ufeff\u3000").lower(): place for place, title in reversed(list(enumerate(row)))}
    found = {name: next((one for one in _names(name) if one in titles), None) for name in COLUMNS}
    return {name: (titles[title], title) for name, title in found.items() if title is not None}


def _names(column: str) -> Iterator[str]:
    """Headers under which a column may stand, the surest first."""
    yield column
    yield from next((one.names for one in TABLES["case"].columns if one.name == column), ())
    yield from MORE_NAMES.get(column, ())
