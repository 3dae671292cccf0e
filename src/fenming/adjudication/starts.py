"""Where persons' years start: what the platform had counted before the first bill at hand (interface 5206)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np

from fenming.adjudication.claim import Claim, Place
from fenming.adjudication.codes import Codes, place_of
from fenming.adjudication.record import array, plain
from fenming.adjudication.terms import SCHEME_COUNT
from fenming.adjudication.words import CARES, SCHEMES
from fenming.adjudication.year import BLANK, YEAR
from fenming.engines.persons import EVERYONE, Persons, batches
from fenming.kernel import Finding
from fenming.kernel.language import _

FIELDS = Place._fields + Claim._fields
YEARS = 1 << 12
OF_SCHEME = {
    "pool": "pool_fen",
    "base": "base_fen",
    "critical_base": "critical_base_fen",
    "critical_illness": "critical_fen",
    "large_amount": "large_fen",
    "civil_servant": "civil_fen",
    "medical_aid": "aid_fen",
    "tilted_aid": "tilted_fen",
    "admissions": "admissions",
}
OF_CARE = {"pool": "care_pool_fen", "deductible": "care_deductible_fen", "base": "care_base_fen"}
ROWS = 1 << 17
COLUMNS = ("person_id", "scheme", "year", "type_code", "month", "value_fen")
HUNDREDTHS = 100  # counts stand in hundredths in the accumulator table


class Starts:
    """The records persons start with, the blank one first; sorted by person, year and scheme."""

    def __init__(self, persons: Any, years: Any, records: Sequence[Any]) -> None:
        """Parallel lists: persons, years × schemes as `key_of` makes them, and plain records."""
        order = np.lexsort((np.asarray(years, np.int64), np.asarray(persons, np.int64)))
        self._persons = np.asarray(persons, np.int64)[order]
        self._years = np.asarray(years, np.int64)[order]
        self.records = array(YEAR, [[blank(), *(records[place] for place in order)]])[0]
        self.unknown: dict[str, int] = {}

    @classmethod
    def none(cls) -> Self:
        """Nobody has used up anything."""
        return cls([], [], [])

    @classmethod
    def read(cls, paths: Sequence[Path], codes: Codes, persons: Persons = EVERYONE) -> Self:
        """These persons' starts in canonical `accumulator` files; `unknown` counts rows whose kind the pack's codes do not name."""
        records: dict[tuple[int, int], Any] = {}
        unknown: dict[str, int] = {}
        for row in _latest(paths, persons):
            state = codes.get("accumulator", {}).get(row["type_code"], "")
            scheme = place_of(row["scheme"], codes, "scheme", SCHEMES)
            if not state or not scheme or not _add(records, row, state, scheme):
                unknown[row["type_code"]] = unknown.get(row["type_code"], 0) + 1
        starts = cls([key[0] for key in records], [key[1] for key in records], list(records.values()))
        starts.unknown = unknown
        return starts

    def places(self, bills: Any) -> Any:
        """For each bill the place of its person's start among the records, 0 for the blank one."""
        if len(self._persons) == 0:
            return 0
        person, scheme, day = (bills[FIELDS.index(name)] for name in ("person", "scheme", "day"))
        year = day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        index = np.zeros(len(person), np.int64)
        known = {key: place for place, key in enumerate(zip(self._persons.tolist(), self._years.tolist()), start=1)}  # noqa: B905
        candidates = np.flatnonzero(np.isin(person, self._persons))
        for row in candidates:
            index[row] = known.get((int(person[row]), key_of(int(year[row]), int(scheme[row]))), 0)
        return index


def key_of(year: int, scheme: int) -> int:
    """A year and a scheme's place as one number."""
    return year * SCHEME_COUNT + scheme


def blank() -> Any:
    """The record of a year in which nothing has happened yet."""
    return plain(YEAR, BLANK)


def _latest(paths: Sequence[Path], persons: Persons) -> list[dict[str, Any]]:
    """One row per person, scheme, year and kind: the latest month's."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for batch in batches(paths, COLUMNS, ROWS, persons=persons):
        for row in batch.to_pylist():
            key = (row["person_id"], row["scheme"], row["year"], row["type_code"])
            if key not in found or (row["month"] or "") >= (found[key]["month"] or ""):
                found[key] = row
    return list(found.values())


def _add(records: dict[tuple[int, int], Any], row: Mapping[str, Any], state: str, scheme: int) -> bool:
    """Enter one accumulator into its person's record; False where it belongs to another scheme or to no state."""
    named, _dot, rest = state.partition(".")
    if named in SCHEMES:
        scheme, state = SCHEMES.index(named), rest
    record = records.setdefault((row["person_id"], key_of(row["year"], scheme)), blank())
    care, _dot, part = state.partition(".")
    if state in OF_SCHEME:
        value = row["value_fen"] // HUNDREDTHS if state == "admissions" else row["value_fen"]
        setattr(record, OF_SCHEME[state], getattr(record, OF_SCHEME[state]) + value)
    elif care in CARES and part in OF_CARE:
        getattr(record, OF_CARE[part])[CARES.index(care)] += row["value_fen"]
    elif care in CARES and part == "admissions":
        record.admissions += row["value_fen"] // HUNDREDTHS
    else:
        return False
    return True


def not_used(code: str, count: int) -> Finding:
    """Told when rows of the accumulator table stand for nothing that the pack knows."""
    return Finding(
        "adjudication.accumulator_not_used",
        _("the accumulator {code} is not used").format(code=code),
        _("{count} rows of the table accumulator").format(count=count),
        _("the pack's codes do not say what it counts, or its scheme is not covered"),
        _("name it in codes.yaml under `accumulator` if benefits depend on it"),
    )
