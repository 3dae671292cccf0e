"""The deaths of the year: those that settlement lists tell, other insured after their last bill, and other residents."""

from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import NONE
from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.mortality import GROUPS, WIDTH, age_groups, four_deaths, other_deaths, population
from fenming.facts.twin.care.plan import Cause
from fenming.facts.twin.cases.lists import Lists
from fenming.facts.twin.draw import Ints, between, choose
from fenming.facts.twin.visits import DAY
from fenming.kernel import divide

_ROUNDS = 60


@dataclass(slots=True)
class InHospital:
    """Persons who died in hospital, the day, and the principal diagnosis of their settlement list."""

    person: Ints
    day: Ints
    diagnosis: list[str]


def told_deaths(basis: Basis, lists: Lists | None) -> InHospital:
    """The deaths that settlement lists tell; none without lists."""
    if lists is None:
        return InHospital(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), [])
    codes = [one.diagnosis for one in basis.profile.cases.principals] if basis.profile.cases else []
    person = lists.person.astype(np.int64) - 1
    return InHospital(person, lists.discharged - basis.opened, [codes[at] for at in lists.principal.tolist()])


@dataclass(slots=True)
class Deaths:
    """One entry per death, by day; `person` is NONE for residents who are in no register, `unit` where they lived."""

    person: Ints
    day: Ints
    sex: Ints
    age: Ints
    cause: list[str]
    unit: Ints
    population: Ints
    four: list[int]

    def __len__(self) -> int:
        return len(self.person)


@dataclass(slots=True)
class _Slots:
    """Deaths to come: age group, whether of the four diseases, who and when where that is known, and the known cause."""

    group: Ints
    is_four: Ints
    person: Ints
    day: Ints
    cause: list[str]


def draw_deaths(basis: Basis, told: InHospital) -> Deaths:
    """All deaths of the year; sets `basis.died`."""
    source, heads = basis.stream("deaths"), population(basis)
    residents = heads.sum(axis=0).tolist()
    four = four_deaths(basis.plan.deaths, residents)
    slots = _slots(basis, told, four, other_deaths(basis.plan.deaths, residents))
    basis.died[told.person] = told.day
    for group in range(GROUPS):
        _settle_group(basis, source, slots, group)
    known = slots.person != NONE
    basis.died[slots.person[known]] = slots.day[known]
    return _described(basis, source, slots, heads, four)


def _slots(basis: Basis, told: InHospital, four: list[int], other: list[int]) -> _Slots:
    """The deaths told first; those of the four diseases as far as there are so many."""
    prefixes = basis.plan.deaths.prefixes
    of_four = np.array([code.startswith(prefixes) for code in told.diagnosis], dtype=np.bool_)
    told_group = age_groups(basis.age_on(told.person, told.day))
    group, is_four, index = list[int](), list[bool](), list[int]()
    for number in range(GROUPS):
        mine = np.flatnonzero(told_group == number)
        chronic = mine[of_four[mine]][: four[number]].tolist()
        rest = sorted(set(mine.tolist()) - set(chronic))
        others = max(other[number], len(rest))
        index += chronic + [NONE] * (four[number] - len(chronic)) + rest + [NONE] * (others - len(rest))
        group += [number] * (four[number] + others)
        is_four += [True] * four[number] + [False] * others
    place = np.array(index, dtype=np.int64)
    person, day = (np.where(place == NONE, NONE, np.append(one, NONE)[place]) for one in (told.person, told.day))
    cause = [told.diagnosis[at] if at != NONE and chronic else "" for at, chronic in zip(index, is_four, strict=True)]
    return _Slots(np.array(group, dtype=np.int64), np.array(is_four, dtype=np.bool_), person, day, cause)


