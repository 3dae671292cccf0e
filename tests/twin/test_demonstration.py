"""The demonstration group tables give the answers written beside their cases."""

import csv
from importlib.resources import as_file, files

import pyarrow as pa
import pytest

from fenming.grouping import group_cases, read_tables

FOLDER = files("fenming.grouping") / "demonstration"
CASES = list(csv.DictReader((FOLDER / "cases.csv").read_text("utf-8").splitlines()))
NUMBERS = {"age": "age_years", "age_days": "age_days", "birth_weight_g": "weight_g", "admission_weight_g": "weight_g"}
TEXTS = {"case_id": "case_id", "sex": "sex", "diagnoses": "dx", "procedures": "proc"}
UNSTATED = {"stay_days": pa.int64(), "icu_hours": pa.int64(), "ventilation_hours": pa.int64(),
            "discharge_way": pa.string(), "department": pa.string(), "admission_way": pa.string()}  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    with as_file(FOLDER) as folder:
        return read_tables(folder)


@pytest.fixture(scope="module")
def answers(tables):
    columns = {
        name: pa.array([int(row[own]) if row[own] else None for row in CASES], pa.int64())
        for name, own in NUMBERS.items()
    }
    columns |= {name: pa.array([row[own] or None for row in CASES], pa.string()) for name, own in TEXTS.items()}
    columns |= {name: pa.nulls(len(CASES), kind) for name, kind in UNSTATED.items()}
    grouped = group_cases(pa.table(columns), tables).to_pylist()
    return {row["case_id"]: row for row in grouped}


@pytest.mark.parametrize("case", CASES, ids=[f"{row['case_id']} {row['why']}" for row in CASES])
def test_a_case_made_by_hand_gets_the_answer_written_beside_it(answers, case):
    answer = answers[case["case_id"]]
    assert {name: answer[name] for name in ("mdc", "adrg", "drg", "status")} == {
        name: case[name] for name in ("mdc", "adrg", "drg", "status")
    }


def test_every_name_says_that_the_group_is_for_demonstration():
    for name in ("mdc.csv", "adrg.csv", "drg.csv"):
        rows = csv.DictReader((FOLDER / name).read_text("utf-8").splitlines())
        assert all(row["name"].startswith("示范") for row in rows)
