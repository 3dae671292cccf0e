"""What a canonical table and its columns are made of."""

from dataclasses import dataclass
from typing import Literal

Type = Literal[
    "text", "fen", "micro_yuan", "integer", "years", "hours", "date", "instant", "flag", "person", "ppm", "quantity"
]


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column; only what is named here leaves intake, and `person` values become keyed pseudonyms.

    Whole numbers of a type's unit: `fen`, `micro_yuan` (a millionth of a yuan), `ppm`, `quantity` (1/10,000), `years`
    (completed: an age of 0.5 is 0), `hours` (completed too; days/hours/minutes are read as well). `required` columns must be in the file and filled in every row. Of several `names` in one file the first
    that is filled counts: those of `rather` before the others, and the value `vague` only where no other is filled.
    `adds` names further amounts that the platform keeps apart and Fenming counts in here.
    """

    name: str
    type: Type
    names: tuple[str, ...] = ()
    required: bool = False
    meaning: str = ""
    adds: tuple[str, ...] = ()
    rather: tuple[str, ...] = ()
    vague: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A canonical table: its grain in words, key columns, sort order, and columns."""

    name: str
    grain: str
    key: tuple[str, ...]
    order: tuple[str, ...]
    columns: tuple[Column, ...]
    national: str = ""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
