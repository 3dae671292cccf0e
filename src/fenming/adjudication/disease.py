"""How many chronic diseases a person was registered for on a day."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DAYS = 1 << 21  # more days than any date has, so that person and day make one key
FOREVER = DAYS - 1


class Registrations:
    """The `chronic` table as sorted keys: a registration counts from `began_on` through `ended_on`, open if that is empty."""

    def __init__(self, persons: Any, began: Any, ended: Any) -> None:
        """Parallel int64 arrays, one entry per person and disease; days since 1970-01-01, `ended` FOREVER if open."""
        self._persons, index = np.unique(np.asarray(persons, np.int64), return_inverse=True)
        self._began = np.sort(index * DAYS + began)
        self._ended = np.sort(index * DAYS + ended)

    @classmethod
    def read(cls, paths: Sequence[Path]) -> Self:
        """Registrations of canonical `chronic` Parquet files; none at all for no files."""
        tables = [pq.read_table(path, columns=["person_id", "began_on", "ended_on"]) for path in paths]
        if not tables:
            return cls(*np.zeros((3, 0), np.int64))
        table = pa.concat_tables(tables)
        began = table["began_on"].cast(pa.int32()).to_numpy()
        ended = table["ended_on"].cast(pa.int32()).fill_null(FOREVER).to_numpy()
        return cls(table["person_id"].to_numpy(), began, ended)

    def count(self, persons: Any, days: Any) -> Any:
        """For each person and day, both int64 arrays: the number of diseases registered then."""
        if len(self._persons) == 0:
            return np.zeros(len(persons), np.int64)
        index = np.minimum(np.searchsorted(self._persons, persons), len(self._persons) - 1)
        begun = np.searchsorted(self._began, index * DAYS + days, side="right")
        over = np.searchsorted(self._ended, index * DAYS + days, side="left")
        return np.where(self._persons[index] == persons, begun - over, 0)
