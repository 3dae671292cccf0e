"""Institutions, units and heads as published, at full scale."""

from collections import Counter

import numpy as np
import pytest

from fenming.facts.twin.people import make_people
from fenming.facts.twin.structure import build_county, heads_by_consortium, heads_by_unit


@pytest.fixture(scope="module")
def county(suixi):
    return build_county(suixi)


def test_units_clinics_and_stations_are_as_many_as_published(county):
    kinds = Counter(one.kind for one in county.institutions)
    assert len(county.units) == 232
    assert (kinds["village_clinic"], kinds["community_station"]) == (212, 20)
    assert (kinds["lead_hospital"], kinds["township_hospital"], kinds["public_health_body"]) == (2, 18, 3)


def test_towns_and_consortia_have_their_published_parts(county):
    units = Counter(unit.town.name for unit in county.units)
    assert [units[name] for name in ("刘桥镇", "铁佛镇", "百善镇", "临涣镇")] == [17, 26, 22, 19]
    assert len(units) == 12
    parts = Counter((one.consortium, one.kind) for one in county.institutions)
    assert [parts["people", kind] for kind in ("township_hospital", "village_clinic")] == [12, 133]
    assert [parts["tcm", kind] for kind in ("township_hospital", "village_clinic")] == [6, 79]


def test_every_unit_has_a_clinic_and_a_hospital_of_its_own_town_and_consortium(county):
    for unit in county.units:
        for index in (unit.clinic, unit.hospital):
            assert county.institutions[index].town == unit.town.id
            assert county.institutions[index].consortium == unit.consortium


def test_every_name_says_that_it_is_invented(county):
    assert all("示例" in one.name or "虚拟" in one.name for one in county.institutions)
    assert len({one.code for one in county.institutions}) == len(county.institutions)
    assert all(len(one.code) == 12 for one in county.institutions)


def test_heads_at_full_scale_follow_the_published_budgets(county, suixi):
    assert heads_by_consortium(suixi, 840_480) == {"people": 564_681, "tcm": 275_799}
    heads = heads_by_unit(county, 840_480, seed=3)
    assert heads.sum() == 840_480
    assert heads.min() > 0
    assert sum(int(heads[i]) for i, unit in enumerate(county.units) if unit.consortium == "tcm") == 275_799


def test_chronic_heads_at_full_scale_follow_the_published_quotas(county):
    people = make_people(county, 840_480, 43_511, seed=3)
    is_tcm = np.array([unit.consortium == "tcm" for unit in county.units])[people.unit]
    assert int(people.is_chronic.sum()) == 43_511
    assert int((people.is_chronic & is_tcm).sum()) == 15_000
    assert people.age[people.is_chronic].min() >= 15
    assert (people.disease[:, 0] != people.disease[:, 1])[people.is_chronic].all()
