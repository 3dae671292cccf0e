"""Who seeks care, when, where and why: the events of the year before they have a price."""

from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import CHRONIC, INPATIENT, MONEY, NONE, OUTPATIENT, Bills, Column
from fenming.facts.twin.draw import (
    STEPS,
    Ints,
    between,
    choice_table,
    choose,
    draw_quantile,
    happens,
    quantile_table,
    share_of,
    stream,
)
from fenming.facts.twin.people import People, by_age
from fenming.facts.twin.profile import Place, Portion, Profile
from fenming.facts.twin.structure import County
from fenming.kernel import PPM, split_whole

DAY = 86_400
OLDEST = 100


@dataclass(slots=True)
class Events:
    """What a generator of visits needs: the county, its people and one stream of numbers."""

    county: County
    people: People
    source: np.random.Generator

    @property
    def profile(self) -> Profile:
        return self.county.profile

    def visits(self, per_100: Ints) -> Ints:
        """Persons, each as often as they come, given their yearly mean per 100; ordered by person."""
        bands = self.profile.frailty
        factor = np.array([band.factor for band in bands], dtype=np.int64)
        mean = per_100 * factor[choose(self.source, [band.share for band in bands], len(per_100))]
        times = self.source.poisson(mean / (100 * PPM))
        return np.repeat(np.arange(len(per_100), dtype=np.int32), times)

    def seconds(self, count: int) -> Column:
        """Instants in office hours, days by the profile's month weights."""
        day = _days(self.profile)[self.source.integers(0, 1 << 16, count, dtype=np.int32)]
        return np.asarray(day * DAY + self.source.integers(8 * 3600, 18 * 3600, count, dtype=np.int32), dtype=np.int32)

    def places(self, places: tuple[Place, ...], person: Column) -> tuple[Ints, Column]:
        """Which of `places` each visit goes to, and the institution there."""
        which = choose(self.source, [place.share for place in places], len(person))
        home = _HomeOffer(self.county).institutions([place.place for place in places])
        draw = self.source.integers(0, 1 << 20, len(person), dtype=np.int32) % home.shape[2]
        return which, home[which, self.people.unit[person], draw].astype(np.int16)

    def amounts(self, places: tuple[Place, ...], which: Ints) -> Ints:
        tables = np.stack([quantile_table(place.amount) for place in places])
        return draw_quantile(self.source, tables, which)


@dataclass(slots=True)
class _HomeOffer:
    """The institutions open to each unit by place; places with several are drawn among."""

    county: County

    def institutions(self, places: list[str]) -> Ints:
        """Shape (place, unit, draw)."""
        choices = 60
        table = np.zeros((len(places), len(self.county.units), choices), dtype=np.int64)
        for index, place in enumerate(places):
            for unit in range(len(self.county.units)):
                offered = self._offered(place, unit)
                table[index, unit] = np.resize(np.array(offered, dtype=np.int64), choices)
        return table

    def _offered(self, place: str, unit: int) -> list[int]:
        home = self.county.units[unit]
        if place == "clinic":
            return [home.clinic]
        if place == "township":
            return [home.hospital]
        if place == "lead":
            return [self.county.lead_of(home.consortium)]
        if place == "other_lead":
            others = [name for name in self.county.profile.consortia if name != home.consortium]
            return [self.county.lead_of(name) for name in others or [home.consortium]]
        return self.county.at_place(place)


def _days(profile: Profile) -> Column:
    """A table of 65,536 days of the year, months by their weights."""
    starts = [np.datetime64(f"{profile.year}-{month:02d}-01", "D") for month in range(1, 13)]
    starts.append(np.datetime64(f"{profile.year + 1}-01-01", "D"))
    weights = {}
    for month in range(12):
        for day in range(
            int((starts[month] - starts[0]).astype(int)), int((starts[month + 1] - starts[0]).astype(int))
        ):
            weights[str(day)] = profile.month_weight[month]
    return np.repeat(np.arange(len(weights), dtype=np.int32), list(split_whole(1 << 16, weights).values()))


@dataclass(slots=True)
class Diagnoses:
    """Drawing a diagnosis that fits age and sex."""

    profile: Profile
    inpatient: bool

    def draw(self, source: np.random.Generator, sex: Ints, age: Ints) -> Column:
        tables = np.stack([self._of_sex(1), self._of_sex(2)])
        slot = source.integers(0, STEPS, len(sex), dtype=np.int32)
        return tables[sex - 1, np.minimum(age, OLDEST), slot]

    def _of_sex(self, sex: int) -> Column:
        rows = [
            choice_table([self._weight(index, sex, age) for index in range(len(self.profile.diagnoses))], STEPS)
            for age in range(OLDEST + 1)
        ]
        return np.stack(rows).astype(np.int16)

    def _weight(self, index: int, sex: int, age: int) -> int:
        diagnosis = self.profile.diagnoses[index]
        fits = diagnosis.sex in {0, sex} and diagnosis.age[0] <= min(age, 99) <= diagnosis.age[1]
        return (diagnosis.inpatient if self.inpatient else diagnosis.outpatient) if fits else 0


def outpatient_visits(county: County, people: People, seed: int) -> Bills:
    """A year of ordinary outpatient bills with their fees."""
    care = county.profile.outpatient
    events = Events(county, people, stream(seed, "outpatient"))
    person = events.visits(by_age(county.profile, [band.visits for band in county.profile.use_by_age], people.age))
    which, institution = events.places(care.places, person)
    diagnosis = Diagnoses(county.profile, inpatient=False).draw(events.source, people.sex[person], people.age[person])
    bills = _empty(person, institution, diagnosis)
    bills.seconds = events.seconds(len(person))
    bills.care_type = np.where(happens(events.source, care.emergency_share, len(person)), 13, 11).astype(np.int8)
    bills.total = events.amounts(care.places, which)
    _portions(events.source, bills, care.excluded, care.upfront)
    return bills


