"""Follow-ups of managed patients: one a quarter to the standard, fewer for the others; the last of the year decides control."""

from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import NONE, Column
from fenming.facts.twin.care.basis import Basis, ranks_within
from fenming.facts.twin.care.managed import Managed
from fenming.facts.twin.care.plan import Condition
from fenming.facts.twin.draw import Ints, between, choose, happens
from fenming.facts.twin.mistakes import how_many, picked

STANDARD = 4


@dataclass(slots=True)
class FollowUps:
    """Of one condition, by person and day. `first` and `second` are its readings, NONE where not taken.

    `is_swapped` marks blood pressures whose two values were entered the wrong way round.
    """

    condition: str
    person: Ints
    day: Ints
    way: Ints
    first: Ints
    second: Ints
    is_last: Column
    is_swapped: Column

    def __len__(self) -> int:
        return len(self.person)


def follow_up(basis: Basis, managed: Managed, plan: Condition) -> FollowUps:
    """All follow-ups of a condition's patients; nobody has two on one day with different verdicts."""
    source = basis.stream(f"follow-ups: {managed.condition}")
    count = np.where(
        managed.is_standard,
        STANDARD + happens(source, plan.extra, len(managed)),
        between(source, 1, STANDARD - 1, len(managed)),
    )
    patient = np.repeat(np.arange(len(managed), dtype=np.int64), count)
    day = _days(basis, source, managed, patient)
    order = np.lexsort((day, patient))
    patient, day = patient[order], day[order]
    person = managed.person[patient]
    is_last = day == _latest(patient, day)[patient]
    on_target = np.where(is_last, managed.is_controlled[patient], happens(source, plan.on_target_before, len(patient)))
    first, second = _readings(source, plan, on_target.astype(np.bool_), managed.condition)
    way = choose(source, list(basis.plan.services.ways.values()), len(patient))
    none = np.zeros(len(patient), dtype=np.bool_)
    return FollowUps(managed.condition, person, day, way, first, second, is_last, none)


def follow_up_listed(basis: Basis, name: str, person: Ints, since: Ints) -> FollowUps:
    """Follow-ups without readings of the patients of a listed condition, at the clinic; none where its plan has no standard."""
    plan = basis.plan.listed[name]  # type: ignore[index]
    source = basis.stream(f"follow-ups: {name}")
    none = np.zeros(len(person), dtype=np.bool_)
    managed = Managed(name, person, since, happens(source, plan.standard, len(person)), none)
    few = between(source, 1, STANDARD - 1, len(person))
    count = np.where(managed.is_standard, STANDARD + happens(source, plan.extra, len(person)), few)
    patient = np.repeat(np.arange(len(person), dtype=np.int64), count if plan.standard else 0 * count)
    day = _days(basis, source, managed, patient)
    order = np.lexsort((day, patient))
    patient, day = patient[order], day[order]
    clinic = np.full(len(patient), list(basis.plan.services.ways).index("clinic"), dtype=np.int64)
    taken = np.full(len(patient), NONE, dtype=np.int64)
    is_last = day == _latest(patient, day)[patient]
    return FollowUps(name, person[patient], day, clinic, taken, taken, is_last, np.zeros(len(patient), dtype=np.bool_))


def _days(basis: Basis, source: np.random.Generator, managed: Managed, patient: Ints) -> Ints:
    """A day in each quarter in turn, from any quarter for those not followed to the standard; free days only."""
    place = ranks_within(patient)
    begin = np.where(managed.is_standard, 0, between(source, 0, 3, len(managed)))[patient]
    quarter = np.where(place < STANDARD, (begin + place) % 4, between(source, 0, 3, len(patient)))
    starts, person = basis.quarter_starts, managed.person[patient]
    last = np.minimum(starts[quarter + 1] - 1, basis.last_day[person])
    span = np.maximum(last - starts[quarter] + 1, 1)
    day = starts[quarter] + source.integers(0, 1 << 30, len(patient), dtype=np.int64) % span
    return basis.free_days(person, day)


def _latest(patient: Ints, day: Ints) -> Ints:
    """The last day of each patient."""
    latest = np.full(int(patient.max(initial=NONE)) + 1, NONE, dtype=np.int64)
    np.maximum.at(latest, patient, day)
    return latest


def _readings(source: np.random.Generator, plan: Condition, on_target: Column, condition: str) -> tuple[Ints, Ints]:
    """Two values of a blood pressure, or one of two kinds of glucose."""
    (one, other), count = plan.readings.values(), len(on_target)
    low = [between(source, *reading.on_target, count) for reading in (one, other)]
    high = [between(source, *reading.above, count) for reading in (one, other)]
    is_second = happens(source, plan.second, count)
    if condition == "diabetes":
        first = np.where(is_second, NONE, np.where(on_target, low[0], high[0]))
        return first, np.where(is_second, np.where(on_target, low[1], high[1]), NONE)
    is_both = happens(source, plan.second, count)
    first = np.where(on_target | (is_second & ~is_both), low[0], high[0])
    return first, np.where(~on_target & (is_second | is_both), high[1], low[1])


def swap_pressures(basis: Basis, managed: Managed, rows: FollowUps) -> int:
    """Enter a few blood pressures the wrong way round, none that decides anything; how many."""
    standard = np.zeros(len(basis.people), dtype=np.bool_)
    standard[managed.person[managed.is_standard]] = True
    candidates = ~rows.is_last & ~standard[rows.person]
    chosen = picked(basis.stream("swapped"), candidates, how_many(basis.plan.traps.swapped_pressure, len(rows)))
    rows.first[chosen], rows.second[chosen] = rows.second[chosen], rows.first[chosen].copy()
    rows.is_swapped[chosen] = True
    return len(chosen)


@dataclass(slots=True)
class Measurements:
    """Blood pressures taken outside follow-ups."""

    person: Ints
    day: Ints
    systolic: Ints
    diastolic: Ints

    def __len__(self) -> int:
        return len(self.person)


def measure(basis: Basis, managed: Managed, plan: Condition) -> Measurements:
    """One reading of a share of the managed, on a day of its own."""
    source = basis.stream("measurements")
    person = managed.person[happens(source, basis.plan.measured, len(managed))]
    day = between(source, 0, basis.year_days - 1, len(person))
    day = basis.free_days(person, np.minimum(day, basis.last_day[person]))
    on_target = happens(source, plan.on_target_before, len(person))
    systolic, diastolic = _readings(source, plan, on_target, "hypertension")
    return Measurements(person, day, systolic, diastolic)
