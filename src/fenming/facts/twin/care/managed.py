"""Who is under management for what: those registered with the disease first, then others as their age makes it likely."""

from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import NONE, Column
from fenming.facts.twin.care.basis import Basis, by_band, ranks_within
from fenming.facts.twin.care.plan import Condition
from fenming.facts.twin.draw import Ints, between, happens
from fenming.kernel import PPM, divide

_LOWEST_SHARE = 650_000  # of a unit's managed patients who are followed up to the standard, however few they are
_FIRST = 1 << 41


@dataclass(slots=True)
class Managed:
    """Patients of one condition, by unit: `since` in days before the year, followed to the standard or not, on target or not."""

    condition: str
    person: Ints
    since: Ints
    is_standard: Column
    is_controlled: Column

    def __len__(self) -> int:
        return len(self.person)


def manage(basis: Basis, name: str, plan: Condition) -> Managed:
    """The managed patients of a followed-up condition, as many as its plan says, the published shares of them to the person."""
    source = basis.stream(f"managed: {name}")
    residents = sum(basis.residents.values())
    estimated = divide(residents * plan.of_residents * plan.prevalence, PPM * PPM)
    person = _chosen(basis, source, plan, divide(estimated * plan.managed, PPM))
    since = between(source, 20, 3200, len(person))
    wanted = divide(len(person) * plan.standard, PPM)
    is_standard = _standard(basis, source, person, wanted)
    is_controlled = _controlled(basis, source, person, divide(len(person) * plan.controlled, PPM))
    return Managed(name, person, since, is_standard, is_controlled)


def may_be_managed(basis: Basis) -> Column:
    """Who lives, or dies only after the last quarter's follow-up."""
    return np.asarray((basis.died == NONE) | (basis.died >= basis.quarter_starts[3] + 7))


def _chosen(basis: Basis, source: np.random.Generator, plan: Condition, count: int) -> Ints:
    """Persons in the order of the register."""
    people = basis.people
    weight = by_band([one.from_ for one in plan.ages], [one.weight for one in plan.ages], people.age)
    lot = source.integers(0, 1 << 40, len(people), dtype=np.int64) // np.maximum(weight, 1)
    is_registered = has_disease(basis, plan.disease) & happens(source, plan.registered, len(people))
    lot = np.where(is_registered, lot - _FIRST, lot)
    open_to = np.flatnonzero(may_be_managed(basis) & ((weight > 0) | is_registered))
    return np.sort(open_to[np.argsort(lot[open_to], kind="stable")[:count]])


def has_disease(basis: Basis, code: str) -> Column:
    """Who is registered with the chronic disease."""
    codes = [one.code for one in basis.profile.chronic_diseases]
    if code not in codes:
        return np.zeros(len(basis.people), dtype=np.bool_)
    return np.asarray((basis.people.disease == codes.index(code)).any(axis=1))


def _standard(basis: Basis, source: np.random.Generator, person: Ints, wanted: int) -> Column:
    """All but as many as are not wanted; no unit is left with fewer than its lowest share, so that small units pass too."""
    unit = basis.people.unit[person]
    mixed = source.permutation(len(person))
    rank = np.empty(len(person), dtype=np.int64)
    rank[mixed] = ranks_within(unit[mixed])
    size = np.bincount(unit, minlength=len(basis.county.units))[unit]
    lean = between(source, 70, 150, len(basis.county.units))[unit]
    missed = (rank + 1) * PPM // np.maximum(size, 1)
    may_miss = np.flatnonzero((missed <= PPM - _LOWEST_SHARE) & (basis.died[person] == NONE))
    chosen = may_miss[np.argsort((missed * 100 // lean)[may_miss], kind="stable")[: len(person) - wanted]]
    is_standard = np.ones(len(person), dtype=np.bool_)
    is_standard[chosen] = False
    return is_standard


def _controlled(basis: Basis, source: np.random.Generator, person: Ints, wanted: int) -> Column:
    """As many as wanted, more of them in some units than in others."""
    lean = between(source, 60, 160, len(basis.county.units))[basis.people.unit[person]]
    lot = source.integers(0, 1 << 40, len(person), dtype=np.int64) // lean
    is_controlled = np.zeros(len(person), dtype=np.bool_)
    is_controlled[np.argsort(lot, kind="stable")[:wanted]] = True
    return is_controlled


def listed_only(basis: Basis) -> list[tuple[str, Ints, Ints]]:
    """Conditions that are managed without follow-ups in the log: name, persons, since how many days."""
    rows = list[tuple[str, Ints, Ints]]()
    for name, plan in basis.plan.listed.items():
        source, people = basis.stream(f"managed: {name}"), basis.people
        lot = source.integers(0, 1 << 40, len(people), dtype=np.int64) - has_disease(basis, plan.disease) * _FIRST
        open_to = np.flatnonzero((basis.died == NONE) & (people.age >= plan.from_age))
        count = divide(len(people) * plan.per_10000, 10_000)
        person = np.sort(open_to[np.argsort(lot[open_to], kind="stable")[:count]])
        rows.append((str(name), person, between(source, 20, 2000, len(person))))
    return rows
