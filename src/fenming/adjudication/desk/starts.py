"""Where persons' years start: what the platform had counted before the first bill at hand (interface 5206)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import pyarrow as pa

from fenming.adjudication.desk.accumulated import COLUMNS, Entries, entries_of
from fenming.adjudication.law.codes import Codes
from fenming.adjudication.law.record import array, plain
from fenming.adjudication.law.terms import SCHEME_COUNT
from fenming.adjudication.plan.claim import Claim, Place
from fenming.adjudication.plan.year import BLANK, YEAR
from fenming.engines.persons import EVERYONE, Persons, batches

FIELDS = Place._fields + Claim._fields
ROWS = 1 << 17
YEARS = 1 << 12  # more than any calendar has: a year and a scheme make one number below KEYS
KEYS = YEARS * SCHEME_COUNT


class Starts:
    """The records persons start with, the blank one first; sorted by person, year and scheme."""

    def __init__(self, entries: Entries) -> None:
        """Numbers for the same place of the same record are added; years outside any calendar stay out."""
        entries = Entries(*(column[(entries.year >= 0) & (entries.year < YEARS)] for column in entries))
        self._persons, index = np.unique(entries.person, return_inverse=True)
        self._keys, record = np.unique(index * KEYS + key_of(entries.year, entries.scheme), return_inverse=True)
        self.records = np.repeat(array(YEAR, [[plain(YEAR, BLANK)]])[0], len(self._keys) + 1)
        numbers = self.records.view(np.int64).reshape(len(self.records), -1)
        np.add.at(numbers, (record + 1, entries.place), entries.value)
        self.unknown: dict[str, int] = {}

    @classmethod
    def none(cls) -> Self:
        """Nobody has used up anything."""
        return cls(Entries(*np.zeros((5, 0), np.int64)))

    @classmethod
    def read(cls, paths: Sequence[Path], codes: Codes, persons: Persons = EVERYONE) -> Self:
        """These persons' starts in canonical `accumulator` files; `unknown` counts rows whose kind the pack's codes do not name."""
        found = list(batches(paths, COLUMNS, ROWS, persons=persons))
        if not found:
            return cls.none()
        entries, unknown = entries_of(pa.Table.from_batches(found), codes)
        starts = cls(entries)
        starts.unknown = unknown
        return starts

    def places(self, bills: Any) -> Any:
        """For each bill the place of its person's start among the records, 0 for the blank one."""
        if len(self._persons) == 0:
            return 0
        person, scheme, day = (bills[FIELDS.index(name)] for name in ("person", "scheme", "day"))
        year = day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        index = np.minimum(np.searchsorted(self._persons, person), len(self._persons) - 1)
        wanted = index * KEYS + key_of(year, scheme)
        place = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where((self._persons[index] == person) & (self._keys[place] == wanted), place + 1, 0)


def key_of(year: Any, scheme: Any) -> Any:
    """Years and schemes' places as one number."""
    return year * SCHEME_COUNT + scheme
