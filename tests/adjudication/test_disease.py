"""How many diseases a person is registered for on a day."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fenming.adjudication.desk.disease import Registrations


def counts(tmp_path, rows, person, *days):
    names = ("person_id", "disease_id", "began_on", "ended_on")
    kinds = (pa.int64(), pa.string(), pa.date32(), pa.date32())
    columns = [pa.array([row[place] for row in rows], kind) for place, kind in enumerate(kinds)]
    pq.write_table(pa.table(dict(zip(names, columns, strict=True))), tmp_path / "chronic.parquet")
    numbers = np.array([(day - date(1970, 1, 1)).days for day in days], np.int64)
    found = Registrations.read([tmp_path / "chronic.parquet"]).count(np.full(len(days), person, np.int64), numbers)
    return found.tolist()


def test_a_disease_counts_once_on_a_day_where_its_registrations_overlap(tmp_path):
    rows = [
        (1, "M1", date(2024, 1, 1), date(2024, 3, 31)), (1, "M1", date(2024, 3, 1), date(2024, 3, 15)),
        (1, "M1", date(2024, 3, 31), date(2024, 6, 30)), (1, "M2", date(2024, 3, 1), None), (2, "M1", date(2024, 1, 1), None),
    ]  # fmt: skip
    days = (
        date(2023, 12, 31),
        date(2024, 2, 1),
        date(2024, 3, 10),
        date(2024, 3, 31),
        date(2024, 6, 30),
        date(2024, 7, 1),
    )
    assert counts(tmp_path, rows, 1, *days) == [0, 1, 2, 2, 2, 1]
    assert counts(tmp_path, rows, 2, *days) == [0, 1, 1, 1, 1, 1]


def test_a_renewal_the_day_after_counts_on_every_day(tmp_path):
    rows = [(1, "M1", date(2024, 1, 1), date(2024, 3, 31)), (1, "M1", date(2024, 4, 1), date(2024, 12, 31))]
    assert counts(tmp_path, rows, 1, date(2024, 3, 31), date(2024, 4, 1), date(2025, 1, 1)) == [1, 1, 0]


def test_far_and_early_dates_are_nobody_elses(tmp_path):
    rows = [
        (1, "M1", date(2024, 1, 1), date(9999, 12, 31)), (2, "M1", date(1960, 1, 1), date(9999, 12, 31)),
        (2, "M2", date(2024, 5, 1), date(2024, 5, 31)),
    ]  # fmt: skip
    assert counts(tmp_path, rows, 2, date(2024, 1, 1), date(2024, 5, 1), date(2024, 6, 1)) == [1, 2, 1]


def test_no_registrations_count_nothing(tmp_path):
    assert counts(tmp_path, [], 1, date(2024, 1, 1)) == [0]
