"""Where years start: the latest accumulators of each person, entered where the pack's codes say, found again by the bills."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from fenming.adjudication.desk.starts import FIELDS, Starts
from fenming.adjudication.law.words import CARES, SCHEMES
from fenming.engines.persons import Persons

SCHEMA = pa.schema(
    {
        "person_id": pa.int64(),
        "scheme": pa.string(),
        "year": pa.int64(),
        "type_code": pa.string(),
        "month": pa.string(),
        "value_fen": pa.int64(),
    }
)
CODES = {
    "scheme": {"390": "resident", "310": "employee"},
    "accumulator": {
        "D1": "resident.pool",
        "D2": "medical_aid",
        "D3": "employee.inpatient.deductible",
        "D4": "outpatient.pool",
        "C1": "inpatient.admissions",
        "C2": "admissions",
        "X1": "no_such_thing",
        "X2": "inpatient.no_such_thing",
    },
}
MEANS = {
    "D1": ("resident", "pool_fen", None),
    "D2": (None, "aid_fen", None),
    "D3": ("employee", "care_deductible_fen", "inpatient"),
    "D4": (None, "care_pool_fen", "outpatient"),
    "C1": (None, "admissions", None),
    "C2": (None, "admissions", None),
}
accumulators = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["390", "310", "999"]),
        st.sampled_from([2023, 2024, 202401]),
        st.sampled_from([*CODES["accumulator"], "Z9"]),
        st.sampled_from(["202401", "202402", "", None]),
        st.integers(-(10**6), 10**9),
    ),
    max_size=30,
)


def stored(path, rows):
    columns = list(zip(*sorted(rows, key=lambda row: row[0]), strict=True)) or [[]] * 6
    pq.write_table(pa.table([list(column) for column in columns], schema=SCHEMA), path, row_group_size=3)
    return path


def latest(rows):
    """The last row of every person, scheme, year and kind, in plain Python."""
    found = {}
    for person, scheme, year, kind, month, value in sorted(rows, key=lambda row: row[0]):
        key = (person, scheme, year, kind)
        if key not in found or (month or "") >= found[key][0]:
            found[key] = (month or "", value)
    return [(*key, value) for key, (_month, value) in found.items()]


def expected(rows, person, scheme, year):
    """The numbers of one record in plain Python."""
    numbers = {}
    for owner, code, in_year, kind, value in latest(rows):
        of_scheme, field, care = MEANS.get(kind, ("", "", None))
        of_scheme = CODES["scheme"].get(code) if of_scheme is None else of_scheme
        if (owner, of_scheme, in_year) == (person, scheme, year) and code in CODES["scheme"]:
            place = (field, care)
            numbers[place] = numbers.get(place, 0) + (value // 100 if field == "admissions" else value)
    return {place: value for place, value in numbers.items() if value}


def place_of(starts, person, scheme, day):
    bills = np.zeros((len(FIELDS), 1), np.int64)
    for name, value in {
        "person": person,
        "scheme": SCHEMES.index(scheme),
        "day": (day - date(1970, 1, 1)).days,
    }.items():
        bills[FIELDS.index(name)] = value
    return int(np.broadcast_to(starts.places(bills), 1)[0])


def numbers_of(record):
    """The numbers of a record that are not zero, but for whose it is."""
    found = {}
    for name in record.dtype.names:
        values = np.atleast_1d(record[name])
        for care, value in enumerate(values):
            if value and name not in {"owner", "stay"}:
                found[name, CARES[care] if len(values) > 1 else None] = int(value)
    return found


@settings(max_examples=150, deadline=None)
@given(accumulators)
def test_every_year_starts_with_the_latest_numbers_of_its_person_and_scheme(tmp_path_factory, rows):
    path = stored(tmp_path_factory.mktemp("starts") / "accumulator.parquet", rows)
    starts = Starts.read([path], CODES)
    for person in range(6):
        for scheme in ("resident", "employee"):
            for year in (2023, 2024, 2025):
                place = place_of(starts, person, scheme, date(year, 7, 1))
                assert numbers_of(starts.records[place]) == expected(rows, person, scheme, year)
    unknown = [kind for _person, code, _year, kind, _value in latest(rows) if kind not in MEANS or code == "999"]
    assert starts.unknown == {kind: unknown.count(kind) for kind in unknown}


@settings(max_examples=50, deadline=None)
@given(accumulators, st.integers(0, 5), st.integers(0, 5))
def test_a_range_of_persons_reads_their_starts_only(tmp_path_factory, rows, first, last):
    first, last = sorted((first, last))
    path = stored(tmp_path_factory.mktemp("starts") / "accumulator.parquet", rows)
    some = Starts.read([path], CODES, Persons(first, last))
    kept = Starts.read([stored(path, [row for row in rows if first <= row[0] <= last])], CODES)
    assert some.records.tobytes() == kept.records.tobytes()
    assert some.unknown == kept.unknown


def test_without_accumulators_every_year_starts_blank():
    starts = Starts.none()
    assert len(starts.records) == 1
    assert place_of(starts, 1, "resident", date(2024, 1, 1)) == 0
