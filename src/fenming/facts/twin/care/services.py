"""The two-card log: every service of the year, at a time when its resident and its doctor are nowhere else."""

from dataclasses import dataclass, fields

import numpy as np

from fenming.facts.twin.bills import NONE, Bills, Column
from fenming.facts.twin.care.basis import Basis, ranks_within
from fenming.facts.twin.care.follow_ups import FollowUps
from fenming.facts.twin.care.plan import Routine
from fenming.facts.twin.draw import Ints, between, choose, happens
from fenming.facts.twin.mistakes import how_many, picked

FULL = 1_000_000
SEATS = 8  # numbers kept for each unit's doctors; the last ones stand in deliberate errors only
BIRTH = 52  # national med_type 生育住院
SLOT, MORNING, SPREAD = 18, 8 * 60, 80  # minutes: one service after another, from eight o'clock on
TOWNSHIP_DAYS = 11  # every so many days a unit's services are held at the township hospital


@dataclass(slots=True)
class Services:
    """Columns of equal length. `code` is a place in the plan's points, `doctor` a seat of a unit, `minute` that of the day.

    `person` may be beyond the register; `is_trap` marks deliberate errors and what they make doubtful.
    """

    unit: Column
    person: Column
    code: Column
    day: Column
    doctor: Column
    minute: Column
    minutes: Column
    has_resident_card: Column
    has_doctor_card: Column
    quality: Column
    is_trap: Column

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints) -> "Services":
        return Services(**{one.name: getattr(self, one.name)[rows] for one in fields(self)})


def join_services(parts: list[Services]) -> Services:
    return Services(
        **{one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Services)}
    )


@dataclass(slots=True)
class Logging:
    """Makes services: which doctor a person has, how long a service takes."""

    basis: Basis
    source: np.random.Generator
    doctors: Ints

    @property
    def codes(self) -> list[str]:
        return list(self.basis.plan.services.points)

    @property
    def points(self) -> Ints:
        return np.array(list(self.basis.plan.services.points.values()), dtype=np.int64)

    def doctor_of(self, person: Ints) -> Ints:
        """The seat of each person's village doctor."""
        unit = self.basis.people.unit[person]
        return np.asarray(unit * SEATS + person % self.doctors[unit])

    def serve(self, person: Ints, code: Ints | int, day: Ints) -> Services:
        """Services with both cards and full quality by the persons' own doctors, without a time yet."""
        count = len(person)
        codes = np.broadcast_to(np.asarray(code, dtype=np.int64), count)
        spans = [self.basis.plan.services.minutes[name] for name in self.codes]
        low, high = (np.array([span[end] for span in spans], dtype=np.int64)[codes] for end in (0, 1))
        long = low + self.source.integers(0, 1 << 20, count, dtype=np.int64) % (high - low + 1)
        yes, no = np.ones(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
        return Services(
            unit=self.basis.people.unit[person].astype(np.int16), person=person.astype(np.int32), code=codes.astype(np.int8),
            day=day.astype(np.int16), doctor=self.doctor_of(person).astype(np.int32), minute=np.zeros(count, dtype=np.int16),
            minutes=long.astype(np.int16), has_resident_card=yes, has_doctor_card=yes.copy(),
            quality=np.full(count, FULL, dtype=np.int32), is_trap=no,
        )  # fmt: skip


def logging(basis: Basis) -> Logging:
    doctors = between(basis.stream("doctors"), *basis.plan.services.doctors, len(basis.county.units))
    return Logging(basis, basis.stream("services"), doctors)


def log_services(log: Logging, follow_ups: list[FollowUps]) -> Services:
    """Follow-ups, check-ups, visits, vaccinations … of the year as they should be, but for single cards and lower quality."""
    basis, plan = log.basis, log.basis.plan.services
    parts = []
    for rows in follow_ups:
        service = basis.plan.conditions[rows.condition].service  # type: ignore[index]
        parts.append(log.serve(rows.person, log.codes.index(service), rows.day))
    parts += [_routine(log, routine) for routine in plan.routine]
    parts.append(_maternal(log))
    services = join_services(parts)
    one_card = happens(log.source, plan.one_card, len(services))
    is_resident = happens(log.source, FULL // 2, len(services))
    services.has_resident_card &= ~(one_card & is_resident)
    services.has_doctor_card &= ~(one_card & ~is_resident)
    lower = happens(log.source, plan.lower_quality, len(services))
    quality = np.array(plan.quality, dtype=np.int32)[between(log.source, 0, len(plan.quality) - 1, len(services))]
    services.quality = np.where(lower, quality, services.quality)
    return services


def _routine(log: Logging, routine: Routine) -> Services:
    """Whole times for everybody of the age, once more for a share; those who die serve no purpose after."""
    basis = log.basis
    age = basis.people.age
    person = np.flatnonzero((age >= routine.age[0]) & (age <= routine.age[1]))
    times = routine.per_100 // 100 + happens(log.source, routine.per_100 % 100 * (FULL // 100), len(person))
    person = np.repeat(person, times)
    day = log.source.integers(0, basis.year_days, len(person), dtype=np.int64)
    alive = day <= basis.last_day[person]
    person, day = person[alive], day[alive]
    return log.serve(person, log.codes.index(routine.code), basis.free_days(person, day))


def _maternal(log: Logging) -> Services:
    """Visits before and after each birth in hospital, as far as they lie in the year."""
    basis, plan, bills = log.basis, log.basis.plan.services, log.basis.bills
    rows = np.flatnonzero((bills.care_type == BIRTH) & (bills.copy_of == NONE))
    away = np.array(plan.maternal_days, dtype=np.int64)
    person = np.repeat(bills.person[rows].astype(np.int64), len(away))
    day = np.repeat(_days_of(bills, rows), len(away)) + np.tile(away, len(rows))
    inside = (day >= 0) & (day < basis.year_days)
    person, day = person[inside], day[inside]
    alive = day <= basis.last_day[person]
    person, day = person[alive], day[alive]
    return log.serve(person, log.codes.index(plan.maternal), basis.free_days(person, day))


def _days_of(bills: Bills, rows: Ints) -> Ints:
    return np.asarray(bills.seconds[rows].astype(np.int64) // 86_400)


def counts_fully(services: Services) -> Column:
    """Services that earn all their points."""
    has_cards = services.has_resident_card & services.has_doctor_card
    return np.asarray(has_cards & (services.quality == FULL) & ~services.is_trap)


def set_times(log: Logging, services: Services) -> None:
    """A doctor's services of a day one after another, in an order drawn; nobody is in two places."""
    group = services.doctor.astype(np.int64) * 512 + services.day
    mixed = log.source.permutation(len(services))
    rank = np.empty(len(services), dtype=np.int64)
    rank[mixed] = ranks_within(group[mixed])
    start = MORNING + group * 37 % SPREAD
    services.minute = (start + rank * SLOT).astype(np.int16)


def is_township_day(unit: Column, day: Column) -> Column:
    """Days on which a unit's services are held at its township hospital."""
    return np.asarray((unit.astype(np.int64) * 5 + day) % TOWNSHIP_DAYS == 0)


def choose_rows(log: Logging, candidates: Column, share: int, of: int) -> Ints:
    return picked(log.source, candidates, how_many(share, of))


def choose_units(log: Logging, count: int) -> Ints:
    """Units drawn evenly."""
    return choose(log.source, [1] * len(log.basis.county.units), count)
