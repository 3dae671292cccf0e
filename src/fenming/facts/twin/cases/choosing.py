"""Choosing treatments and further diagnoses: what goes with a principal diagnosis, sex and age, and how dear the stay was."""

from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import NONE, Column
from fenming.facts.twin.cases.lists import all_treatments, nothing
from fenming.facts.twin.cases.plan import ByLevel, CasePlan, PrincipalPlan, Secondary
from fenming.facts.twin.draw import Ints, choice_table, happens
from fenming.facts.twin.structure import PRIMARY
from fenming.kernel import PPM

COMMON_PLACES = 3
PLACES = 3 + COMMON_PLACES
_SLOTS = 1 << 8
_OLDEST = 100


@dataclass(slots=True)
class Stays:
    """What is known of stays before anything is chosen. `level` is that of the institution."""

    principal: Column
    level: Ints
    sex: Column
    age: Column
    total: Ints

    def __len__(self) -> int:
        return len(self.principal)


def dearness(source: np.random.Generator, stays: Stays, pull: int) -> Ints:
    """Where each stay stands among those of its diagnosis and level, in ppm: by its cost as far as `pull`, else by chance."""
    group = stays.principal.astype(np.int64) * 8 + stays.level
    by_cost = _standing(group, stays.total)
    chance = source.integers(0, PPM, len(stays), dtype=np.int64)
    return _standing(group, by_cost * pull + chance * (PPM - pull))


def _standing(group: Ints, value: Ints) -> Ints:
    """The share of the group that comes before each entry, in ppm."""
    order = np.lexsort((value, group))
    sizes = np.bincount(group)
    starts = np.concatenate(([0], np.cumsum(sizes)))[group[order]]
    standing = np.empty(len(group), dtype=np.int64)
    standing[order] = (np.arange(len(group), dtype=np.int64) - starts) * PPM // sizes[group[order]]
    return standing


def by_level(share: ByLevel, level: Ints) -> Ints:
    return np.where(level == PRIMARY, share.primary, share.county)


def choose_treatments(source: np.random.Generator, plan: CasePlan, stays: Stays) -> tuple[Column, Ints]:
    """The treatment of each stay, dear ones first, and its minutes on a ventilator."""
    standing = dearness(source, stays, plan.cost_pull)
    treatment, first = nothing(len(stays)), 0
    for index, principal in enumerate(plan.principals):
        rows = np.flatnonzero(stays.principal == index)
        is_treated = standing[rows] >= PPM - by_level(principal.treated, stays.level[rows])
        treatment[rows] = np.where(is_treated, first + _one_of(source, principal, len(rows)), NONE)
        first += len(principal.treatments)
    return treatment, _ventilation(source, plan, treatment)


def _one_of(source: np.random.Generator, principal: PrincipalPlan, count: int) -> Ints:
    if not principal.treatments or not count:
        return nothing(count)
    table = choice_table([one.weight for one in principal.treatments])
    return np.asarray(table[source.integers(0, len(table), count, dtype=np.int32)])


def _ventilation(source: np.random.Generator, plan: CasePlan, treatment: Column) -> Ints:
    spans = np.array([(*one.ventilation,) for one in all_treatments(plan)] or [(0, 0)], dtype=np.int64) * 60
    low, high = spans[treatment, 0], spans[treatment, 1]
    minutes = low + source.integers(0, 1 << 30, len(treatment), dtype=np.int64) % (high - low + 1)
    return np.where(treatment == NONE, 0, minutes)


def choose_further(source: np.random.Generator, plan: CasePlan, stays: Stays) -> tuple[Column, Column]:
    """Further diagnoses of each stay, none twice, and whether one of them is severe."""
    standing = dearness(source, stays, plan.cost_pull)
    severe_from = PPM - by_level(plan.severe, stays.level)
    is_severe = standing >= severe_from
    is_moderate = ~is_severe & (standing >= severe_from - by_level(plan.moderate, stays.level))
    is_second = (is_severe | is_moderate) & happens(source, plan.second_moderate, len(stays))
    choosing = _Choosing(plan, stays, source)
    places = [
        choosing.kind("severe", is_severe),
        choosing.kind("moderate", is_moderate),
        choosing.kind("moderate", is_second),
    ]
    wanted = _common_wanted(source, plan, stays.age)
    places += [choosing.kind("common", wanted > place) for place in range(COMMON_PLACES)]
    return _once_each(np.stack(places, axis=1)), is_severe


def _common_wanted(source: np.random.Generator, plan: CasePlan, age: Column) -> Ints:
    starts = np.array([band.from_ for band in plan.common], dtype=np.int64)
    tables = np.stack([choice_table(band.weights, _SLOTS) for band in plan.common])
    band = np.maximum(np.searchsorted(starts, age, side="right") - 1, 0)
    return np.asarray(tables[band, source.integers(0, _SLOTS, len(age), dtype=np.int32)])


def _once_each(places: Column) -> Column:
    """The same with every diagnosis only at its first place."""
    for later in range(1, places.shape[1]):
        is_repeated = (places[:, :later] == places[:, later, None]).any(axis=1)
        places[is_repeated, later] = NONE
    return places


@dataclass(slots=True)
class _Choosing:
    """Draws from the secondary diagnoses of one kind that fit the principal one, sex and age."""

    plan: CasePlan
    stays: Stays
    source: np.random.Generator

    def kind(self, kind: str, wanted: Column) -> Column:
        """One for each stay where it is `wanted` and any fits."""
        starts = [band.from_ for band in self.plan.common]
        rows = np.flatnonzero(wanted)
        chosen = nothing(len(self.stays))
        band = np.maximum(np.searchsorted(np.array(starts), self.stays.age[rows], side="right") - 1, 0)
        slot = self.source.integers(0, _SLOTS, len(rows), dtype=np.int32)
        key = (self.stays.principal[rows].astype(np.int64) * 2 + self.stays.sex[rows] - 1) * len(starts) + band
        for one in np.unique(key).tolist():
            principal, sex, age_band = one // len(starts) // 2, one // len(starts) % 2 + 1, one % len(starts)
            span = (starts[age_band], (*starts[1:], _OLDEST + 1)[age_band] - 1)
            table = self._table(kind, self.plan.principals[principal].diagnosis, sex, span)
            mine = key == one
            chosen[rows[mine]] = table[slot[mine]]
        return chosen

    def _table(self, kind: str, principal: str, sex: int, span: tuple[int, int]) -> Ints:
        weights = [
            one.weight if one.kind == kind and _fits(one, principal, sex, span) else 0 for one in self.plan.secondaries
        ]
        return choice_table(weights, _SLOTS) if any(weights) else nothing(_SLOTS)


def _fits(one: Secondary, principal: str, sex: int, span: tuple[int, int]) -> bool:
    """Whether persons may have `one` beside `principal` from the beginning of the age span on."""
    is_of_age = one.age[0] <= span[0] <= one.age[1]
    goes_with = not one.with_ or principal.startswith(one.with_)
    return is_of_age and one.sex in {0, sex} and goes_with and not principal.startswith((*one.without, one.code))
