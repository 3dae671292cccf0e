"""Facts of a case as least and most: what is missing or unreadable may be anything, never a guess."""

import re
import unicodedata
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fenming.grouping.engine.rules import MOST

Numbers = npt.NDArray[np.int64]
MISSING = -1
YEAR_DAYS, LEAP_YEAR_DAYS = 365, 366
AGE_MAX, WEIGHT_MIN, WEIGHT_MAX = 150, 200, 20_000
_NUMBER = re.compile(r"(\d{1,7})(?:\.(\d+))?(?:周?岁|天|日|G|克|小时|H)?")
_DURATION = re.compile(r"(\d{1,4})[/:](\d{1,4})(?:[/:](\d{1,4}))?")
_SEX = {"1": 1, "男": 1, "男性": 1, "M": 1, "MALE": 1, "2": 2, "女": 2, "女性": 2, "F": 2, "FEMALE": 2}
_NOTHING = {"", "-", "--", "—", "无", "NULL", "NONE", "NAN", "/"}


def by_distinct(column: pa.Array, read: Callable[[str], int]) -> Numbers:
    """`read` of every text, asked once for each distinct one; -1 where it is null."""
    coded = column.dictionary_encode()
    answers = np.array([*(read(plain(text)) for text in coded.dictionary.to_pylist()), MISSING], np.int64)
    places = pc.fill_null(coded.indices.cast(pa.int64()), len(answers) - 1)
    found: Numbers = answers[places.to_numpy()]
    return found


def plain(text: str) -> str:
    """A cell without blanks, in capitals, full-width signs made plain."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def read_number(text: str) -> int:
    """A whole number, whose fraction is dropped, or -1."""
    found = _NUMBER.fullmatch(text)
    return int(found.group(1)) if found else MISSING


def read_sex(text: str) -> int:
    """1 male, 2 female, -1 neither said."""
    return _SEX.get(text.removesuffix(".0"), MISSING)


def read_age(text: str) -> int:
    """Completed years; an age of 0.5 is 0."""
    years = read_number(text)
    return years if years <= AGE_MAX else MISSING


def read_weight(text: str) -> int:
    """Grams of a newborn; a nought, or what no newborn weighs, is not known."""
    grams = read_number(text)
    return grams if WEIGHT_MIN <= grams <= WEIGHT_MAX else MISSING


def read_hours(text: str) -> int:
    """Whole hours; `days/hours/minutes` as the settlement list writes them."""
    found = _DURATION.fullmatch(text)
    if not found:
        return read_number(text)
    days, hours, _minutes = (int(part or 0) for part in found.groups())
    return days * 24 + hours


def said_nothing(text: str) -> int:
    """1 where a cell is blank or a dash."""
    return int(text in _NOTHING)


def texts(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column of any type as texts."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(column, pa.DictionaryArray):
        column = column.dictionary_decode()
    return column if column.type == pa.string() else column.cast(pa.string())


def bounds(values: Numbers) -> tuple[Numbers, Numbers]:
    """Least and most of what is known, or anything."""
    is_missing = values == MISSING
    return np.where(is_missing, 0, values), np.where(is_missing, MOST, values)


def bounds_of_age(years: Numbers, days: Numbers) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers], Numbers]:
    """Bounds of the age in years and in days, and where the two contradict each other.

    Days are given under one year only; a nought beside completed years fills a blank cell and says nothing.
    """
    has_years, has_days = years != MISSING, days != MISSING
    has_days = has_days & ~((days == 0) & (years > 0))
    near = np.abs(days // YEAR_DAYS - years) <= (days >= YEAR_DAYS)
    contradicts = has_years & has_days & ~near
    year_least = np.where(has_years, years, np.where(has_days, days // LEAP_YEAR_DAYS, 0))
    year_most = np.where(has_years, years, np.where(has_days, days // YEAR_DAYS, MOST))
    day_least = np.where(has_days, days, np.where(has_years, years * YEAR_DAYS, 0))
    day_most = np.where(has_days, days, np.where(has_years, (years + 1) * LEAP_YEAR_DAYS, MOST))
    year_least = np.where(contradicts, np.minimum(years, days // LEAP_YEAR_DAYS), year_least)
    year_most = np.where(contradicts, np.maximum(years, days // YEAR_DAYS), year_most)
    day_least = np.where(contradicts, np.minimum(days, years * YEAR_DAYS), day_least)
    day_most = np.where(contradicts, np.maximum(days, (years + 1) * LEAP_YEAR_DAYS), day_most)
    return (year_least, year_most), (day_least, day_most), contradicts.astype(np.int64)
