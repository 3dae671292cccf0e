"""A canonical table of cases as the engine's arrays."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fenming.grouping.case.fact import (
    MISSING,
    bounds,
    bounds_of_age,
    by_distinct,
    read_age,
    read_hours,
    read_number,
    read_sex,
    read_weight,
    said_nothing,
    texts,
)
from fenming.grouping.engine.rules import (
    ADMISSION_WEIGHT,
    AGE,
    AGE_DAYS,
    BIRTH_WEIGHT,
    MISSING_WORD,
    NUMBERS,
    OTHER_WORD,
    SEX,
    WORDS,
    Cases,
)
from fenming.grouping.tables.code_book import CodeBook
from fenming.grouping.tables.condition import plain_word
from fenming.grouping.tables.group_tables import GroupTables

Numbers = npt.NDArray[np.int64]
_READERS = {
    "sex": read_sex,
    "age": read_age,
    "age_days": read_number,
    "birth_weight_g": read_weight,
    "admission_weight_g": read_weight,
    "stay_days": read_number,
    "icu_hours": read_hours,
    "ventilation_hours": read_hours,
}
_SEPARATORS = r"[,;，；、\s]+"
_JOINED = r"[^,;，；、\s][,;，；、\s]+[^,;，；、\s]"


@dataclass(frozen=True, slots=True)
class Codes:
    """All codes of all cases one after another: where each case's begin, their numbers, and how they were written."""

    firsts: Numbers
    ids: Numbers
    written: pa.DictionaryArray


@dataclass(frozen=True, slots=True)
class Encoded:
    """Cases for the engine, with the codes as they were written."""

    cases: Cases
    diagnoses: Codes
    procedures: Codes
    count: int


def encode_cases(table: pa.Table, tables: GroupTables, *, ignores_unknown: bool = False) -> Encoded:
    """The cases of a table with columns of the canonical table `case`; a column that is not there is not known.

    `ignores_unknown` passes over further diagnoses and procedures that are no codes, instead of doubting the group.
    """
    count = table.num_rows
    diagnoses = read_codes(_column(table, "diagnoses"), tables.diagnoses, ignores_unknown)
    procedures = read_codes(_column(table, "procedures"), tables.procedures, ignores_unknown)
    least, most, contradicts = _facts(table, tables, count)
    cases = Cases(
        diagnoses.firsts,
        diagnoses.ids,
        procedures.firsts,
        procedures.ids,
        least,
        most,
        _words(table, tables, count),
        contradicts,
    )
    return Encoded(cases, diagnoses, procedures, count)


def _column(table: pa.Table, name: str) -> pa.Array:
    return texts(table.column(name)) if name in table.column_names else pa.nulls(table.num_rows, pa.string())


def read_codes(column: pa.Array, book: CodeBook, ignores_unknown: bool) -> Codes:
    """Codes joined by `|`; what is no code and holds another separator is taken apart there."""
    split = pc.split_pattern(pc.fill_null(column, ""), "|")
    written = split.flatten().dictionary_encode()
    apart = _apart(written.dictionary, book)
    if apart is not None:
        items = apart.take(written.indices)
        joined = pc.binary_join(pa.ListArray.from_arrays(split.offsets, items), "|")
        split = pc.split_pattern(joined, "|")
        written = split.flatten().dictionary_encode()
    ids = book.ids(written.dictionary, ignores_unknown=ignores_unknown)
    firsts = split.offsets.to_numpy().astype(np.int64)
    return Codes(firsts - firsts[:1], ids[written.indices.to_numpy()], written)


def _apart(items: pa.Array, book: CodeBook) -> pa.Array | None:
    """The items with `|` for other separators in those that are no code by themselves; None where there are none such."""
    trimmed = pc.utf8_trim_whitespace(items)
    places = np.flatnonzero(pc.match_substring_regex(trimmed, _JOINED).to_numpy(zero_copy_only=False))
    if not len(places):
        return None
    chosen = trimmed.take(pa.array(places))
    is_code = pa.array(book.ids(chosen) >= 0)
    said = pc.if_else(is_code, chosen, pc.replace_substring_regex(chosen, _SEPARATORS, "|"))
    mask = np.zeros(len(items), np.bool_)
    mask[places] = True
    return pc.replace_with_mask(items, pa.array(mask), said)


def _facts(table: pa.Table, tables: GroupTables, count: int) -> tuple[Numbers, Numbers, Numbers]:
    """Least and most of every fact, a row of facts a case; and whose age contradicts itself."""
    least, most = (np.zeros((count, len(NUMBERS)), np.int64) for _ in range(2))
    values = [_values(table, tables, name) for name in NUMBERS]
    for place in (SEX, BIRTH_WEIGHT, ADMISSION_WEIGHT, *range(ADMISSION_WEIGHT + 1, len(NUMBERS))):
        least[:, place], most[:, place] = bounds(values[place])
    years, days, contradicts = bounds_of_age(values[AGE], values[AGE_DAYS])
    least[:, AGE], most[:, AGE] = years
    least[:, AGE_DAYS], most[:, AGE_DAYS] = days
    return least.ravel(), most.ravel(), contradicts


def _values(table: pa.Table, tables: GroupTables, name: str) -> Numbers:
    column = _column(table, name)
    values = by_distinct(column, _READERS[name])
    if name in tables.version.blank_means_none:
        is_blank = (by_distinct(column, said_nothing) == 1) | column.is_null().to_numpy(zero_copy_only=False)
        return np.where(is_blank, 0, values)
    return values


def _words(table: pa.Table, tables: GroupTables, count: int) -> Numbers:
    """Numbers of the discharge way and the department: -1 not known, -2 in no condition."""
    words = np.full((count, len(WORDS)), MISSING_WORD, np.int64)
    for place, name in enumerate(WORDS):
        known = tables.words[place]
        if known:
            words[:, place] = by_distinct(_column(table, name), _word_reader(name, known))
    return words.ravel()


def _word_reader(name: str, known: dict[str, int]) -> Callable[[str], int]:
    def read(text: str) -> int:
        if said_nothing(text):
            return MISSING
        return known.get(plain_word(name, text), OTHER_WORD)

    return read
