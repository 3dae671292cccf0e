"""Figures in a file that gives a few of many at once: an SQLite database, one row a figure."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fenming.kernel.book import Book, dump, figure_of, figure_row
from fenming.kernel.figure import Figure, Grade

CROWD = 8  # inputs: of more parties only those asked for are told by their own figures, the others by their value
END = "\x7f"  # after every character of a name


@dataclass(frozen=True, slots=True)
class FigureFile:
    """The figures of a book, written by `write`, in the order in which they were made."""

    path: Path

    @classmethod
    def write(cls, path: Path, book: Book) -> "FigureFile":
        """Write every figure of `book`; the same book gives the same rows."""
        rows = ((place, one.name, dump(figure_row(one, book.grade(one.name)))) for place, one in enumerate(book))
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("CREATE TABLE figure (name TEXT PRIMARY KEY, place INTEGER, row TEXT) WITHOUT ROWID")
            connection.executemany("INSERT INTO figure (place, name, row) VALUES (?, ?, ?)", rows)
        return cls(path)

    def book(self) -> Book:
        """All figures."""
        with self._open() as connection:
            rows = connection.execute("SELECT name, row FROM figure ORDER BY place")
            return _book((name, json.loads(row)) for name, row in rows)

    def under(self, *prefixes: str, own: str = "") -> Book:
        """The figures whose names begin with one of `prefixes`, and all below them.

        Where a figure collects the values of a crowd, those of the crowd whose names do not begin with `own` are there with
        their value alone.
        """
        with self._open() as connection:
            found: dict[str, tuple[int, dict[str, Any]]] = {}
            wanted = [name for prefix in prefixes for name in _names(connection, prefix)]
            while wanted:
                name = wanted.pop()
                if name not in found:
                    found[name] = _read(connection, name)
                    wanted += _below(found[name][1], own)
        ordered = sorted(found, key=lambda name: found[name][0])
        return _book((name, found[name][1]) for name in ordered)

    def _open(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True))


def _names(connection: sqlite3.Connection, prefix: str) -> list[str]:
    query = "SELECT name FROM figure WHERE name >= ? AND name < ?"
    return [name for (name,) in connection.execute(query, (prefix, prefix + END))]


def _read(connection: sqlite3.Connection, name: str) -> tuple[int, dict[str, Any]]:
    place, row = connection.execute("SELECT place, row FROM figure WHERE name = ?", (name,)).fetchone()
    return place, json.loads(row)


def _is_crowd(row: Mapping[str, Any]) -> bool:
    return isinstance(row["value"], dict) and len(row.get("inputs", ())) > CROWD


def _below(row: Mapping[str, Any], own: str) -> Iterable[str]:
    inputs = row.get("inputs", {}).values()
    read = [name for name in inputs if own and name.startswith(own)] if _is_crowd(row) else inputs
    return (*read, *row.get("basis", ()))


def _book(rows: Iterable[tuple[str, dict[str, Any]]]) -> Book:
    book, known = Book(), dict[str, Figure]()
    for name, row in rows:
        known |= {one.name: one for one in _strangers(row, known)}
        known[name] = book.restore(figure_of(name, row, known), Grade[row["grade"].upper()])
    return book


def _strangers(row: Mapping[str, Any], known: Mapping[str, Figure]) -> Iterator[Figure]:
    """Those of a crowd that were not read: name and value."""
    if _is_crowd(row):
        for party, name in row["inputs"].items():
            if name not in known:
                yield Figure(name, row["value"][party], row["unit"], "table", party, party)