def _settle_group(basis: Basis, source: np.random.Generator, slots: _Slots, group: int) -> None:
    """Give the open deaths of a group a day, and a person for as many of them as are insured."""
    rows = np.flatnonzero((slots.group == group) & (slots.person == NONE))
    if not len(rows):
        return
    slots.day[rows] = between(source, 0, basis.year_days - 1, len(rows))
    residents = max(sum(basis.residents.values()), 1)
    insured = source.permutation(rows)[: divide(len(rows) * min(len(basis.people), residents), residents)]
    candidates, last_bill = _candidates(basis, group)
    free = np.ones(len(candidates), dtype=np.bool_)
    for _round in range(_ROUNDS):
        open_rows = insured[slots.person[insured] == NONE]
        reach = np.searchsorted(last_bill, slots.day[open_rows])
        open_rows, reach = open_rows[reach > 0], reach[reach > 0]
        if not len(open_rows):
            return
        drawn = source.integers(0, 1 << 40, len(open_rows), dtype=np.int64) % reach
        first = np.unique(drawn, return_index=True)[1]
        taken = first[free[drawn[first]]]
        taken = taken[np.unique(candidates[drawn[taken]], return_index=True)[1]]
        taken = taken[basis.died[candidates[drawn[taken]]] == NONE]
        slots.person[open_rows[taken]] = candidates[drawn[taken]]
        basis.died[candidates[drawn[taken]]] = slots.day[open_rows[taken]]
        free[drawn[taken]] = False


def _candidates(basis: Basis, group: int) -> tuple[Ints, Ints]:
    """Living persons who are in the age group all year, men and women by their weight, and their last bills, rising."""
    everybody = np.arange(len(basis.people), dtype=np.int64)
    young, old = (age_groups(basis.age_on(everybody, day)) for day in (0, basis.year_days - 1))
    mine = everybody[(young == group) & (old == group) & (basis.died == NONE)]
    weight = basis.plan.deaths.sex_weight
    mine = np.repeat(mine, np.array([0, weight[1], weight[2]], dtype=np.int64)[basis.people.sex[mine]])
    last_bill = np.full(len(basis.people), NONE, dtype=np.int64)
    np.maximum.at(last_bill, basis.bills.person, basis.bills.seconds.astype(np.int64) // DAY)
    order = np.argsort(last_bill[mine], kind="stable")
    return mine[order], last_bill[mine][order]


def _described(basis: Basis, source: np.random.Generator, slots: _Slots, heads: Ints, four: list[int]) -> Deaths:
    """Sex, age, cause and unit of everybody, by day."""
    people, weight = basis.people, basis.plan.deaths.sex_weight
    known, person = slots.person != NONE, np.maximum(slots.person, 0)
    sex = np.where(known, people.sex[person], choose(source, [0, weight[1], weight[2]], len(person)))
    age = np.where(
        known, basis.age_on(person, slots.day), slots.group * WIDTH + between(source, 0, WIDTH - 1, len(person))
    )
    unit = np.where(known, people.unit[person], between(source, 0, len(basis.county.units) - 1, len(person)))
    causes = _Causes(basis, source)
    cause = causes.drawn(slots, sex)
    order = np.lexsort((slots.person, slots.day))
    return Deaths(
        slots.person[order],
        slots.day[order],
        sex[order],
        age[order],
        [cause[at] for at in order],
        unit[order],
        heads,
        four,
    )


@dataclass(slots=True)
class _Causes:
    basis: Basis
    source: np.random.Generator

    def drawn(self, slots: _Slots, sex: Ints) -> list[str]:
        """The known cause, or one of the plan's that fits sex and age."""
        plan, causes = self.basis.plan.deaths, list(slots.cause)
        for is_four, choices in ((True, plan.four), (False, plan.other)):
            for kind in (1, 2):
                for group in range(GROUPS):
                    rows = np.flatnonzero((slots.is_four == is_four) & (sex == kind) & (slots.group == group))
                    for row, code in zip(rows.tolist(), self._of(choices, kind, group, len(rows)), strict=True):
                        causes[row] = causes[row] or code
        return causes

    def _of(self, choices: tuple[Cause, ...], sex: int, group: int, count: int) -> list[str]:
        fits = [
            one
            for one in choices
            if one.sex in {0, sex} and one.age[0] <= group * WIDTH + WIDTH - 1 and one.age[1] >= group * WIDTH
        ]
        drawn = choose(self.source, [one.weight for one in fits], count)
        return [fits[at].code for at in drawn]
