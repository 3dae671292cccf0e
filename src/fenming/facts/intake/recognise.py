"""Which table is this? The headers tell; where they do not, the user is told what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fenming.facts.column import Column, Table
from fenming.facts.intake.mapping import Mapping
from fenming.facts.intake.source import Source
from fenming.facts.table import TABLES
from fenming.kernel.finding import BadInput
from fenming.kernel.language import _

# Money and shares have a scale: a header that is Fenming's own name could mean fen, so it is not guessed.
_SCALED = ("fen", "micro_yuan", "ppm", "quantity")


@dataclass(frozen=True, slots=True)
class Match:
    """How a file's columns fill a table: `sources` and `adds` give places in the header, by our column."""

    table: Table
    header_row: int
    width: int
    sources: dict[str, tuple[int, ...]]
    adds: dict[str, tuple[int, ...]]
    marks: dict[str, int]
    missing: tuple[Column, ...]
    fixed: dict[str, str] = field(default_factory=dict)

    @property
    def required(self) -> int:
        """How many required columns the file has: the measure of how well it fits."""
        return sum(column.required for column in self.table.columns) - len(self.missing)


MARKS = {"bill": ("vali_flag", "refd_setl_flag")}


def recognise(source: Source, mapping: Mapping | None = None) -> Match:
    """The one table whose required columns the source has. Raises BadInput when none or two fit."""
    mapping = mapping if mapping is not None and _applies(mapping, source) else Mapping()
    tables = [TABLES[mapping.table]] if mapping.table else list(TABLES.values())
    matches = [_match(table, row, source.tops[row], mapping) for row in range(len(source.tops)) for table in tables]
    complete = [match for match in matches if not match.missing]
    if not complete:
        raise _unrecognised(source, max(matches, key=_nearness))
    best = max(match.required for match in complete)
    winners = [match for match in complete if match.required == best]
    if len({match.table.name for match in winners}) > 1:
        raise BadInput(
            "file.ambiguous",
            what=_("the file could be more than one table"),
            where=source.where,
            why=", ".join(match.table.name for match in winners),
            remedy=_("say which with a mapping file: table: NAME"),
        )
    return winners[0]


def _applies(mapping: Mapping, source: Source) -> bool:
    found = {header(cell) for row in source.tops for cell in row}
    return set(mapping.columns) <= found


def header(cell: str) -> str:
    """A header as compared: without blanks, TAB or byte-order mark around it, in lower case."""
    return cell.strip(" \t\r\n\ufeff\u3000").lower()


def _match(table: Table, row: int, cells: Sequence[str], mapping: Mapping) -> Match:
    places: dict[str, list[int]] = {}
    mapped: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        name = header(cell)
        if name in mapping.columns:
            mapped.setdefault(mapping.columns[name], []).append(place)
        else:
            places.setdefault(name, []).append(place)
    sources = {column.name: tuple(mapped.get(column.name, [])) + _found(column, places) for column in table.columns}
    adds = {
        column.name: tuple(place for name in column.adds for place in places.get(name, [])[:1])
        for column in table.columns
    }
    marks = {name: places[name][0] for name in MARKS.get(table.name, ()) if name in places}
    fixed = {
        name: value for name, value in mapping.fixed.items() if any(column.name == name for column in table.columns)
    }
    missing = tuple(
        column for column in table.columns if column.required and not sources[column.name] and column.name not in fixed
    )
    return Match(table, row, len(cells), sources, adds, marks, missing, fixed)


def _found(column: Column, places: dict[str, list[int]]) -> tuple[int, ...]:
    own = () if column.type in _SCALED else (column.name,)
    names = dict.fromkeys((*column.rather, *column.names, *own))
    return tuple(place for name in names for place in places.get(name, []))


def _nearness(match: Match) -> tuple[bool, int, int]:
    """Of tables that have half of what they need: the one that knows most of the file's columns."""
    required = sum(column.required for column in match.table.columns)
    known = sum(bool(places) for places in match.sources.values())
    return 2 * match.required >= required, known, 1000 * match.required // required


def _unrecognised(source: Source, nearest: Match) -> BadInput:
    found = ", ".join(cell.strip() for cell in source.tops[nearest.header_row] if cell.strip())
    if 2 * nearest.required < sum(column.required for column in nearest.table.columns):
        return BadInput(
            "file.unknown",
            what=_("this is no table that Fenming knows"),
            where=source.where,
            why=_("headers found: {found}").format(found=found[:400]),
            remedy=_("export it with the national field names, or give a mapping file with --mapping"),
        )
    names = ", ".join(_told(column) for column in nearest.missing)
    return BadInput(
        "file.missing_column",
        what=_("required columns are missing: {names}").format(names=names),
        where=_("{where}, read as {table}").format(where=source.where, table=nearest.table.name),
        why=_("headers found: {found}").format(found=found[:400]),
        remedy=_("export these columns too, or name yours for them in a mapping file"),
    )


def _told(column: Column) -> str:
    """A column as its user may know it: by the national name and, where there is one, the Chinese heading."""
    headings = [name for name in column.names[1:] if not name.isascii()][:1]
    return " ".join([*(column.names[:1] or (column.name,)), *headings])
