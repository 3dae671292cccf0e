"""Rows whose cells can all be read and whose amounts agree, column by column at once; all others are left to say why.

Nothing is decided here that `cells` and `clean` do not decide: a cell is read directly only where its bytes leave no
choice, every other distinct text goes through the same SQL macros, and a row that is not beyond doubt is handed back.
"""

import functools
from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fenming.facts.column import Column
from fenming.facts.intake.cells import MAY_BE_UNKNOWN, Cells, reader
from fenming.facts.intake.clean import BLANKS, DECIMALS, WORDS_FOR_NOTHING
from fenming.facts.intake.identity import Identity, OneSign
from fenming.facts.intake.words import Words

ARROW = {
    "text": pa.string(), "fen": pa.int64(), "micro_yuan": pa.int64(), "integer": pa.int64(), "years": pa.int64(), "hours": pa.int64(), "ppm": pa.int64(),
    "quantity": pa.int64(), "person": pa.int64(), "flag": pa.bool_(), "date": pa.date32(), "instant": pa.timestamp("us"),
}  # fmt: skip
_EXACT = {kind: pa.decimal64(*DECIMALS[kind]) for kind in ("fen", "micro_yuan", "quantity", "integer")}
_ASCII_BLANKS = [blank.encode() for blank in BLANKS if blank.isascii()]
_BEYOND_PLAIN = (b"e", b"E", b"+")  # what Arrow reads in numbers and the macros do not read alike
_PLAIN_NUMBER = r"^-?[0-9]{1,10}([.][0-9]{0,%d})?$"
_PLAIN_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
_INSTANT_LENGTH = 19
_NOTHING = pa.array(sorted({word.lower() for word in WORDS_FOR_NOTHING}), pa.string())


class PlainRows:
    """Reads tables of texts (`line`, `c0`, `c3`, …) as one match says."""

    def __init__(self, cells: Cells, words: Words) -> None:
        self.cells = cells
        self.words = words
        self.columns = cells.match.table.columns

    @property
    def schema(self) -> pa.Schema:
        """Of the rows read: canonical columns, what is looked at once, then `line`, `defect`, `note`, `raw`."""
        fields = [pa.field(column.name, ARROW[column.type]) for column in self.columns]
        fields += [pa.field(name, kind) for name, kind in _LOOKED_AT_ONCE.get(self.cells.match.table.name, ())]
        last = {"line": pa.int64(), "defect": pa.int16(), "note": pa.string(), "raw": pa.string()}
        return pa.schema(fields + [pa.field(name, kind) for name, kind in last.items()])

    def read(self, texts: pa.Table) -> tuple[pa.Table, pa.Table]:
        """The rows that are beyond doubt, typed, and the others as `Cells.select` wants them."""
        if not texts.num_rows:
            return self.schema.empty_table(), texts
        block = _Block(self, texts)
        typed = block.typed()
        is_doubtful = block.is_doubtful(typed)
        typed |= block.looked_at_once()
        nothing = {name: pa.nulls(texts.num_rows, pa.string()) for name in ("note", "raw")}
        typed |= {"line": texts.column("line"), "defect": _repeated(0, pa.int16(), texts.num_rows), **nothing}
        rows = pa.table([typed[name] for name in self.schema.names], self.schema)
        if not is_doubtful.true_count:
            return rows, block.texts.slice(0, 0)
        return rows.filter(pc.invert(is_doubtful)), block.told(pc.indices_nonzero(is_doubtful))


_LOOKED_AT_ONCE = {
    "person": (("person_check", pa.int64()),),
    "bill": (("is_valid", pa.bool_()), ("is_refunded", pa.bool_())),
}


