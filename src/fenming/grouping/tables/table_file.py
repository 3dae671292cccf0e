"""One CSV file of group tables as columns of text, each row still knowing its line."""

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from fenming.grouping.tables.layout import FILES, Layout
from fenming.kernel import Finding
from fenming.kernel.language import _

SHOWN = 20  # mistakes told of one kind before the rest is only counted


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file's rows; a column that the file lacks is blank."""

    path: Path
    rows: pa.Table
    content: bytes
    digest: str

    def column(self, name: str) -> pa.Array:
        """Texts of a column, trimmed."""
        if name not in self.rows.column_names:
            return pa.repeat("", self.rows.num_rows)
        return pc.utf8_trim_whitespace(self.rows.column(name).combine_chunks())

    def where(self, row: int) -> str:
        """`file:line` of a row."""
        reader = _records(self.content)
        filled = (reader.line_num for cells in reader if any(cell.strip() for cell in cells))
        line = next((line for place, line in enumerate(filled) if place == row + 1), row + 2)
        return f"{self.path.name}:{line}"

    def dictionaries(self) -> list[dict[str, str]]:
        """Rows as dictionaries of trimmed texts."""
        names = self.rows.column_names
        columns = [self.column(name).to_pylist() for name in names]
        return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def read_table_file(folder: Path, name: str, findings: list[Finding]) -> TableFile:
    """One file of the layout; what is wrong with it goes to `findings`, and it is then without rows."""
    path, layout = folder / name, FILES[name]
    if not path.is_file():
        if layout.is_needed:
            findings.append(_missing(path, layout))
        return _without_rows(path, layout)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    text = _as_utf8(content)
    if text is None:
        findings.append(_unreadable(path, _("it is neither UTF-8 nor GB18030")))
        return _without_rows(path, layout)
    rows = _parse(path, text, findings)
    if rows is None or not _has_columns(path, rows, layout, findings):
        return _without_rows(path, layout)
    blank = np.ones(rows.num_rows, np.bool_)
    for column in rows.columns:
        blank &= pc.equal(column.combine_chunks(), "").to_numpy(zero_copy_only=False)
    return TableFile(path, rows.filter(pa.array(~blank)) if blank.any() else rows, text, digest)


def _records(text: bytes) -> Any:
    """Records of CSV in UTF-8, whatever its line ends; `line_num` says how far it was read."""
    return csv.reader(io.StringIO(text.decode(), newline=None))


def _without_rows(path: Path, layout: Layout) -> TableFile:
    return TableFile(path, pa.table({name: pa.array([], pa.string()) for name in layout.columns}), b"", "")


def _as_utf8(content: bytes) -> bytes | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    return None


def _parse(path: Path, text: bytes, findings: list[Finding]) -> pa.Table | None:
    ragged: list[str] = []

    def note(row: pa.csv.InvalidRow) -> str:
        ragged.append(row.text)
        return "skip"

    header: list[str] = next(_records(text), [])
    types = pa.csv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False, null_values=[]
    )
    parse = pa.csv.ParseOptions(invalid_row_handler=note, newlines_in_values=b'"' in text)
    try:
        rows = pa.csv.read_csv(pa.BufferReader(text), parse_options=parse, convert_options=types)
    except pa.ArrowInvalid as reason:
        findings.append(_unreadable(path, str(reason)))
        return None
    if ragged:
        told = _ragged(path, text, len(header))
        findings.extend(told or [_unreadable(path, ragged[0][:60])])
        return None
    return rows


def _ragged(path: Path, text: bytes, width: int) -> list[Finding]:
    reader = _records(text)
    wrong = [(reader.line_num, len(cells)) for cells in reader if cells and len(cells) != width]
    return [
        Finding(
            "group_table.ragged",
            what=_("a row has {found} cells, the header has {width}").format(found=found, width=width),
            where=f"{path.name}:{line}",
            remedy=_("give every row the header's columns; a text with a comma stands in quotes"),
        )
        for line, found in wrong[:SHOWN]
    ]


def _has_columns(path: Path, rows: pa.Table, layout: Layout, findings: list[Finding]) -> bool:
    known = (*layout.columns, *layout.may_have)
    missing = [name for name in layout.columns if name not in rows.column_names]
    unknown = [name for name in rows.column_names if name not in known]
    twice = sorted({name for name in rows.column_names if rows.column_names.count(name) > 1})
    for code, names, what, remedy in (
        ("missing_column", missing, _("column '{name}' is missing"), _("add the column")),
        (
            "unknown_column",
            unknown,
            _("column '{name}' is not one of a group table"),
            _("name it as the layout does, or take it out: a condition that is not understood must not be passed over"),
        ),
        ("column_twice", twice, _("column '{name}' stands twice"), _("take one of them out")),
    ):
        findings.extend(
            Finding(
                f"group_table.{code}",
                what=what.format(name=name),
                where=f"{path.name}:1",
                why=_("columns of this file: {names}").format(names=", ".join(known)),
                remedy=remedy,
            )
            for name in names
        )
    return not (missing or unknown or twice)


def _missing(path: Path, layout: Layout) -> Finding:
    return Finding(
        "group_table.missing_file",
        what=_("the file {name} is missing").format(name=path.name),
        where=str(path.parent),
        why=_("its columns are: {names}").format(names=", ".join(layout.columns)),
        remedy=_("add it; docs/grouping.md describes the layout"),
    )


def _unreadable(path: Path, why: str) -> Finding:
    return Finding(
        "group_table.unreadable",
        what=_("the table cannot be read"),
        where=path.name,
        why=why,
        remedy=_("save it as CSV in UTF-8, with commas"),
    )


def repeated(keys: pa.Array) -> npt.NDArray[np.int64]:
    """Places of keys that stood before."""
    codes = keys.dictionary_encode().indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    return np.sort(order[1:][codes[order][1:] == codes[order][:-1]])
