"""What the other systems' rows are made from: the county-year with its people, bills and deaths. Days count from the year's first, 0."""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from fenming.facts.twin.bills import NONE, Bills, Column
from fenming.facts.twin.care.plan import CarePlan
from fenming.facts.twin.draw import Ints, stream
from fenming.facts.twin.people import People
from fenming.facts.twin.profile import Profile
from fenming.facts.twin.structure import County
from fenming.facts.twin.visits import DAY
from fenming.kernel import divide

_YEARS, _DAYS = 4, 1461  # days of so many years
_LONGEST = 512  # more days than a year has: makes person and day one number
_TRIES = 45


@dataclass(slots=True)
class Basis:
    """The made year; `residents` by unit code; `died` per person the day of death, NONE for the living."""

    county: County
    people: People
    bills: Bills
    plan: CarePlan
    residents: dict[str, int]
    share: Fraction
    seed: int
    died: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    billed: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        self.died = np.full(len(self.people), NONE, dtype=np.int64)
        self.billed = billed_days(self.bills, self.year_days)

    @property
    def profile(self) -> Profile:
        return self.county.profile

    @property
    def opened(self) -> int:
        """The year's first day, in days since 1970-01-01."""
        return int(np.datetime64(f"{self.profile.year}-01-01", "D").astype(np.int64))

    @property
    def year_days(self) -> int:
        return int(np.datetime64(f"{self.profile.year + 1}-01-01", "D").astype(np.int64)) - self.opened

    @property
    def quarter_starts(self) -> Ints:
        """First days of the four quarters, and the first day after the year."""
        firsts = [np.datetime64(f"{self.profile.year}-{month:02d}-01", "D") for month in (1, 4, 7, 10)]
        return np.array([int(one.astype(np.int64)) - self.opened for one in firsts] + [self.year_days], dtype=np.int64)

    @property
    def last_day(self) -> Ints:
        """Per person the last day of the year on which they lived."""
        return np.where(self.died == NONE, self.year_days - 1, self.died)

    @property
    def unit_residents(self) -> Ints:
        """Residents in the order of the units."""
        return np.array([self.residents[unit.code] for unit in self.county.units], dtype=np.int64)

    def stream(self, purpose: str) -> np.random.Generator:
        return stream(self.seed, f"care: {purpose}")

    def scaled(self, count: int) -> int:
        return divide(count * self.share.numerator, self.share.denominator)

    def age_on(self, person: Column, day: Ints | int) -> Ints:
        """Completed years of persons on days of the year."""
        lived = np.maximum(self.opened + day - self.people.born_on[person], 0)
        return np.asarray(lived * _YEARS // _DAYS)

    def is_billed(self, person: Column, day: Ints) -> Column:
        """Whether the person has a bill or lies in hospital on that day."""
        return _is_in(person.astype(np.int64) * _LONGEST + day, self.billed)

    def free_days(self, person: Column, day: Ints) -> Ints:
        """The days themselves, or the next ones (else the ones before) on which the person lives and is nowhere else."""
        day, last = np.minimum(day, self.last_day[person]), self.last_day[person]
        for step in (1, -1):
            busy = np.flatnonzero(self.is_billed(person, day))
            moved = day[busy].copy()
            for _try in range(_TRIES):
                moving = self.is_billed(person[busy], moved)
                if not moving.any():
                    break
                moved = np.clip(np.where(moving, moved + step, moved), 0, last[busy])
            day[busy] = moved
        return day


def billed_days(bills: Bills, year_days: int) -> Ints:
    """Rising numbers of person and day for every day on which a person has a bill or lies in hospital."""
    end = bills.seconds.astype(np.int64) // DAY
    first = np.maximum(end - bills.stay_days, 0)
    size = np.minimum(end, year_days - 1) - first + 1
    start = np.repeat(bills.person.astype(np.int64) * _LONGEST + first, size)
    step = np.arange(len(start), dtype=np.int64) - np.repeat(np.cumsum(size) - size, size)
    return np.sort(start + step)


def _is_in(wanted: Ints, known: Ints) -> Column:
    if not len(known):
        return np.zeros(len(wanted), dtype=np.bool_)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.asarray(known[place] == wanted)


def ranks_within(group: Ints) -> Ints:
    """0, 1, 2 … within each group, in the order of the entries."""
    order = np.argsort(group, kind="stable")
    grouped = group[order]
    starts = np.flatnonzero(np.diff(grouped, prepend=NONE - 1))
    ranks = np.empty(len(group), dtype=np.int64)
    ranks[order] = np.arange(len(group), dtype=np.int64) - np.repeat(starts, np.diff(starts, append=len(group)))
    return ranks


def by_band(starts: list[int], values: list[int], age: Ints) -> Ints:
    """The value of the age band that each age lies in."""
    place = np.searchsorted(np.array(starts, dtype=np.int64), age, side="right") - 1
    return np.array(values, dtype=np.int64)[np.maximum(place, 0)]
