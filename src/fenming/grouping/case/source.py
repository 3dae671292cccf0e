"""Cases read from files, batch by batch: CSV in UTF-8 or GB18030, XLSX, Parquet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from fenming.facts.intake.source import Source, open_bytes, open_sources
from fenming.grouping.case.names import places_of
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _

ROWS = 1 << 17  # of a batch
_BLOCK = 1 << 23
_SEPARATORS = ",\t;|"


@dataclass(slots=True)
class CaseFile:
    """One file of cases; `rows` and `findings` are complete once all batches were read."""

    path: Path
    rows: int = 0
    ragged: list[str] = field(default_factory=list)

    def batches(self) -> Iterator[pa.Table]:
        """Tables with columns of the canonical table `case` that the file has, as texts. Raises BadInput."""
        for source in open_sources(self.path):
            read = {"csv": _delimited, "parquet": _parquet, "sheet": _sheet}[source.kind]
            for batch in read(source, self.ragged):
                self.rows += batch.num_rows
                yield batch

    def findings(self) -> tuple[Finding, ...]:
        """Rows that are no cases, because they have other cells than the header."""
        if not self.ragged:
            return ()
        return (
            Finding(
                "cases.ragged",
                what=_("{count} rows have more or fewer cells than the header and were not read").format(
                    count=len(self.ragged)
                ),
                where=self.path.name,
                why=_("the first begins: {text}").format(text=self.ragged[0][:60]),
                remedy=_("put texts with separators into quotes and hand them in again"),
                rows=len(self.ragged),
            ),
        )


def read_cases(path: Path) -> pa.Table:
    """All cases of a file in one table."""
    tables = list(CaseFile(path).batches())
    return pa.concat_tables(tables, promote_options="default").combine_chunks()


def _delimited(source: Source, ragged: list[str]) -> Iterator[pa.Table]:
    with open_bytes(source) as raw:
        first = raw.readline() if not source.encoding.startswith("utf-16") else raw.read(1 << 16)
    encoding = "utf-8" if source.encoding == "ascii" else source.encoding
    line = first.decode(encoding, "replace").splitlines()[0].lstrip("\ufeff")
    separator = max(_SEPARATORS, key=line.count)
    header = tuple(cell.strip('"') for cell in line.split(separator))
    places = places_of(header, source.where)
    names = [f"c{place}" for place in range(len(header))]
    wanted = sorted({place for column in places.values() for place in column})

    def note(row: pa.csv.InvalidRow) -> str:
        ragged.append(row.text)
        return "skip"

    is_recoded = encoding.startswith("utf-16") or (encoding == "gb18030" and separator == "|")
    with open_bytes(source) as raw:
        reader = pa.csv.open_csv(
            pa.PythonFile(raw, "r") if source.sheet else pa.OSFile(str(source.path)),
            pa.csv.ReadOptions(
                column_names=names, skip_rows=1, block_size=_BLOCK, encoding=encoding if is_recoded else "utf8"
            ),
            pa.csv.ParseOptions(delimiter=separator, invalid_row_handler=note, newlines_in_values=_has_quotes(source)),
            pa.csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.binary()),
                include_columns=[names[place] for place in wanted],
                strings_can_be_null=False,
                null_values=[],
            ),
        )
        yield from (_chosen(pa.table(batch), names, places) for batch in _told(reader, source))


def _told(reader: pa.csv.CSVStreamingReader, source: Source) -> Iterator[pa.RecordBatch]:
    try:
        yield from reader
    except pa.ArrowInvalid as reason:
        raise BadInput(
            "file.broken",
            what=_("the table cannot be read"),
            where=source.where,
            why=str(reason),
            remedy=_("export it again as CSV"),
        ) from None


def _has_quotes(source: Source) -> bool:
    with open_bytes(source) as raw:
        return b'"' in raw.read(1 << 20)


def _chosen(batch: pa.Table, names: list[str], places: dict[str, list[int]]) -> pa.Table:
    """Columns under their own names; codes in columns beside each other are joined by `|`."""
    columns = {}
    for column, at in places.items():
        cells = [_as_text(batch.column(names[place])) for place in at]
        columns[column] = (
            cells[0]
            if len(cells) == 1
            else pc.binary_join_element_wise(*cells, "|", null_handling="replace", null_replacement="")
        )
    return pa.table(columns)


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    """Texts, also of numbers; bytes that are no UTF-8 are GB18030."""
    cells = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(cells, pa.DictionaryArray):
        cells = cells.dictionary_decode()
    if not pa.types.is_binary(cells.type):
        return cells.cast(pa.string())
    try:
        return cells.cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array([cell.decode("gb18030", "replace") for cell in cells.to_pylist()], pa.string())


def _parquet(source: Source, _ragged: list[str]) -> Iterator[pa.Table]:
    header = source.tops[0]
    places = places_of(header, source.where)
    wanted = sorted({header[place] for column in places.values() for place in column})
    with pq.ParquetFile(source.path) as file:
        for batch in file.iter_batches(ROWS, columns=wanted):
            yield _chosen(pa.table(batch), list(header), places)


def _sheet(source: Source, _ragged: list[str]) -> Iterator[pa.Table]:
    assert source.cells is not None
    header = tuple(cell or "" for cell in source.tops[0])
    places = places_of(header, source.where)
    names = [f"c{place}" for place in range(len(source.cells.column_names))]
    below = source.cells.slice(1)
    for start in range(0, below.num_rows, ROWS):
        yield _chosen(below.slice(start, ROWS), names, places)
