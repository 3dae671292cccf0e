"""Cases read from files, batch by batch: CSV in UTF-8 or GB18030, XLSX, Parquet."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fenming.facts.intake.delimited import Block, Layout, Split, blocks, check_nothing_lost, layout, split
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
        for source in _opened(self.path):
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
                what=_("{count} rows are not as the header or are no text, and were not read").format(
                    count=len(self.ragged)
                ),
                where=self.path.name,
                why=_("the first of them: {text}").format(text=self.ragged[0]),
                remedy=_("put texts with separators into quotes and hand them in again"),
                rows=len(self.ragged),
            ),
        )


def read_cases(path: Path) -> pa.Table:
    """All cases of a file in one table."""
    tables = list(CaseFile(path).batches())
    return pa.concat_tables(tables, promote_options="default").combine_chunks()


def _opened(path: Path) -> list[Source]:
    try:
        return open_sources(path)
    except csv.Error as reason:  # a line end that is none, among the first lines
        raise _broken(path.name, str(reason)) from None


def _broken(where: str, why: str) -> BadInput:
    return BadInput(
        "file.broken", what=_("the table cannot be read"), where=where, why=why, remedy=_("export it again as CSV")
    )


def _delimited(source: Source, ragged: list[str]) -> Iterator[pa.Table]:
    line = _first_line(source)
    source = replace(source, separator=max(_SEPARATORS, key=line.count))
    header = tuple(next(csv.reader([line], delimiter=source.separator), []))
    places = places_of(header, source.where)
    whole = layout(source, len(header), [place for column in places.values() for place in column])
    names, records = [f"c{place}" for place in range(len(header))], 0
    for block in blocks(source, 1, _BLOCK):
        found = _split(block, whole, source.where)
        ragged += [f"{source.where}:{records + one.line + 1} {one.found}" for one in found.ragged]
        records += found.records
        yield _chosen(found.cells, names, places)
    check_nothing_lost(source, 1, records)


def _first_line(source: Source) -> str:
    """The header; Raises BadInput for one that no table has."""
    encoding = "utf-8" if source.encoding == "ascii" else source.encoding
    with open_bytes(source) as raw:
        lines = raw.read(1 << 16).decode(encoding, "replace").lstrip("\ufeff").split("\n")
    if "\0" in lines[0]:
        raise _broken(source.where, _("it is neither UTF-8 nor GB18030"))
    return lines[0].rstrip("\r")


def _split(block: Block, whole: Layout, where: str) -> Split:
    """The cells of a block. What is not UTF-8 is recoded before: the splitter tells of odd rows only in UTF-8."""
    if not _is_plain(block.data, whole.encoding):
        data = block.data.to_pybytes().decode(whole.encoding, "replace").encode()
        block, whole = Block(pa.py_buffer(data), block.has_quotes), replace(whole, encoding="utf-8")
    try:
        return split(block, whole)
    except pa.ArrowInvalid as reason:
        raise _broken(where, str(reason)) from None


def _is_plain(data: pa.Buffer, encoding: str) -> bool:
    """Whether bytes are ASCII, or UTF-8 where the file says so."""
    if np.frombuffer(data, np.uint8).max(initial=0) < 128:
        return True
    try:
        return encoding == "utf-8" and bool(pa.array([data.to_pybytes()], pa.binary()).cast(pa.string()))
    except pa.ArrowInvalid:
        return False


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
    """Texts, also of numbers."""
    cells = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(cells, pa.DictionaryArray):
        cells = cells.dictionary_decode()
    return cells.cast(pa.string())


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
