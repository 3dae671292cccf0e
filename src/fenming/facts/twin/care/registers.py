"""Health files and contracts of the insured."""

from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import NONE
from fenming.facts.twin.care.basis import Basis, ranks_within
from fenming.facts.twin.draw import Ints, between, happens
from fenming.kernel import PPM

BASIC, KEY, PERSONAL = range(3)
PACKAGES = ("basic", "key", "personal")


@dataclass(slots=True)
class Files:
    """Persons with a health file; days since 1970-01-01, `updated` NONE where never."""

    person: Ints
    opened: Ints
    updated: Ints


@dataclass(slots=True)
class Contracts:
    """Persons with a contract; days of the year."""

    person: Ints
    package: Ints
    began: Ints
    ended: Ints
    fee: Ints


def health_files(basis: Basis) -> Files:
    """Files of at least the plan's share of each unit's insured."""
    plan, source, people = basis.plan.files, basis.stream("files"), basis.people
    mixed = source.permutation(len(people))
    rank = np.empty(len(people), dtype=np.int64)
    rank[mixed] = ranks_within(people.unit[mixed])
    heads = np.bincount(people.unit, minlength=len(basis.county.units))
    wanted = -(-heads * plan.share // PPM)
    person = np.flatnonzero(rank < wanted[people.unit])
    first = int(np.datetime64(f"{plan.first_year}-01-01", "D").astype(np.int64))
    begin = np.maximum(people.born_on[person] + 30, first)
    span = np.maximum(basis.opened - begin, 1)
    opened = begin + source.integers(0, 1 << 30, len(person), dtype=np.int64) % span
    this_year = basis.opened + between(source, 0, basis.year_days - 1, len(person))
    before = opened + source.integers(0, 1 << 30, len(person), dtype=np.int64) % np.maximum(basis.opened - opened, 1)
    last = basis.opened + basis.last_day[person]
    updated = np.where(
        happens(source, plan.updated_this_year, len(person)), np.maximum(np.minimum(this_year, last), opened), before
    )
    return Files(person, opened, np.where(happens(source, plan.never_updated, len(person)), NONE, updated))


def contracts(basis: Basis, managed: Ints) -> Contracts:
    """One contract for everybody whom the register calls contracted; `managed` are persons under management."""
    plan, source, people = basis.plan.contracts, basis.stream("contracts"), basis.people
    person = np.flatnonzero(people.is_contracted)
    age = people.age[person]
    is_key = people.is_chronic[person] | np.isin(person, managed)
    for low, high in plan.key_ages:
        is_key |= (age >= low) & (age <= high)
    is_personal = happens(source, plan.personal, len(person))
    package = np.where(is_personal, PERSONAL, np.where(is_key, KEY, BASIC))
    began = np.minimum(between(source, 0, plan.began_within_days, len(person)), basis.last_day[person])
    fee = between(source, plan.personal_fee[0] // 1000, plan.personal_fee[1] // 1000, len(person)) * 1000
    return Contracts(person, package, began, basis.last_day[person], np.where(is_personal, fee, 0))
