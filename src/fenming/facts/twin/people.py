"""The insured: households with ages and sexes, their unit, and who is registered with which chronic disease."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fenming.facts.twin.draw import Ints, between, choose, happens, stream
from fenming.facts.twin.profile import Household, Profile
from fenming.facts.twin.structure import County, heads_by_unit
from fenming.kernel import split_whole

NONE = -1


@dataclass(frozen=True, slots=True)
class People:
    """One entry per insured person, ordered by unit. `born_on` is days since 1970-01-01, `age` whole years when the
    year begins, so that nobody has bills before birth.

    `disease` holds up to two registered diseases per person as indices, NONE where there is none.
    """

    unit: Ints
    household: Ints
    sex: Ints
    age: Ints
    born_on: Ints
    is_contracted: NDArray[np.bool_]
    disease: Ints
    disease_began: Ints

    def __len__(self) -> int:
        return len(self.unit)

    @property
    def is_chronic(self) -> NDArray[np.bool_]:
        return np.asarray(self.disease[:, 0] != NONE)


def make_people(county: County, insured: int, chronic_heads: int, seed: int) -> People:
    """`insured` persons, of whom `chronic_heads` are registered with one or two chronic diseases."""
    profile = county.profile
    unit = np.repeat(np.arange(len(county.units), dtype=np.int64), heads_by_unit(county, insured, seed))
    source = stream(seed, "people")
    household, sex, age = _members(profile, insured, source)
    opened = int(np.datetime64(f"{profile.year}-01-01", "D").astype(np.int64))
    born_on = opened - age * 365 - age // 4 - between(source, 1, 364, insured)
    disease, began = _registered(county, unit, age, chronic_heads, seed)
    contracted = happens(source, profile.contracted_share, insured) | (disease[:, 0] != NONE)
    return People(unit, _within_unit(household, unit), sex, age, born_on, contracted, disease, began)


def _members(profile: Profile, insured: int, source: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Household number, sex and age of each person; the last household is cut where the heads are reached."""
    kinds = choose(source, [kind.share for kind in profile.households], insured)
    sizes = np.array([len(kind.members) for kind in profile.households], dtype=np.int64)
    household = np.repeat(np.arange(insured, dtype=np.int64), sizes[kinds])[:insured]
    first = np.concatenate(([0], np.cumsum(sizes[kinds])))
    seat = np.arange(insured, dtype=np.int64) - first[household]
    sex_of, low, high = _seats(profile.households, int(sizes.max()))
    kind = kinds[household]
    drawn = source.integers(0, 1 << 30, insured, dtype=np.int64)
    age = low[kind, seat] + drawn % (high[kind, seat] - low[kind, seat] + 1)
    sex = sex_of[kind, seat]
    return household, np.where(sex == 0, between(source, 1, 2, insured), sex), age


def _seats(households: tuple[Household, ...], seats: int) -> tuple[Ints, Ints, Ints]:
    tables = np.zeros((3, len(households), seats), dtype=np.int64)
    for index, household in enumerate(households):
        for seat, member in enumerate(household.members):
            tables[:, index, seat] = (member.sex, *member.age)
    return tables[0], tables[1], tables[2]


def _within_unit(household: Ints, unit: Ints) -> Ints:
    """Household numbers counted anew where the unit changes, so that no household lies in two units."""
    starts = np.flatnonzero(np.diff(household, prepend=-1) | np.diff(unit, prepend=-1))
    numbers = np.zeros(len(household), dtype=np.int64)
    numbers[starts] = 1
    return np.cumsum(numbers)


def by_age(profile: Profile, values: list[int], age: Ints) -> Ints:
    """The value of each person's age band."""
    starts = np.array([band.from_ for band in profile.use_by_age], dtype=np.int64)
    return np.array(values, dtype=np.int64)[np.searchsorted(starts, age, side="right") - 1]


def _registered(county: County, unit: Ints, age: Ints, chronic_heads: int, seed: int) -> tuple[Ints, Ints]:
    """Diseases and their first day per person: weighted by age, exact heads per consortium."""
    profile, source = county.profile, stream(seed, "chronic")
    weight = by_age(profile, [band.chronic_weight for band in profile.use_by_age], age)
    lot = source.integers(0, 1 << 40, len(age), dtype=np.int64) // np.maximum(weight, 1) + (weight == 0) * (1 << 41)
    consortium = np.array([list(profile.consortia).index(one.consortium) for one in county.units], dtype=np.int64)[unit]
    heads = split_whole(chronic_heads, {name: one.chronic_heads for name, one in profile.consortia.items()})
    disease = np.full((len(age), 2), NONE, dtype=np.int64)
    for index, count in enumerate(heads.values()):
        mine = np.flatnonzero(consortium == index)
        chosen = mine[np.argsort(lot[mine], kind="stable")[:count]]
        disease[chosen] = _diseases(profile, source, count)
    opened = int(np.datetime64(f"{profile.year}-01-01", "D").astype(np.int64))
    return disease, opened - between(source, 30, 1800, 2 * len(age)).reshape(-1, 2)


def _diseases(profile: Profile, source: np.random.Generator, count: int) -> Ints:
    weights = [disease.weight for disease in profile.chronic_diseases]
    first, second = choose(source, weights, count), choose(source, weights, count)
    has_second = happens(source, profile.chronic_outpatient.second_disease_share, count) & (second != first)
    return np.stack([first, np.where(has_second, second, NONE)], axis=1)
