"""Codes of bills in Fenming's words, as the pack reads them, and flags and amounts that a bill may leave empty."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fenming.policy.codes import word_of

Codes = Mapping[str, Mapping[str, str]]


def places(column: Any, codes: Codes, section: str, words: Sequence[str]) -> Any:
    """For each bill the place in `words` of the word its code stands for; 0 where there is none."""
    if not isinstance(column, pa.DictionaryArray):
        column = column.dictionary_encode()
    known = [place_of(code, codes, section, words) for code in column.dictionary.to_pylist()]
    indices = pc.fill_null(column.indices, len(known)) if column.null_count else column.indices
    return np.array([*known, 0], np.int64)[indices.to_numpy()]


def place_of(code: str | None, codes: Codes, section: str, words: Sequence[str]) -> int:
    """The place in `words` of the word that `code` stands for, 0 if none."""
    word = word_of(codes, section, code) if code else None
    return words.index(word) if word in words else 0


def numbers(column: Any, empty: int = 0) -> Any:
    """A whole-number, date or flag column as int64, `empty` where there is none."""
    if pa.types.is_date32(column.type):
        column = column.view(pa.int32())
    if column.null_count:
        column = pc.fill_null(
            column, pa.scalar(empty).cast(column.type) if not pa.types.is_boolean(column.type) else False
        )
    return column.to_numpy(zero_copy_only=False)
