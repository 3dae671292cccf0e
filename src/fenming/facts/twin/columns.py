"""Whole numbers as Arrow columns that DuckDB prints exactly."""

from typing import Any

import numpy as np
import pyarrow as pa

from fenming.facts.twin.bills import Column
from fenming.facts.twin.draw import Ints


def decimals(numbers: Ints, scale: int = 2) -> pa.Array:
    """`numbers` as decimals with `scale` places, no arithmetic involved: 12345 → 123.45."""
    words = np.empty((len(numbers), 2), dtype=np.int64)
    words[:, 0] = numbers
    words[:, 1] = numbers >> 63
    return pa.Array.from_buffers(pa.decimal128(18, scale), len(numbers), [None, pa.py_buffer(words)])


def words(indices: Column, dictionary: list[str]) -> pa.Array:
    """The dictionary's word at each index; a negative index is null."""
    numbers = np.asarray(indices, dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(numbers, mask=numbers < 0), pa.array(dictionary, pa.string()))


def days(numbers: Column) -> pa.Array:
    """Days since 1970-01-01 as dates."""
    return pa.array(np.asarray(numbers, dtype=np.int32), pa.int32()).cast(pa.date32())


def instants(seconds: Column) -> pa.Array:
    """Seconds since 1970-01-01 as instants without zone."""
    return pa.array(np.asarray(seconds, dtype=np.int64), pa.int64()).cast(pa.timestamp("s"))


def table(columns: dict[str, Any]) -> pa.Table:
    return pa.table(
        {name: value if isinstance(value, pa.Array) else pa.array(value) for name, value in columns.items()}
    )
