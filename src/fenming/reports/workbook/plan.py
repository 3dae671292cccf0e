"""Which cell each figure stands in: decided for the whole workbook before the first formula is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_rowcol_to_cell

from fenming.kernel import Book, Figure
from fenming.reports.workbook.term import Term


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell: sheet name, column and row from 0 (column first, so that sorted places run down a column)."""

    sheet: str
    column: int
    row: int

    def seen_from(self, sheet: str) -> str:
        """The reference as a formula on `sheet` writes it."""
        cell = xl_rowcol_to_cell(self.row, self.column, row_abs=True, col_abs=True)
        return cell if sheet == self.sheet else f"{quote_sheetname(self.sheet)}!{cell}"


@dataclass
class Plan:
    """The figures of a run and the places and whole numbers given to them; also to steps between figures.

    Steps and parts of structured values stand under the figure's name with their own word in brackets,
    `settlement.team_split[village]`.
    """

    book: Book
    places: dict[str, Place] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)

    def put(self, key: str, place: Place, value: int) -> None:
        """Give `key` its cell. Two cells for one key are a bug: ValueError."""
        if key in self.places:
            raise ValueError(f"{key} has two cells in the workbook")
        self.places[key], self.values[key] = place, value

    def at(self, key: str, sheet: str) -> Term:
        """The cell of `key`, as a formula on `sheet` refers to it, with its value."""
        return Term(self.places[key].seen_from(sheet), self.values[key])

    def unplaced(self) -> Iterator[Figure]:
        """Figures with a whole number that have no cell yet."""
        return (figure for figure in self.book if type(figure.value) is int and figure.name not in self.places)

    def ranges(self, keys: Iterable[str], sheet: str) -> list[str]:
        """Those cells as few references as they make: neighbours in one column become one range."""
        runs: list[list[Place]] = []
        for place in sorted(self.places[key] for key in keys):
            last = runs[-1][-1] if runs else None
            if last and (last.sheet, last.column, last.row + 1) == (place.sheet, place.column, place.row):
                runs[-1].append(place)
            else:
                runs.append([place])
        return [_range(run, sheet) for run in runs]


def _range(run: list[Place], sheet: str) -> str:
    if len(run) == 1:
        return run[0].seen_from(sheet)
    return column_range(run[0], run[-1].row, sheet)


def column_range(first: Place, last_row: int, sheet: str) -> str:
    """The range from `first` down to `last_row`, as a formula on `sheet` writes it."""
    column = xl_col_to_name(first.column, col_abs=True)
    cells = f"{column}${first.row + 1}:{column}${last_row + 1}"
    return cells if sheet == first.sheet else f"{quote_sheetname(first.sheet)}!{cells}"
