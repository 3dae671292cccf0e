"""Managed patients by risk: low, medium or high, who looks after each, and who is due for a follow-up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from fenming.engines.local import literal, run
from fenming.facts.intake import person_label
from fenming.mechanisms import verb
from fenming.policy import Policy
from fenming.primary_care.chronic.reading import patient_states
from fenming.primary_care.chronic.rules import LEVELS, ChronicRules

SIGNS = ("uncontrolled", "no_reading", "further_condition", "missed_follow_up")
PERSONS = """
SELECT person_id, arg_min(unit_id, (managed_from, condition)) AS unit_id, string_agg(condition, ' ' ORDER BY condition) AS conditions,
       count(*) FILTER (WHERE has_target AND NOT is_on_target) AS uncontrolled,
       count(*) FILTER (WHERE has_target AND reading IS NULL) AS no_reading,
       count(*) - 1 AS further_condition,
       coalesce(sum(greatest(due - follow_ups, 0)) FILTER (WHERE required IS NOT NULL), 0)::BIGINT AS missed_follow_up,
       bool_or(last_on IS NULL) FILTER (WHERE required IS NOT NULL) AS is_unseen,
       min(last_on) FILTER (WHERE required IS NOT NULL) AS last_on,
       min(managed_from) FILTER (WHERE required IS NOT NULL AND last_on IS NULL) AS unseen_since,
       max(reading.systolic) AS systolic, max(reading.diastolic) AS diastolic,
       max(reading.fasting) AS fasting, max(reading.random) AS random
FROM state {of_unit} GROUP BY person_id HAVING count(*) FILTER (WHERE required IS NOT NULL) > 0 ORDER BY person_id
"""


class Readings(NamedTuple):
    """The last readings of the year: mmHg, and 1/10,000 mmol/L; None where there is none."""

    systolic: int | None
    diastolic: int | None
    fasting: int | None
    random: int | None


class Patient(NamedTuple):
    """One managed person, by pseudonym: signs of risk and their points, level, who looks after them, when the next
    follow-up is due, and the last readings of the year.
    """

    person: str
    unit_id: str
    conditions: tuple[str, ...]
    signs: Mapping[str, int]
    points: int
    level: str
    responsible: str
    last_on: date | None
    due_on: date
    readings: Readings

    def overdue_days(self, day: date) -> int:
        """Days since the follow-up was due, 0 where it is still to come."""
        return max((day - self.due_on).days, 0)

    def as_dict(self) -> dict[str, Any]:
        days = {"last_on": self.last_on and self.last_on.isoformat(), "due_on": self.due_on.isoformat()}
        return self._asdict() | days | {"signs": dict(self.signs), "readings": self.readings._asdict()}


@dataclass(frozen=True, slots=True)
class LevelCount:
    """Patients of one unit at one level, and how many of them are due by the day."""

    unit_id: str
    level: str
    patients: int
    due: int


def graded_patients(tables: Mapping[str, Path], policy: Policy, day: date, unit: str = "") -> list[Patient]:
    """Every managed patient (of one `unit`) graded by the pack's points, the most overdue first.

    A patient never followed up is due since management began; else the interval of the level after the last follow-up,
    counted from the condition followed up longest ago. Raises BadInput where a table or parameter is missing.
    """
    rules = ChronicRules.of(policy)
    with patient_states(tables, rules, day) as connection:
        of_unit = f"WHERE person_id IN (SELECT person_id FROM state WHERE unit_id = {literal(unit)})" if unit else ""
        rows = run(connection, PERSONS.format(of_unit=of_unit))
    graded = [_patient(rules, row) for row in rows if unit in ("", row[1])]
    return sorted(graded, key=lambda one: (one.due_on, -one.points, one.person))


def _patient(rules: ChronicRules, row: Sequence[Any]) -> Patient:
    person, unit, conditions, *counts, is_unseen, last_on, unseen_since, systolic, diastolic, fasting, glucose = row
    signs = {sign: int(count) for sign, count in zip(SIGNS, counts, strict=True)}
    points = int(verb("risk_points").function(rules.risk_points.value, signs))
    level = str(verb("risk_level").function(points, rules.risk_levels.value))
    due_on = unseen_since if is_unseen else last_on + timedelta(days=int(rules.intervals.value[level]))
    responsible = rules.responsible[level]
    return Patient(
        person_label(person),
        unit,
        tuple(conditions.split()),
        signs,
        points,
        level,
        str(responsible.value) if responsible else "",
        last_on,
        due_on,
        Readings(systolic, diastolic, fasting, glucose),
    )


def count_levels(patients: Sequence[Patient], day: date) -> list[LevelCount]:
    """Patients by unit and level, and those due by `day`; every unit with a patient has all levels."""
    all_of = Counter((one.unit_id, one.level) for one in patients)
    due = Counter((one.unit_id, one.level) for one in patients if one.due_on <= day)
    units = sorted({unit for unit, _level in all_of})
    return [LevelCount(unit, level, all_of[unit, level], due[unit, level]) for unit in units for level in LEVELS]