class _Block:
    """One table of texts on its way; each cell is trimmed once and read once for each type."""

    def __init__(self, rows: PlainRows, texts: pa.Table) -> None:
        self.cells, self.match, self.columns, self.words = rows.cells, rows.cells.match, rows.columns, rows.words
        self.identities = rows.cells.identities
        self.size = texts.num_rows
        self.texts = texts
        self.alike: dict[int, pa.Array] = {}  # columns whose cells are all the same, and that cell
        self.text = functools.cache(self._text)
        self.cell = functools.cache(self._cell)

    def _text(self, place: int) -> pa.Array:
        cells = _whole(self.texts.column(f"c{place}"))
        data = _bytes(cells)
        if not _is_repeated(cells, data):
            return _filled(cells, data)
        self.alike[place] = _filled(one := cells.take(pa.array([0])), _bytes(one))
        return pa.repeat(self.alike[place][0], self.size)

    def _cell(self, kind: str, place: int) -> pa.Array:
        text = self.text(place)
        if place in self.alike:
            return pa.repeat(self._read(kind, self.alike[place])[0], self.size)
        return self._read(kind, text)

    def _read(self, kind: str, text: pa.Array) -> pa.Array:
        if kind == "text":
            return text
        if kind in _EXACT:
            return _number(kind, text, self.words)
        if kind == "instant":
            return _instant(text, self.words)
        return self.words.read(reader(kind), text, ARROW[kind])

    def typed(self) -> dict[str, pa.Array]:
        """The columns as the file gives them, optional money that it does not give as nothing paid."""
        typed = {column.name: self._value(column) for column in self.columns}
        bound = {name for identity in self.identities for name in identity.given}
        for column in self.columns:
            if column.type == "fen" and not column.required and column.name not in (*MAY_BE_UNKNOWN, *bound):
                typed[column.name] = typed[column.name].fill_null(0)
        for identity in self.identities:
            given = _any(typed[name].is_valid() for name in identity.given) if identity.given else None
            for name in identity.given:
                typed[name] = pc.if_else(given, typed[name].fill_null(0), typed[name])
        return typed

    def _value(self, column: Column) -> pa.Array:
        found = [self.cell(column.type, place) for place in self.match.sources[column.name]]
        if (fixed := self.match.fixed.get(column.name)) is not None:
            found.append(pa.repeat(self._read(column.type, pa.array([fixed], pa.string()))[0], self.size))
        if column.vague:
            found = [pc.if_else(pc.equal(cells, column.vague), None, cells) for cells in found] + found
        value = _first(found) if found else pa.nulls(self.size, ARROW[column.type])
        for place in self.match.adds[column.name]:
            value = pc.add(value.fill_null(0), self.cell(column.type, place).fill_null(0))
        return value

    def is_doubtful(self, typed: dict[str, pa.Array]) -> pa.Array:
        """Where a cell cannot be read, a required one is empty or amounts do not agree to the fen."""
        doubts = [_repeated(False, pa.bool_(), self.size)]
        for column in self.columns:
            if column.type != "text":
                doubts += [
                    pc.and_(self.text(place).is_valid(), self.cell(column.type, place).is_null())
                    for place in self.match.sources[column.name] + self.match.adds[column.name]
                ]
            if column.required:
                doubts.append(typed[column.name].is_null())
        doubts += [_is_broken(identity, typed) for identity in self.identities]
        return _any(doubts)

    def told(self, rows: pa.Array) -> pa.Table:
        """Some rows with all that was read of them: cells as they stood, trimmed, and by type."""
        columns = {name: self.texts.column(name) for name in self.texts.column_names}
        columns |= {f"t{place}": self.text(place) for place in self.cells.places}
        columns |= {f"{kind}_{place}": self.cell(kind, place) for kind, place in self.cells.readings}
        return pa.table({name: column.take(rows) for name, column in columns.items()})

    def looked_at_once(self) -> dict[str, pa.Array]:
        """What is kept for settling only: the person's second pseudonym, the platform's marks on a bill."""
        if self.match.table.name == "person":
            found = [
                self.words.read("person_check_of", self.text(place), pa.int64())
                for place in self.match.sources["person_id"]
            ]
            return {"person_check": _first(found)}
        if self.match.table.name != "bill":
            return {}
        marks = (("is_valid", "vali_flag", True), ("is_refunded", "refd_setl_flag", False))
        return {
            name: self.cell("flag", self.match.marks[mark]).fill_null(usual)
            if mark in self.match.marks
            else _repeated(usual, pa.bool_(), self.size)
            for name, mark, usual in marks
        }


