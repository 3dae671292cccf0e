"""Code lists of the tables as numbers: which lists each code is in."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fenming.grouping.tables.code_book import CodeBook
from fenming.grouping.tables.table_file import SHOWN, TableFile, repeated
from fenming.kernel import Finding
from fenming.kernel.language import _

Numbers = npt.NDArray[np.int64]
DIAGNOSES, PROCEDURES = 0, 1
ListKey = tuple[int, str, str]  # diagnoses or procedures, owner (an ADRG, an MDC, `OR`), number of the list


@dataclass(slots=True)
class CodeLists:
    """All lists. Diagnoses' lists are numbered before procedures'; `ids` finds a list, `pairs` are (list, code)."""

    books: tuple[CodeBook, CodeBook]
    ids: dict[ListKey, int] = field(default_factory=dict)
    pairs: tuple[list[tuple[Numbers, Numbers]], list[tuple[Numbers, Numbers]]] = field(default_factory=lambda: ([], []))
    counts: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, side: int, owners: pa.Array, numbers: pa.Array, codes: pa.Array) -> None:
        """Lists from rows of owner, number of the list, code."""
        keys = pc.binary_join_element_wise(owners, numbers, "\t").dictionary_encode()
        first = self.counts[side]
        for place, key in enumerate(keys.dictionary.to_pylist()):
            owner, number = key.split("\t")
            self.ids[side, owner, number] = first + place
        self.counts[side] += len(keys.dictionary)
        ids = self.books[side].ids_of_keys(pc.utf8_upper(codes))
        self.pairs[side].append((keys.indices.to_numpy().astype(np.int64) + first, ids))

    def add_union(self, side: int, key: tuple[str, str], of: list[int]) -> int:
        """A list of all codes of other lists."""
        codes = [codes[np.isin(lists, of)] for lists, codes in self.pairs[side]]
        merged = np.unique(np.concatenate(codes)) if codes else np.zeros(0, np.int64)
        place = self.counts[side]
        self.ids[side, *key] = place
        self.counts[side] += 1
        self.pairs[side].append((np.full(len(merged), place, np.int64), merged))
        return place

    def by_code(self, side: int) -> tuple[Numbers, Numbers]:
        """For each code where its lists begin, and the lists, numbered over both sides."""
        lists = np.concatenate([one for one, _codes in self.pairs[side]] or [np.zeros(0, np.int64)])
        codes = np.concatenate([one for _lists, one in self.pairs[side]] or [np.zeros(0, np.int64)])
        offset = self.counts[DIAGNOSES] if side == PROCEDURES else 0
        return grouped_by(codes, lists + offset, self.books[side].size)

    def place(self, side: int, owner: str, number: str) -> int | None:
        """The number of a list over both sides, or None where there is no such list."""
        place = self.ids.get((side, owner, number))
        return None if place is None else place + (self.counts[DIAGNOSES] if side == PROCEDURES else 0)


def grouped_by(keys: Numbers, values: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Values sorted by key, and where each key's begin."""
    order = np.argsort(keys, kind="stable")
    firsts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=size), out=firsts[1:])
    return firsts, np.ascontiguousarray(values[order])


def check_rows(file: TableFile, columns: tuple[str, ...], findings: list[Finding]) -> None:
    """Blank cells where none may be."""
    for name in columns:
        blank = np.flatnonzero(pc.equal(file.column(name), "").to_numpy(zero_copy_only=False))
        findings.extend(
            Finding(
                "group_table.blank",
                what=_("column '{name}' is blank").format(name=name),
                where=file.where(int(row)),
                why=_("a row without it belongs to nothing"),
                remedy=_("fill the cell or take the row out"),
            )
            for row in blank[:SHOWN]
        )


def check_owners(file: TableFile, column: str, owners: set[str], findings: list[Finding]) -> None:
    """Rows whose owner (an ADRG, an MDC) the tables do not have."""
    cells = file.column(column)
    unknown = [owner for owner in pc.unique(cells).to_pylist() if owner and owner not in owners]
    for owner in unknown[:SHOWN]:
        rows = np.flatnonzero(pc.equal(cells, owner).to_numpy(zero_copy_only=False))
        findings.append(
            Finding(
                "group_table.dangling",
                what=_("{column} '{name}' is in no table of groups").format(column=column, name=owner),
                where=file.where(int(rows[0])),
                why=_("{count} rows name it, and {file} has no such row").format(
                    count=len(rows), file="mdc.csv" if column == "mdc" else "adrg.csv"
                ),
                remedy=_("add the group, correct the name, or take the rows out"),
                rows=len(rows),
            )
        )


def check_repeats(file: TableFile, key: tuple[str, ...], findings: list[Finding], notes: list[Finding]) -> None:
    """Keys that stand twice: harmless where the rows say the same, else the table contradicts itself."""
    places = repeated(_joined(file, key))
    if not len(places):
        return
    rest = tuple(name for name in file.rows.column_names if name not in {"name", *key})
    same = set(repeated(_joined(file, (*key, *rest))).tolist())
    differing = [int(row) for row in places if int(row) not in same]
    for row in differing[:SHOWN]:
        cells = ", ".join(file.column(name)[row].as_py() for name in key)
        findings.append(
            Finding(
                "group_table.contradiction",
                what=_("{key} stands twice, and the rows differ").format(key=cells),
                where=file.where(row),
                why=_("only one of the two can hold"),
                remedy=_("take one of the rows out"),
            )
        )
    if same:
        notes.append(
            Finding(
                "group_table.repeated",
                what=_("rows that stand twice were counted once"),
                where=file.where(min(same)),
                why=_("they say the same as a row before them"),
                rows=len(same),
            )
        )


def _joined(file: TableFile, names: tuple[str, ...]) -> pa.Array:
    return pc.binary_join_element_wise(*(file.column(name) for name in names), "\t")