def chronic_visits(county: County, people: People, seed: int) -> Bills:
    """A year of chronic outpatient bills of the registered, each for one of their diseases."""
    profile = county.profile
    care = profile.chronic_outpatient
    events = Events(county, people, stream(seed, "chronic outpatient"))
    person = events.visits(people.is_chronic * care.visits_per_100)
    which, institution = events.places(care.places, person)
    disease = _one_disease(events.source, people, person)
    bills = _empty(person, institution, _principal(profile)[disease])
    bills.seconds = events.seconds(len(person))
    bills.care[:], bills.care_type[:] = CHRONIC, 14
    bills.disease = disease.astype(np.int8)
    bills.total = events.amounts(care.places, which)
    _portions(events.source, bills, care.excluded, care.upfront)
    return bills


def inpatient_visits(county: County, people: People, seed: int) -> Bills:
    """A year of admissions: `total` is the fee before calibration, its parts follow from fee lines."""
    profile = county.profile
    events = Events(county, people, stream(seed, "inpatient"))
    general = events.visits(by_age(profile, [band.admissions for band in profile.use_by_age], people.age))
    chronic = events.visits(people.is_chronic * profile.inpatient.chronic_admissions_per_100)
    person = np.concatenate((general, chronic))
    which, institution = events.places(profile.inpatient.places, person)
    drawn = Diagnoses(profile, inpatient=True).draw(events.source, people.sex[general], people.age[general])
    own = _principal(profile)[_one_disease(events.source, people, chronic)]
    bills = _empty(person, institution, np.concatenate((drawn, own)))
    bills.seconds = events.seconds(len(person))
    bills.total = events.amounts(profile.inpatient.places, which)
    _admissions(events, bills, which)
    bills.disease = _registered_disease(profile, people, bills)
    return bills


def _admissions(events: Events, bills: Bills, which: Ints) -> None:
    """Care type, length of stay and referral of each admission."""
    care, source, count = events.profile.inpatient, events.source, len(bills)
    by_diagnosis = np.array([one.care_type for one in events.profile.diagnoses], dtype=np.int8)[bills.diagnosis]
    is_emergency = happens(source, care.emergency_share, count) & (by_diagnosis == 21)
    bills.care[:] = INPATIENT
    bills.care_type = np.where(is_emergency, 24, by_diagnosis).astype(np.int8)
    low, high = (np.array([place.stay[end] for place in care.places], dtype=np.int64)[which] for end in (0, 1))
    bills.stay_days = (low + source.integers(0, 1 << 20, count) % (high - low + 1)).astype(np.int16)
    is_away = events.county.areas[bills.institution] > 0
    bills.is_referred = is_away & (is_emergency | happens(source, care.referred_share, count))


def _empty(person: Column, institution: Column, diagnosis: Column) -> Bills:
    """Bills of ordinary outpatient care without time and money."""
    count = len(person)
    columns: dict[str, Column] = {
        name: np.zeros(count, dtype=np.int8) for name in ("care_type", "is_referred", "stay_days")
    }
    columns |= {name: np.zeros(count, dtype=np.int32) for name in ("seconds", "visit")}
    columns |= {name: np.zeros(count, dtype=np.int64) for name in MONEY}
    return Bills(
        person=person,
        institution=institution,
        diagnosis=diagnosis.astype(np.int16),
        care=np.full(count, OUTPATIENT, dtype=np.int8),
        disease=np.full(count, NONE, dtype=np.int8),
        copy_of=np.full(count, NONE, dtype=np.int32),
        sign=np.ones(count, dtype=np.int8),
        **columns,
    )


def _portions(source: np.random.Generator, bills: Bills, excluded: Portion, upfront: Portion) -> None:
    """Split the total of bills without fee lines into excluded, upfront and eligible."""
    for name, portion in (("excluded", excluded), ("upfront", upfront)):
        part = share_of(bills.total, between(source, *portion.of_total, len(bills)))
        setattr(bills, name, np.where(happens(source, portion.bills, len(bills)), part, 0))
    bills.eligible = bills.total - bills.excluded - bills.upfront


def _one_disease(source: np.random.Generator, people: People, person: Column) -> Ints:
    """One registered disease of each person: the second in 40 % of the visits of those who have two."""
    second = people.disease[person, 1]
    is_second = (second != NONE) & (source.integers(0, 10, len(person)) < 4)
    return np.asarray(np.where(is_second, second, people.disease[person, 0]), dtype=np.int64)


def _principal(profile: Profile) -> Ints:
    """Per disease the index of its principal diagnosis."""
    codes = [one.code for one in profile.diagnoses]
    return np.array([codes.index(disease.diagnosis) for disease in profile.chronic_diseases], dtype=np.int64)


def _registered_disease(profile: Profile, people: People, bills: Bills) -> Column:
    """The disease the principal diagnosis belongs to, where the person is registered for it."""
    codes = [disease.code for disease in profile.chronic_diseases]
    of_diagnosis = np.array(
        [codes.index(one.chronic) if one.chronic else NONE for one in profile.diagnoses], dtype=np.int64
    )
    disease = of_diagnosis[bills.diagnosis]
    has = (disease != NONE) & (people.disease[bills.person] == disease[:, None]).any(axis=1)
    return np.where(has, disease, NONE).astype(np.int8)
