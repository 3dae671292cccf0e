"""A county's settlement lists, from files of any kind into one table of texts, dates and whole fen; what cannot be used is set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fenming.engines.local import identifier, literal, run
from fenming.facts.intake.source import Source, open_bytes, open_sources
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


def load_cases(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], temporary: Path) -> Loaded:
    """Fill the tables `cases` (usable ones) and `set_aside` (the others: line, id, defect) from `paths`.

    Money is whole fen: headers of our own end in `_fen`, all others hold yuan. Raises BadInput for files that are no table of cases.
    """
    run(connection, f"CREATE OR REPLACE TABLE handed_in (file VARCHAR, line BIGINT, {_definitions()})")
    known: set[str] = set()
    is_synthetic = False
    for path in paths:
        for source in open_sources(path):
            known |= _append(connection, source, temporary)
            is_synthetic |= source.is_synthetic
    _judge(connection)
    rows, good = (run(connection, f"SELECT count(*) FROM {name}")[0][0] for name in ("handed_in", "cases"))
    run(connection, "DROP TABLE handed_in")
    run(connection, "DROP TABLE judged")
    return Loaded(rows, rows - good, _digest(connection), frozenset(known), is_synthetic)


def _definitions() -> str:
    return ", ".join(f"{name} {kind.sql}" for name, kind in COLUMNS.items())


def _names(column: str) -> tuple[str, ...]:
    """Headers under which a column may stand, the surest first."""
    table = TABLES["case"]
    listed = next((one.names for one in table.columns if one.name == column), ())
    return (column, *listed, *MORE_NAMES.get(column, ()))


def _append(connection: duckdb.DuckDBPyConnection, source: Source, temporary: Path) -> set[str]:
    """Add the rows of one source; the columns it has."""
    header, places = _header(source)
    relation, columns = _relation(connection, source, header, temporary)
    cells = []
    for name, kind in COLUMNS.items():
        place, title = places.get(name, (None, ""))
        cells.append(reader(kind, columns[place], is_fen=title.endswith("_fen")) if place is not None else absent(kind))
    try:
        run(
            connection,
            f"INSERT INTO handed_in SELECT {literal(source.where)}, row_number() OVER () + {header + 1}, {', '.join(cells)} FROM {relation}",
        )
    except duckdb.Error as trouble:
        raise BadInput(
            "file.broken",
            what=_("the rows of the file cannot be read"),
            where=source.where,
            why=str(trouble).splitlines()[0],
            remedy=_("export it again as CSV in UTF-8, as XLSX or as Parquet"),
        ) from None
    return set(places)


def _header(source: Source) -> tuple[int, dict[str, tuple[int, str]]]:
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


def _places(row: Sequence[str]) -> dict[str, tuple[int, str]]:
    titles = {title.strip(" \t\r\n\ufeff\u3000").lower(): place for place, title in reversed(list(enumerate(row)))}
    found = {name: next((one for one in _names(name) if one in titles), None) for name in COLUMNS}
    return {name: (titles[title], title) for name, title in found.items() if title is not None}


def _relation(
    connection: duckdb.DuckDBPyConnection, source: Source, header: int, temporary: Path
) -> tuple[str, list[tuple[str, str]]]:
    """SQL of the source's rows below its header, and its columns: name and type."""
    if source.kind == "parquet":
        relation = f"read_parquet({literal(source.path)})"
    elif source.cells is not None:
        connection.register("sheet_cells", source.cells.slice(header + 1) if header + 1 else source.cells)
        relation = "sheet_cells"
    else:
        width = max(len(row) for row in source.tops)
        names = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
        text = _as_utf8(source, temporary)
        relation = (
            f"read_csv({literal(text)}, columns = {{{names}}}, header = false, skip = {header + 1}, "
            f"delim = {literal(source.separator)}, quote = '\"', escape = '\"', auto_detect = false)"
        )
    described = run(connection, f"DESCRIBE SELECT * FROM {relation}")
    return relation, [(identifier(row[0]), row[1]) for row in described]


def _as_utf8(source: Source, temporary: Path) -> Path:
    """The text itself where it is UTF-8, else a copy that is."""
    if source.encoding == "utf-8" and not source.sheet:
        return source.path
    with open_bytes(source) as raw:
        data = raw.read()
    copy = temporary / f"{source.sha256}.csv"
    for encoding in ("utf-8", "gb18030") if source.encoding == "ascii" else (source.encoding,):
        try:
            copy.write_text(data.decode(encoding), "utf-8", newline="")
        except UnicodeDecodeError:
            continue
        return copy
    copy.write_text(data.decode(source.encoding, "replace"), "utf-8", newline="")
    return copy


_DEFECT = """CASE
    WHEN case_id = '' THEN 'case.no_id'
    WHEN discharged_on IS NULL THEN 'date.unreadable'
    WHEN total_fen IS NULL THEN 'amount.unreadable'
    WHEN total_fen <= 0 THEN 'amount.not_positive'
    WHEN diagnoses = '' THEN 'diagnosis.missing'
    WHEN NOT regexp_matches(diagnoses, '^[ ]*[A-Za-z][0-9][0-9A-Za-z]') THEN 'diagnosis.invalid'
    WHEN twins > 1 AND contents > 1 THEN 'case.contradicts'
    WHEN twin > 1 THEN 'case.repeated' END"""


def _judge(connection: duckdb.DuckDBPyConnection) -> None:
    """Split what was handed in into usable cases and the rest. Of equal rows with one id one stays, of different ones none."""
    texts = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in COLUMNS)
    run(
        connection,
        f"""CREATE OR REPLACE TABLE judged AS
        WITH marked AS (SELECT row_number() OVER () AS row, *, md5_number_lower(concat_ws(chr(31), {texts})) AS mark FROM handed_in),
        counted AS (SELECT case_id, count(*) AS twins, count(DISTINCT mark) AS contents FROM marked GROUP BY case_id HAVING count(*) > 1)
        SELECT marked.*, coalesce(twins, 1) AS twins, coalesce(contents, 1) AS contents,
            CASE WHEN twins > 1 THEN row_number() OVER (PARTITION BY marked.case_id ORDER BY row) ELSE 1 END AS twin
        FROM marked LEFT JOIN counted USING (case_id) ORDER BY row""",
    )
    run(
        connection,
        f"CREATE OR REPLACE TABLE set_aside AS SELECT * FROM (SELECT row, file, line, case_id, {_DEFECT} AS defect FROM judged) WHERE defect IS NOT NULL",
    )
    run(
        connection,
        f"CREATE OR REPLACE TABLE cases AS SELECT * EXCLUDE (twins, contents, twin), year(discharged_on) AS year FROM judged WHERE {_DEFECT} IS NULL",
    )


def _digest(connection: duckdb.DuckDBPyConnection) -> str:
    """A fingerprint of the usable cases that does not depend on their order: the sum of the rows' own fingerprints."""
    total, count = run(connection, "SELECT coalesce(sum(CAST(mark AS HUGEINT)), 0), count(*) FROM cases")[0]
    return f"{int(total):032x}-{count}"
