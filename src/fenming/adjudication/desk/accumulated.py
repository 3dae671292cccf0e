"""What rows of the accumulator table (interface 5206) stand for: numbers to enter into the records of persons' years."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from fenming.adjudication.law.codes import Codes, place_of
from fenming.adjudication.law.record import record_type
from fenming.adjudication.law.words import CARES, SCHEMES
from fenming.adjudication.plan.year import YEAR
from fenming.kernel import Finding
from fenming.kernel.language import _

COLUMNS = ("person_id", "scheme", "year", "type_code", "month", "value_fen")
WORDS = ("scheme", "type_code", "month")
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
HUNDREDTHS = 100  # counts stand in hundredths in the accumulator table
RECORD = record_type(YEAR)


class Target(NamedTuple):
    """Where an accumulator is entered: its scheme, the place of the number within the record, and its divisor."""

    scheme: int
    place: int
    divisor: int


class Entries(NamedTuple):
    """Parallel int64 arrays, one entry for each number: whose and of which year, its scheme and place, and the number."""

    person: Any
    year: Any
    scheme: Any
    place: Any
    value: Any


def entries_of(rows: pa.Table, codes: Codes) -> tuple[Entries, dict[str, int]]:
    """The latest month of every accumulator as an entry; and by kind, how many stand for nothing that the codes name."""
    columns, words = _coded(rows)
    last = _latest(columns)
    columns = {name: column[last] for name, column in columns.items()}
    kinds = len(words["type_code"])
    pairs, pair = np.unique(columns["scheme"] * kinds + columns["type_code"], return_inverse=True)
    targets = [target_of(words["scheme"][one // kinds], words["type_code"][one % kinds], codes) for one in pairs]
    is_known = np.array([target is not None for target in targets], bool)[pair]
    scheme, place, divisor = (
        np.array([target[part] if target else 1 for target in targets])[pair] for part in range(3)
    )
    value = columns["value_fen"] // divisor
    entries = (columns["person_id"], columns["year"], scheme, place, value)
    counts = np.bincount(columns["type_code"][~is_known], minlength=kinds).tolist()
    unknown = {kind: count for kind, count in zip(words["type_code"], counts, strict=True) if count}
    return Entries(*(column[is_known] for column in entries)), unknown


def _coded(rows: pa.Table) -> tuple[dict[str, Any], Mapping[str, Sequence[str]]]:
    """All columns as int64: words by their places in rising order, so that no month comes before any other."""
    columns, words = {}, {}
    for name in COLUMNS:
        column = rows[name].combine_chunks()
        if name not in WORDS:
            columns[name] = column.to_numpy()
            continue
        coded = column.fill_null("").dictionary_encode()
        given = coded.dictionary.to_pylist()
        words[name] = sorted(given)
        rank = np.array([words[name].index(word) for word in given], np.int64)
        columns[name] = rank[coded.indices.to_numpy()]
    return columns, words


def _latest(columns: Mapping[str, Any]) -> Any:
    """Which rows are the last of their person, scheme, year and kind: of the latest month, and there the last one given."""
    keys = [columns[name] for name in ("person_id", "scheme", "year", "type_code")]
    order = np.lexsort((columns["month"], *keys))
    is_last = np.ones(len(order), bool)
    is_last[:-1] = np.logical_or.reduce([key[order][1:] != key[order][:-1] for key in keys])
    return order[is_last]


def target_of(scheme_code: str, type_code: str, codes: Codes) -> Target | None:
    """What a row of this scheme and kind stands for by the pack's codes, None for nothing."""
    state = codes.get("accumulator", {}).get(type_code, "")
    scheme = place_of(scheme_code, codes, "scheme", SCHEMES)
    if not state or not scheme:
        return None
    named, _dot, rest = state.partition(".")
    if named in SCHEMES:
        scheme, state = SCHEMES.index(named), rest
    care, _dot, part = state.partition(".")
    if state in OF_SCHEME:
        return Target(scheme, _place(OF_SCHEME[state]), HUNDREDTHS if state == "admissions" else 1)
    if care in CARES and part in OF_CARE:
        return Target(scheme, _place(OF_CARE[part]) + CARES.index(care), 1)
    if care in CARES and part == "admissions":
        return Target(scheme, _place("admissions"), HUNDREDTHS)
    return None


def _place(field: str) -> int:
    """Where the field's first number stands among all numbers of a record."""
    assert RECORD.fields is not None
    return int(RECORD.fields[field][1]) // RECORD["owner"].itemsize


def not_used(code: str, count: int) -> Finding:
    """Told when rows of the accumulator table stand for nothing that the pack knows."""
    return Finding(
        "adjudication.accumulator_not_used",
        _("the accumulator {code} is not used").format(code=code),
        _("{count} rows of the table accumulator").format(count=count),
        _("the pack's codes do not say what it counts, or its scheme is not covered"),
        _("name it in codes.yaml under `accumulator` if benefits depend on it"),
    )
