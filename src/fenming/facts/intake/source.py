"""Files as users have them: delimited text in UTF-8 or GBK, also in a zip, XLSX, Parquet; found out, never asked for."""

import codecs
import csv
import hashlib
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, is_zipfile

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.facts.intake.sheet import sheets
from fenming.kernel.finding import BadInput
from fenming.kernel.language import _

SAMPLE = 1 << 20
TITLE_ROWS = 20
SEPARATORS = (",", "\t", "|", ";")
_NOTHING = b"\0 \t\r\n\xef\xbb\xbf"
_SPREADSHEET = {"[Content_Types].xml", "content.xml"}
_ENCODINGS = ("ascii", "utf-8", "gb18030")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Source:
    """One table-shaped thing in a file. `tops` are its first rows, among which the header is looked for.

    `sheet` names the part of a file that holds several: a sheet, or a text in a zip. `cells` holds the rows of a
    sheet (texts); delimited text and Parquet are read from `path` when staged. `lines` counts
    the line ends of a CSV file. `encoding` is `ascii` when a sample did not tell UTF-8 from GBK.
    """

    path: Path
    sha256: str
    kind: str
    encoding: str
    tops: tuple[tuple[str, ...], ...]
    separator: str = ","
    sheet: str = ""
    lines: int = 0
    cells: pa.Table | None = None

    @property
    def where(self) -> str:
        return f"{self.path.name}#{self.sheet}" if self.sheet else self.path.name

    @property
    def is_synthetic(self) -> bool:
        """Whoever made the data by machine says so in a `twin.json` beside it."""
        return (self.path.parent / "twin.json").exists()


def open_sources(path: Path) -> list[Source]:
    """The table-shaped things in one file: one, one per sheet, or one per text in a zip. Raises BadInput for what is no table."""
    if not path.is_file():
        raise BadInput("file.none", what=_("there is no file {path}").format(path=path), remedy=_("check the name"))
    with path.open("rb") as raw:
        sha256, lines, head = _fingerprint(raw)
    if not head.strip(_NOTHING):
        raise _empty(path.name)
    if texts := texts_in_zip(path, head):
        return [_from_zip(path, sha256, name) for name in texts]
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return [
            Source(path, sha256, "sheet", "", tops, sheet=name, lines=cells.num_rows, cells=cells)
            for name, tops, cells in sheets(path)
        ]
    if head.startswith(b"PAR1"):
        return [_parquet(path, sha256)]
    return [_delimited(path, sha256, lines, head)]


def _fingerprint(raw: IO[bytes]) -> tuple[str, int, bytes]:
    """SHA-256, number of lines and first bytes of what `raw` gives; lines are counted while the block is digested."""
    digest, lines, head, last = hashlib.sha256(), 0, b"", b"\n"
    with ThreadPoolExecutor(1) as beside:
        while block := raw.read(SAMPLE):
            digested = beside.submit(digest.update, block)
            lines += block.count(b"\n")
            head, last = head or block, block
            digested.result()
    return digest.hexdigest(), lines + (not last.endswith(b"\n")), head


def _empty(where: str) -> BadInput:
    return BadInput("file.empty", what=_("the file is empty"), where=where, remedy=_("export it again"))


def texts_in_zip(path: Path, head: bytes) -> list[str]:
    """Names of the files in a zip that is no spreadsheet; none for any other file."""
    if not head.startswith(b"PK\x03\x04") or not is_zipfile(path):
        return []
    with ZipFile(path) as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    return [] if _SPREADSHEET & set(names) else names


def _from_zip(path: Path, sha256: str, name: str) -> Source:
    """One text in a zip. Raises BadInput where it cannot be unpacked or is no text."""
    where = f"{path.name}#{name}"
    try:
        with ZipFile(path) as archive, archive.open(name) as raw:
            _digest, lines, head = _fingerprint(raw)
    except (
        BadZipFile,
        RuntimeError,
        NotImplementedError,
        zlib.error,
    ) as reason:  # damaged, locked, packed in another way
        raise BadInput(
            "file.broken",
            what=_("the file in the zip cannot be unpacked"),
            where=where,
            why=str(reason),
            remedy=_("unpack it yourself and import what was in it"),
        ) from None
    if not head.strip(_NOTHING):
        raise _empty(where)
    return replace(_delimited(path, sha256, lines, head, where), sheet=name)


def _parquet(path: Path, sha256: str) -> Source:
    try:
        with pq.ParquetFile(path) as source:
            names = tuple(source.schema_arrow.names)
    except (pa.ArrowException, OSError) as reason:
        raise BadInput(
            "file.broken",
            what=_("the Parquet file is broken"),
            where=path.name,
            why=str(reason),
            remedy=_("export it again"),
        ) from None
    return Source(path, sha256, "parquet", "", (names,))


def _delimited(path: Path, sha256: str, lines: int, head: bytes, where: str = "") -> Source:
    encoding = _encoding(where or path.name, head)
    text = (
        codecs.getincrementaldecoder("utf-8" if encoding == "ascii" else encoding)("replace")
        .decode(head)
        .lstrip("\ufeff")
    )
    first = text.split("\n")[:TITLE_ROWS]
    separator = max(SEPARATORS, key=lambda mark: max(_clean_cells(line, mark) for line in first))
    tops = tuple(tuple(row) for row in csv.reader((line.rstrip("\r") for line in first), delimiter=separator))
    return Source(path, sha256, "csv", encoding, tops, separator, lines=lines)


def _clean_cells(line: str, separator: str) -> int:
    """How many cells a line has that hold something and, blanks around them apart, no other separator."""
    cells = (cell.strip() for cell in line.split(separator))
    return sum(bool(cell) and not any(mark in cell for mark in SEPARATORS) for cell in cells)


def _encoding(where: str, head: bytes) -> str:
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if b"\0" not in head:
        for name in _ENCODINGS:
            if _is_decodable(head, name):
                return name
    if name := _encoding_of_most(head):
        return name
    raise BadInput(
        "file.encoding",
        what=_("the file is not text that Fenming can read"),
        where=where,
        why=_("it is neither UTF-8 nor GBK, nor a spreadsheet or Parquet file"),
        remedy=_("export it as CSV in UTF-8, as XLSX or as Parquet"),
    )


def _is_decodable(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _encoding_of_most(head: bytes) -> str:
    """The encoding of nearly all lines, where single ones hold bare bytes such as an encrypted code; none where most do."""
    lines = head.split(b"\n")
    texts = [line for line in lines if b"\0" not in line]
    good = {name: sum(_is_decodable(line, name) for line in texts) for name in _ENCODINGS}
    best = max(_ENCODINGS, key=lambda name: good[name])
    return best if _is_decodable(lines[0], best) and 2 * good[best] > len(lines) else ""


@contextmanager
def open_bytes(source: Source) -> Iterator[IO[bytes]]:
    """The bytes of delimited text, unpacked while they are read where it lies in a zip, so that nothing of it lands on disk."""
    if not source.sheet:
        with source.path.open("rb") as raw:
            yield raw
        return
    with ZipFile(source.path) as archive, archive.open(source.sheet) as raw:
        yield raw
