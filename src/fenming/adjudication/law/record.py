"""Records with named fields that both engines read and write alike: NumPy records when compiled, plain objects in Python.

A field is a whole number or nested lists of them; `record.rate[area][level]` and `record.pool_fen = …` mean the same on both.
"""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

Shape = tuple[int, ...]


class Records(list[Any]):
    """Plain records in a list. Like an array of records, it keeps a copy of what is put into a place."""

    def __setitem__(self, place: Any, record: Any) -> None:
        super().__setitem__(place, copied(record))


def copied(record: SimpleNamespace) -> SimpleNamespace:
    """The same values in a record of their own."""
    return SimpleNamespace(**{name: _copied(value) for name, value in vars(record).items()})


def _copied(value: Any) -> Any:
    return [_copied(part) for part in value] if isinstance(value, list) else value


def record_type(fields: Mapping[str, Shape]) -> np.dtype[Any]:
    """The NumPy record of int64 fields with these shapes, () for a single number."""
    return np.dtype([(name, np.int64, shape) for name, shape in fields.items()], align=True)


def filled(shape: Shape, value: int) -> Any:
    """Nested lists of `value`; the value itself for a single number."""
    return [filled(shape[1:], value) for _place in range(shape[0])] if shape else value


def plain(fields: Mapping[str, Shape], values: Mapping[str, Any]) -> SimpleNamespace:
    """A record of Python's own integers, holding the lists it is given; fields without a value are zero."""
    return SimpleNamespace(
        **{name: values[name] if name in values else filled(shape, 0) for name, shape in fields.items()}
    )


def array(fields: Mapping[str, Shape], records: Iterable[Iterable[SimpleNamespace]]) -> Any:
    """Rows of plain records as a two-dimensional array of NumPy records."""
    grid = [list(row) for row in records]
    each = {id(record): record for row in grid for record in row}  # most cares share the record of what is not covered
    frozen = {key: tuple(_frozen(getattr(record, name)) for name in fields) for key, record in each.items()}
    return np.array([[frozen[id(record)] for record in row] for row in grid], dtype=record_type(fields))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
