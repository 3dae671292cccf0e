"""How many chronic diseases a person was registered for on a day."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import pyarrow as pa

from fenming.engines.persons import EVERYONE, Persons, batches

DAYS = 1 << 21  # more days than any date has, so that person and day make one key
FOREVER = DAYS - 1
ROWS = 1 << 17
COLUMNS = ("person_id", "disease_id", "began_on", "ended_on")


class Registrations:
    """The `chronic` table as sorted keys: a registration counts from `began_on` through `ended_on`, open if that is empty."""

    def __init__(self, persons: Any, began: Any, ended: Any) -> None:
        """Parallel int64 arrays, one entry per person, disease and period, those of a disease apart from each other.

        Days since 1970-01-01, `ended` FOREVER if open.
        """
        self._persons, index = np.unique(np.asarray(persons, np.int64), return_inverse=True)
        self._began = np.sort(index * DAYS + began)
        self._ended = np.sort(index * DAYS + ended)

    @classmethod
    def read(cls, paths: Sequence[Path], persons: Persons = EVERYONE) -> Self:
        """These persons' registrations in canonical `chronic` Parquet files, overlapping ones of a disease as one."""
        found = list(batches(paths, COLUMNS, ROWS, persons=persons))
        if not found:
            return cls(*np.zeros((3, 0), np.int64))
        table = pa.Table.from_batches(found)
        disease = table["disease_id"].combine_chunks().dictionary_encode("encode").indices.to_numpy()
        began, ended = (_days(table[name]) for name in ("began_on", "ended_on"))
        return cls(*_without_overlaps(table["person_id"].to_numpy(), disease, began, ended))

    def count(self, persons: Any, days: Any) -> Any:
        """For each person and day, both int64 arrays: the number of diseases registered then."""
        if len(self._persons) == 0:
            return np.zeros(len(persons), np.int64)
        index = np.minimum(np.searchsorted(self._persons, persons), len(self._persons) - 1)
        begun = np.searchsorted(self._began, index * DAYS + days, side="right")
        over = np.searchsorted(self._ended, index * DAYS + days, side="left")
        return np.where(self._persons[index] == persons, begun - over, 0)


def _days(dates: Any) -> Any:
    """Days since 1970-01-01, earlier ones as 0; no date and one that no run reaches as FOREVER."""
    days = dates.cast(pa.int32()).fill_null(FOREVER).to_numpy().astype(np.int64)
    return np.clip(days, 0, FOREVER)


def _without_overlaps(persons: Any, diseases: Any, began: Any, ended: Any) -> tuple[Any, Any, Any]:
    """Persons, first and last days of registrations, those of one person and disease that overlap joined to one."""
    order = np.lexsort((began, diseases, persons))
    persons, diseases, began, ended = (one[order] for one in (persons, diseases, began, ended))
    is_other = np.ones(len(persons), bool)
    is_other[1:] = (np.diff(persons) != 0) | (np.diff(diseases) != 0)
    base = np.cumsum(is_other) * DAYS
    latest = np.maximum.accumulate(base + ended)  # so far, within one person and disease
    starts = is_other.copy()
    starts[1:] |= base[1:] + began[1:] > latest[:-1]
    firsts = np.flatnonzero(starts)
    lasts = np.append(firsts[1:], len(persons)) - 1 if len(firsts) else firsts
    return persons[firsts], began[firsts], (latest - base)[lasts]
