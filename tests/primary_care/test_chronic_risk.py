"""Managed patients by risk, and who is due for a follow-up."""

from datetime import date
from typing import Any

import pytest
from tests.primary_care.care_rows import follow_up, managed, pressure, suixi, unit, write_tables

from fenming.facts.intake import person_label
from fenming.primary_care.chronic import Patient, count_levels, graded_patients

DAY = date(2024, 12, 31)
SEASONS = ("2024-01-05", "2024-04-05", "2024-07-05", "2024-12-05")


@pytest.fixture
def grade(tmp_path):
    """`grade(patients, follow_ups, day)`: the graded patients by pseudonym."""

    def call(patients: list[Any], follow_ups: list[Any], day: date = DAY, **asked: str) -> dict[str, Patient]:
        tables = write_tables(
            tmp_path, health_unit=[unit("U1"), unit("U2")], managed_patient=patients, follow_up=follow_ups
        )
        return {one.person: one for one in graded_patients(tables, suixi(day), day, **asked)}

    return call


def four(person: int, first: int = 0, **reading: Any) -> list[dict[str, Any]]:
    return [follow_up(first + number, person, day, **reading) for number, day in enumerate(SEASONS)]


def test_a_patient_on_target_and_seen_each_quarter_is_at_low_risk_with_the_village_doctor(grade):
    (one,) = grade([managed(1)], four(1, **pressure(130, 80))).values()
    assert (one.person, one.points, one.level, one.responsible) == (person_label(1), 0, "low", "village_doctor")
    assert one.due_on == date(2025, 3, 5)  # 90 days after the last
    assert one.overdue_days(DAY) == 0


def test_signs_of_risk_add_up_to_medium_and_high(grade):
    follow_ups = [*four(1, **pressure(150, 80)), *four(2, 10, **pressure(150, 80))[:2]]
    found = grade([managed(1), managed(2)], follow_ups)
    off_target, missed_too = found[person_label(1)], found[person_label(2)]
    assert (off_target.points, off_target.level, off_target.responsible) == (2, "medium", "unit_head")
    assert dict(missed_too.signs) == {"uncontrolled": 1, "no_reading": 0, "further_condition": 0, "missed_follow_up": 2}
    assert (missed_too.points, missed_too.level, missed_too.responsible) == (4, "high", "adviser")
    assert missed_too.due_on == date(2024, 5, 5)  # 30 days after the last
    assert missed_too.overdue_days(DAY) == 240


def test_a_second_condition_counts_and_the_one_followed_longest_ago_is_due_first(grade):
    both = [managed(1), managed(1, condition="diabetes", managed_from=date(2024, 12, 1))]
    sugar = follow_up(50, 1, "2024-12-20", condition="diabetes", fasting_glucose=60_000)
    (one,) = grade(both, [*four(1, **pressure(130, 80)), sugar]).values()
    assert one.conditions == ("diabetes", "hypertension")
    assert dict(one.signs) == {"uncontrolled": 0, "no_reading": 0, "further_condition": 1, "missed_follow_up": 0}
    assert one.last_on == date(2024, 12, 5)


def test_only_quarters_wholly_gone_by_ask_for_a_follow_up(grade):
    found = grade([managed(1), managed(2, managed_from=date(2024, 2, 1))], [], date(2024, 6, 29))
    assert [one.signs["missed_follow_up"] for one in found.values()] == [1, 0]


def test_a_patient_never_followed_up_is_due_since_management_began(grade):
    (one,) = grade([managed(1, managed_from=date(2024, 10, 2))], []).values()
    assert (one.last_on, one.due_on) == (None, date(2024, 10, 2))
    assert dict(one.signs) == {"uncontrolled": 0, "no_reading": 1, "further_condition": 0, "missed_follow_up": 0}


def test_the_longest_overdue_stands_first_and_another_units_patients_are_left_out(grade):
    patients = [managed(1), managed(2, managed_from=date(2019, 1, 1)), managed(3, unit_id="U2")]
    found = grade(patients, four(1, **pressure(130, 80)), unit="U1")
    assert list(found) == [person_label(2), person_label(1)]


def test_conditions_without_rules_are_no_work_of_this_list(grade):
    assert grade([managed(1, condition="tuberculosis")], []) == {}


def test_levels_are_counted_by_unit_with_those_due(grade):
    patients = [managed(1), managed(2, unit_id="U2"), managed(3, unit_id="U2")]
    found = list(grade(patients, four(1, **pressure(130, 80))).values())
    counts = {(one.unit_id, one.level): (one.patients, one.due) for one in count_levels(found, DAY)}
    assert counts["U1", "low"] == (1, 0)
    assert counts["U2", "high"] == (2, 2)
    assert counts["U2", "low"] == (0, 0)
