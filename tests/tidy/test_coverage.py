"""coverage.yaml says truly what is modelled and where: right keys, real paths, no package left out of sight."""

from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fenming.kernel import Grade

ROOT = Path(__file__).resolve().parents[2]
COVERAGE = YAML(typ="safe").load(ROOT / "coverage.yaml")
ENTRIES = [*COVERAGE["places"], *COVERAGE["parts"]]
KEYS = {"id", "zh", "en", "where", "checked_on", "gaps"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_every_entry_names_real_places_a_day_and_its_gaps(entry):
    assert set(entry) - KEYS in ({"rows"}, {"years", "evidence"})
    assert entry["where"]
    assert [path for path in entry["where"] if not (ROOT / path).exists()] == []
    assert isinstance(entry["checked_on"], date)
    assert all(isinstance(gap, str) and gap for gap in entry["gaps"])
    assert all(1 <= row <= 30 for row in entry.get("rows", ()))
    assert all(isinstance(year, int) for year in entry.get("years", ()))


def test_grades_and_ids_are_known_and_single():
    assert {place["evidence"] for place in COVERAGE["places"]} <= {grade.word for grade in Grade}
    assert len({entry["id"] for entry in ENTRIES}) == len(ENTRIES)


def test_every_package_is_covered():
    covered = {path for entry in ENTRIES for path in entry["where"]}
    packages = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "src/fenming").glob("*/__init__.py")}
    assert packages <= covered
