"""Towns, institutions and health units: the skeleton of the county, the same at every scale."""

from dataclasses import dataclass, field

import numpy as np

from fenming.facts.twin.draw import Ints, between, stream
from fenming.facts.twin.profile import Outside, Profile, Town
from fenming.kernel import split_whole

LEVELS = ("primary", "county", "city", "province")
PRIMARY, COUNTY, CITY, PROVINCE = range(4)
NATIONAL_LEVEL = ("1", "2", "3", "3")
SERIAL = {
    "lead_hospital": 1,
    "township_hospital": 100,
    "village_clinic": 1000,
    "community_station": 5000,
    "public_health_body": 90,
    "outside": 9000,
}


@dataclass(frozen=True, slots=True)
class Institution:
    """One designated institution; `place` groups hospitals outside the county."""

    code: str
    name: str
    kind: str
    level: int
    region: str
    consortium: str = ""
    town: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One health-management unit with the indices of its clinic and its township hospital."""

    code: str
    name: str
    town: Town
    consortium: str
    clinic: int
    hospital: int


@dataclass(slots=True)
class County:
    """Institutions and units in fixed order; indices into these lists stand for them everywhere else."""

    profile: Profile
    institutions: list[Institution] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    def add(self, kind: str, name: str, level: int, **where: str) -> int:
        """Register an institution under an invented national code and return its index."""
        serial = SERIAL[kind] + sum(one.kind == kind for one in self.institutions)
        region = where.pop("region", self.profile.region)
        self.institutions.append(Institution(f"H{region}{serial:05d}", name, kind, level, region, **where))
        return len(self.institutions) - 1

    def at_place(self, place: str) -> list[int]:
        return [index for index, one in enumerate(self.institutions) if one.place == place]

    def lead_of(self, consortium: str) -> int:
        return next(
            i for i, one in enumerate(self.institutions) if one.kind == "lead_hospital" and one.consortium == consortium
        )

    @property
    def areas(self) -> Ints:
        """Per institution: 0 in the county's city, 1 in another city of the province, 2 outside the province."""
        home = self.profile.region
        return np.array(
            [0 if one.region[:4] == home[:4] else 1 if one.region[:2] == home[:2] else 2 for one in self.institutions],
            dtype=np.int64,
        )

    @property
    def levels(self) -> Ints:
        return np.array([one.level for one in self.institutions], dtype=np.int64)


def build_county(profile: Profile) -> County:
    """All institutions and health units of the profile, units ordered by consortium as the profile names them."""
    county = County(profile)
    for consortium_id, consortium in profile.consortia.items():
        county.add("lead_hospital", consortium.lead_hospital, COUNTY, consortium=consortium_id)
    for body in profile.public_health_bodies:
        county.add("public_health_body", body, COUNTY)
    for hospital in profile.outside:
        _add_outside(county, hospital)
    for consortium_id in profile.consortia:
        for town in profile.towns:
            if town.consortium == consortium_id:
                _add_town(county, town)
    return county


def _add_outside(county: County, hospital: Outside) -> None:
    county.add("outside", hospital.name, LEVELS.index(hospital.level), region=hospital.region, place=hospital.place)


def _add_town(county: County, town: Town) -> None:
    places = {"town": town.id, "consortium": town.consortium}
    clinic_number = 0
    for number, plan in enumerate(town.hospitals, 1):
        hospital = county.add("township_hospital", f"示例{town.name}第{number}虚拟卫生院", PRIMARY, **places)
        for position in range(plan.clinics + plan.stations):
            clinic_number += 1
            kind = "village_clinic" if position < plan.clinics else "community_station"
            noun = "村卫生室" if position < plan.clinics else "社区卫生服务站"
            clinic = county.add(kind, f"示例{town.name}虚拟{clinic_number:02d}号{noun}", PRIMARY, **places)
            unit = Unit(
                f"U{town.id}{clinic_number:02d}",
                f"示例{town.name}{clinic_number:02d}号健康管理单元",
                town,
                town.consortium,
                clinic,
                hospital,
            )
            county.units.append(unit)


def heads_by_consortium(profile: Profile, insured: int) -> dict[str, int]:
    """`insured` heads shared out as the consortia's heads at scale 1."""
    return split_whole(insured, {name: one.heads for name, one in profile.consortia.items()})


def heads_by_unit(county: County, insured: int, seed: int) -> Ints:
    """Insured heads per unit: each consortium's heads by drawn unit weights."""
    weights = between(stream(seed, "unit weight"), *county.profile.unit_weight, len(county.units))
    heads: dict[str, int] = {}
    for consortium, whole in heads_by_consortium(county.profile, insured).items():
        mine = {
            unit.code: int(weights[index]) for index, unit in enumerate(county.units) if unit.consortium == consortium
        }
        heads |= split_whole(whole, mine)
    return np.array([heads[unit.code] for unit in county.units], dtype=np.int64)