def _is_broken(identity: Identity, typed: dict[str, pa.Array]) -> pa.Array:
    whole, parts = typed[identity.whole], [typed[name] for name in identity.parts]
    if isinstance(identity, OneSign):
        over, under = pc.greater(pc.max_element_wise(*parts), 0), pc.less(pc.min_element_wise(*parts), 0)
        broken = pc.if_else(pc.less(whole, 0), over, under)
    else:
        broken = pc.not_equal(whole, functools.reduce(pc.add, parts))
    return broken.fill_null(False)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _is_repeated(cells: pa.Array, data: bytes) -> bool:
    """Whether all cells hold the same bytes, which is common and seen at a glance."""
    if cells.null_count or not len(cells):
        return False
    first = cells[0].as_buffer().to_pybytes()
    if len(data) != len(first) * len(cells) or data != first * len(cells):
        return False
    ends = np.frombuffer(cells.buffers()[1], np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return bool((np.diff(ends) == len(first)).all())


def _repeated(value: object, kind: pa.DataType, size: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), size)


def _any(tests: Iterable[pa.Array]) -> pa.Array:
    return functools.reduce(pc.or_, tests)


def _first(found: list[pa.Array]) -> pa.Array:
    """Row by row, the first that is filled."""
    return found[0] if len(found) == 1 or not found[0].null_count else pc.coalesce(*found)


def _bytes(text: pa.Array) -> bytes:
    data = text.buffers()[2]
    return data.to_pybytes() if data is not None else b""


def _filled(cells: pa.Array, data: bytes) -> pa.Array:
    """Cells, whose bytes are `data`, without blanks around them; null where nothing is left, or a word for nothing."""
    text = cells
    if not data.isascii():
        text = pc.utf8_trim(cells, BLANKS)
    elif any(blank in data for blank in _ASCII_BLANKS):
        text = pc.ascii_trim(cells, BLANKS.encode("ascii", "ignore").decode())
    is_nothing = pc.equal(pc.binary_length(text), 0)
    if b"n" in data or b"N" in data:
        is_nothing = pc.or_(is_nothing, pc.is_in(pc.ascii_lower(text), _NOTHING))
    if text.null_count:
        return pc.if_else(is_nothing, None, text)
    if not is_nothing.true_count:
        return text
    return pa.Array.from_buffers(text.type, len(text), [pc.invert(is_nothing).buffers()[1], *text.buffers()[1:]])


def _number(kind: str, text: pa.Array, words: Words) -> pa.Array:
    """Whole numbers of the kind's unit."""
    exact = _EXACT[kind]
    data = _bytes(text)
    if not any(mark in data for mark in _BEYOND_PLAIN):
        try:
            return _units(text, exact)
        except pa.ArrowInvalid:  # which ones, is found below
            pass
    is_plain = pc.match_substring_regex(text, _PLAIN_NUMBER % exact.scale)
    return _joined(text, is_plain, lambda plain: _units(plain, exact), f"{kind}_of", words)


def _units(text: pa.Array, exact: pa.DataType) -> pa.Array:
    """Decimals as the whole numbers that they are made of."""
    decimals = text.cast(exact)
    return pa.Array.from_buffers(pa.int64(), len(decimals), decimals.buffers(), decimals.null_count, decimals.offset)


def _instant(text: pa.Array, words: Words) -> pa.Array:
    lengths = pc.min_max(pc.binary_length(text)).as_py()
    if set(lengths.values()) == {_INSTANT_LENGTH}:
        try:
            return _moments(text)
        except pa.ArrowInvalid:  # which ones, is found below
            pass
    has_day = words.read("date_of", pc.utf8_slice_codeunits(text, 0, 10), pa.date32()).is_valid()
    is_plain = pc.and_(pc.match_substring_regex(text, _PLAIN_INSTANT), has_day)
    return _joined(text, is_plain, _moments, "instant_of", words)


def _moments(text: pa.Array) -> pa.Array:
    return text.cast(pa.timestamp("s")).cast(ARROW["instant"])


def _joined(
    text: pa.Array, is_plain: pa.Array, direct: Callable[[pa.Array], pa.Array], macro: str, words: Words
) -> pa.Array:
    """Plain texts read directly, the others by `macro`."""
    is_other = pc.invert(is_plain.fill_null(True))
    read = direct(pc.if_else(is_other, None, text))
    if not is_other.true_count:
        return read
    return pc.replace_with_mask(read, is_other, words.read(macro, text.filter(is_other), read.type))
