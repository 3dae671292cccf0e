"""Files as users have them: CSV in UTF-8 or GBK, XLSX, Parquet; found out, never asked for."""

import codecs
import csv
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.facts.intake.sheet import sheets
from fenming.kernel.finding import BadInput
from fenming.kernel.language import _

SAMPLE = 1 << 20
TITLE_ROWS = 20
SEPARATORS = (",", "\t", "|", ";")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Source:
    """One table-shaped thing in a file. `tops` are its first rows, among which the header is looked for.

    `cells` holds the rows of a sheet (texts); CSV and Parquet are read from `path` when staged. `lines` counts
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
    """The table-shaped things in one file: one, or one per sheet. Raises BadInput for what is no table."""
    if not path.is_file():
        raise BadInput("file.none", what=_("there is no file {path}").format(path=path), remedy=_("check the name"))
    sha256, lines, head = _fingerprint(path)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise BadInput("file.empty", what=_("the file is empty"), where=path.name, remedy=_("export it again"))
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return [
            Source(path, sha256, "sheet", "", tops, sheet=name, lines=cells.num_rows, cells=cells)
            for name, tops, cells in sheets(path)
        ]
    if head.startswith(b"PAR1"):
        return [_parquet(path, sha256)]
    return [_delimited(path, sha256, lines, head)]


def _fingerprint(path: Path) -> tuple[str, int, bytes]:
    digest, lines, head, last = hashlib.sha256(), 0, b"", b"\n"
    with path.open("rb") as handle:
        while block := handle.read(SAMPLE):
            digest.update(block)
            lines += block.count(b"\n")
            head, last = head or block, block
    return digest.hexdigest(), lines + (not last.endswith(b"\n")), head


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


def _delimited(path: Path, sha256: str, lines: int, head: bytes) -> Source:
    encoding = _encoding(path, head)
    text = (
        codecs.getincrementaldecoder("utf-8" if encoding == "ascii" else encoding)("replace")
        .decode(head)
        .lstrip("\ufeff")
    )
    first = text.split("\n")[:TITLE_ROWS]
    separator = max(SEPARATORS, key=lambda mark: max(line.count(mark) for line in first))
    tops = tuple(tuple(row) for row in csv.reader((line.rstrip("\r") for line in first), delimiter=separator))
    return Source(path, sha256, "csv", encoding, tops, separator, lines=lines)


def _encoding(path: Path, head: bytes) -> str:
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    for name in ("ascii", "utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(name)().decode(head)
        except UnicodeDecodeError:
            continue
        if b"\0" not in head:
            return name
    raise BadInput(
        "file.encoding",
        what=_("the file is not text that Fenming can read"),
        where=path.name,
        why=_("it is neither UTF-8 nor GBK, nor a spreadsheet or Parquet file"),
        remedy=_("export it as CSV in UTF-8, as XLSX or as Parquet"),
    )


@contextmanager
def readable(source: Source, temporary: Path) -> Iterator[Path]:
    """A path that gives the CSV in UTF-8; GBK is recoded while it is read, through a pipe, so nothing of it lands on disk."""
    if source.encoding in ("ascii", "utf-8"):
        yield source.path
        return
    with TemporaryDirectory(dir=temporary) as folder:
        pipe = Path(folder) / "recoded.csv"
        os.mkfifo(pipe, 0o600)
        thread = Thread(target=_recode, args=(source, pipe), daemon=True)
        thread.start()
        try:
            yield pipe
        finally:
            _release(pipe)
            thread.join()


def _recode(source: Source, pipe: Path) -> None:
    decoder = codecs.getincrementaldecoder(source.encoding)("replace")
    try:
        with source.path.open("rb") as raw, pipe.open("wb") as recoded:
            while block := raw.read(SAMPLE):
                recoded.write(decoder.decode(block).encode())
            recoded.write(decoder.decode(b"", final=True).encode())
    except BrokenPipeError:  # the reader stopped early and says why itself
        return


def _release(pipe: Path) -> None:
    """Let a writer go that still waits for a reader."""
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.close(descriptor)
