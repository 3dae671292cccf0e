"""Delimited text in blocks: whole records of bytes, split into cells; lines that have other columns told apart.

A block ends at a line end outside quotes. In UTF-8 and GB 18030 no other character holds the byte of a line end, a quote
or a separator, so text is cut and split before it is decoded, and only cells that are kept are decoded at all.
"""

import codecs
import csv
import functools
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from fenming.facts.intake.source import Source, open_bytes
from fenming.kernel.finding import BadInput
from fenming.kernel.language import _

BLOCK = 1 << 24
LONGEST_RECORD = 1 << 27
_PART = 1 << 20
_QUOTED = rb'(?<![^,\r\n])"[^"]*+(?:""[^"]*+)*+("?)'  # a cell in quotes, or one that is never closed


@dataclass(frozen=True, slots=True)
class Ragged:
    """A record that cannot be taken: its line, the defect, what was found."""

    line: int
    code: str
    found: str


@dataclass(frozen=True, slots=True)
class Split:
    """One block: `cells` (`line`, then `c3`, `c7`, … as texts), the records that are ragged, how many there are in all.

    Lines count records, from 1 for the first of the block.
    """

    cells: pa.Table
    ragged: tuple[Ragged, ...]
    records: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is split: `width` columns, of which `places` are wanted; bytes are in `encoding`."""

    separator: str
    width: int
    places: tuple[int, ...]
    encoding: str


def layout(source: Source, width: int, places: Sequence[int]) -> Layout:
    """How blocks of `source` are to be split."""
    encoding = "utf-8" if _is_recoded(source) or source.encoding == "ascii" else source.encoding
    return Layout(source.separator, width, tuple(sorted(places)), encoding)


def _is_recoded(source: Source) -> bool:
    """In UTF-16 every second byte could be mistaken for a mark, in GB 18030 half a character for a bar."""
    return source.encoding.startswith("utf-16") or (source.encoding == "gb18030" and source.separator == "|")


@dataclass(frozen=True, slots=True)
class Block:
    """The bytes of whole records, and whether quotes are among them."""

    data: pa.Buffer
    has_quotes: bool


def blocks(source: Source, lines: int, size: int = BLOCK) -> Iterator[Block]:
    """Blocks of whole records, about `size` bytes each, below the first `lines` lines.

    Raises BadInput for a record longer than LONGEST_RECORD.
    """
    held, skipped = b"", 0
    for piece in _pieces(source, size):
        held += piece
        while skipped < lines and (end := held.find(b"\n") + 1):
            held, skipped = held[end:], skipped + 1
        cut = _end_of_records(held, source.separator) if skipped == lines else 0
        if cut:
            yield Block(pa.py_buffer(held).slice(0, cut), b'"' in held)
            held = held[cut:]
        elif len(held) > LONGEST_RECORD:
            raise _not_all(source, 0, _count_strictly(source, lines))
    if held.strip() and skipped == lines:
        yield Block(pa.py_buffer(held), b'"' in held)


def _pieces(source: Source, size: int) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(source.encoding)("replace") if _is_recoded(source) else None
    with open_bytes(source) as raw:
        while piece := raw.read(size):
            yield decoder.decode(piece).encode() if decoder else piece
    if decoder:
        yield decoder.decode(b"", final=True).encode()


def _end_of_records(held: bytes, separator: str) -> int:
    """Just after the last line end that stands outside quotes; 0 where there is none.

    Quotes come in pairs around cells, unless one stands inside a cell that has none around it: then cells are looked
    at one by one.
    """
    end = held.rfind(b"\n") + 1
    if held.find(b'"', 0, end) < 0:
        return end
    around = np.frombuffer(held, np.uint8, end)
    quotes = np.flatnonzero(around == ord('"'))
    if not _are_pairs(around, quotes, separator):
        quotes = _quotes_around_cells(held, separator)
    while end and (before := int(np.searchsorted(quotes, end))) % 2:
        end = held.rfind(b"\n", 0, int(quotes[before - 1])) + 1
    return end


def _are_pairs(around: npt.NDArray[np.uint8], quotes: npt.NDArray[np.int64], separator: str) -> bool:
    """Whether every odd quote opens a cell and every even one closes it, two in a row standing for one inside it."""
    marks = np.zeros(256, np.bool_)
    marks[[ord(separator), ord("\n"), ord("\r"), ord('"')]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    opens = marks[around[opening - 1]] | (opening == 0)
    return bool(opens.all() and marks[around[closing + 1]].all())


def _quotes_around_cells(held: bytes, separator: str) -> npt.NDArray[np.int64]:
    places: list[int] = []
    for cell in re.finditer(_QUOTED.replace(b",", re.escape(separator.encode())), held):
        places += [cell.start(), cell.end() - 1] if cell[1] else [cell.start()]
    return np.array(places, np.int64)


def split(block: Block, layout: Layout) -> Split:
    """The wanted cells of a block as texts; lines with fewer or more columns than the header are told apart."""
    ragged: list[Ragged] = []

    def set_aside(row: pa.csv.InvalidRow) -> str:
        ragged.append(Ragged(row.number, "row.ragged", f"{row.actual_columns} ≠ {row.expected_columns}"))
        return "skip"

    try:
        raw = _cells(block, layout, _PART, set_aside)
    except pa.ArrowInvalid:  # a record that is longer than a part
        ragged.clear()
        raw = _cells(block, layout, block.data.size + 1, set_aside)
    records = raw.num_rows + len(ragged)
    texts, undecoded = _decoded(_numbered(raw, ragged), layout.encoding)
    return Split(texts, tuple(sorted((*ragged, *undecoded), key=lambda one: one.line)), records)


def _cells(block: Block, layout: Layout, part: int, set_aside: Callable[[pa.csv.InvalidRow], str]) -> pa.Table:
    """The wanted cells as bytes, split `part` by `part`: the splitter reserves for every column what its part holds in all."""
    names = [f"c{place}" for place in range(layout.width)]
    raw = pa.csv.read_csv(
        pa.BufferReader(block.data),
        read_options=pa.csv.ReadOptions(use_threads=False, column_names=names, block_size=part),
        parse_options=pa.csv.ParseOptions(
            delimiter=layout.separator, newlines_in_values=block.has_quotes, invalid_row_handler=set_aside
        ),
        convert_options=pa.csv.ConvertOptions(
            check_utf8=False,
            column_types=dict.fromkeys(names, pa.binary()),
            include_columns=[f"c{place}" for place in layout.places],
            strings_can_be_null=False,
        ),
    )
    return raw.combine_chunks()


def _numbered(raw: pa.Table, ragged: Sequence[Ragged]) -> pa.Table:
    gone = {one.line for one in ragged}
    numbers = (number for number in count(1) if number not in gone)
    kept = [number for number, _row in zip(numbers, range(raw.num_rows), strict=False)] if gone else None
    return raw.add_column(0, "line", pa.array(kept if kept is not None else range(1, raw.num_rows + 1), pa.int64()))


def _decoded(raw: pa.Table, encoding: str) -> tuple[pa.Table, list[Ragged]]:
    """Bytes as texts. In UTF-8, rows that are not are told apart; in GB 18030 what cannot be read becomes �."""
    names = raw.column_names[1:]
    try:
        texts = [_text(raw.column(name), encoding) for name in names]
    except pa.ArrowInvalid:
        good = functools.reduce(pc.and_, (_is_text(raw.column(name)) for name in names))
        bad = raw.column("line").filter(pc.invert(good)).to_pylist()
        texts, _none = _decoded(raw.filter(good).combine_chunks(), encoding)
        return texts, [Ragged(number, "row.encoding", encoding) for number in bad]
    return pa.table([raw.column("line"), *texts], raw.column_names), []


def _text(column: pa.ChunkedArray, encoding: str) -> pa.Array:
    """A column as text. Raises ArrowInvalid where a cell is not UTF-8 though it should be."""
    cells = _whole(column)
    data = cells.buffers()[2]
    if data is None or np.frombuffer(data, np.uint8).max(initial=0) < 128:
        return cells.view(pa.string())
    if encoding == "utf-8":
        return cells.cast(pa.string())
    distinct = cells.dictionary_encode()
    words = [word.decode(encoding, "replace") for word in distinct.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(distinct.indices)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.array([], column.type)])


def _is_text(column: pa.ChunkedArray) -> pa.Array:
    """Where the bytes of a column are UTF-8."""
    distinct = _whole(column).dictionary_encode()
    good = [word.decode("utf-8", "ignore").encode() == word for word in distinct.dictionary.to_pylist()]
    return pa.array(good, pa.bool_()).take(distinct.indices)


def check_nothing_lost(source: Source, lines: int, records: int) -> None:
    """Records read must be lines in the file or, where cells hold line ends, what strict reading finds. Raises BadInput."""
    if records == source.lines - lines:
        return
    found = _count_strictly(source, lines)
    if found != records:
        raise _not_all(source, records, found)


def _count_strictly(source: Source, lines: int) -> int:
    """Records below the first `lines` lines; every quote must open and close a cell."""
    encoding = {"ascii": "utf-8", "utf-8": "utf-8-sig"}.get(source.encoding, source.encoding)
    with open_bytes(source) as raw, io.TextIOWrapper(raw, encoding, "replace", newline="") as text:
        for _line in range(lines):
            text.readline()
        reader = csv.reader(text, delimiter=source.separator, strict=True)
        records = begun = 0
        try:
            for record in reader:
                records += bool(record)
                begun = reader.line_num
        except csv.Error:
            raise _lost(source, lines + begun + 1) from None
        return records


def _lost(source: Source, line: int) -> BadInput:
    return BadInput(
        "rows.lost",
        what=_("a quote opened in line {line} is not closed where its cell ends").format(line=line),
        where=source.where,
        why=_("the lines after it would be lost"),
        remedy=_("close or double the quote, or export the file again"),
    )


def _not_all(source: Source, count: int, records: int) -> BadInput:
    return BadInput(
        "rows.lost",
        what=_("{count} of {records} rows could be read").format(count=count, records=records),
        where=source.where,
        why=_("quotes or line ends in the file are not closed"),
        remedy=_("export the file again, with every cell that holds a quote or a line end in quotes"),
    )
