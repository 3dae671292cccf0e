"""The registry of chronic patients: who is expected, registered, managed, and how well."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.primary_care.care_rows import follow_up, managed, pressure, suixi, unit, write_tables

from fenming.kernel import BadInput, Book, Grade
from fenming.mechanisms import recompute
from fenming.primary_care.chronic import Condition, Registry, chronic_registry

DAY = date(2024, 12, 31)
Register = Callable[..., Registry]


@pytest.fixture
def register(tmp_path) -> Register:
    """`register([managed(1)], [follow_up(1, 1)])`: the registry of units U1 and U2 at the end of the year."""

    def call(
        patients: list[dict[str, Any]], follow_ups: list[dict[str, Any]], day: date = DAY, **others: Any
    ) -> Registry:
        tables = {
            "health_unit": [unit("U1"), unit("U2", "H2")],
            "unit_resident": [{"unit_id": "U1", "residents": 3_931}, {"unit_id": "U2", "residents": 3_931}],
            "managed_patient": patients,
            "follow_up": follow_ups,
        }
        return chronic_registry(write_tables(tmp_path, **(tables | others)), suixi(day), day)

    return call


def of(registry: Registry, unit_id: str = "U1", condition: str = "hypertension") -> Condition:
    return next(row for row in registry.units if (row.party, row.condition) == (unit_id, condition))


def test_the_last_reading_of_the_year_decides_and_a_follow_up_without_one_does_not(register):
    follow_ups = [
        follow_up(1, 1, "2024-03-01", **pressure(150, 85)),
        follow_up(2, 1, "2024-11-01", **pressure(139, 89)),
        follow_up(3, 1, "2024-12-01", way="phone"),
        follow_up(4, 2, "2024-03-01", **pressure(120, 70)),
        follow_up(5, 2, "2024-11-01", **pressure(120, 90)),
        follow_up(6, 3, "2023-11-01", **pressure(120, 70)),
    ]
    row = of(register([managed(1), managed(2), managed(3)], follow_ups))
    assert {name: row.value(name) for name in ("managed", "controlled", "without_reading")} == {
        "managed": 3,
        "controlled": 1,
        "without_reading": 1,
    }
    assert row.value("controlled_rate") == 333_333


def test_of_two_follow_ups_on_one_day_the_one_registered_later_is_the_last(register):
    follow_ups = [follow_up(2, 1, **pressure(120, 70)), follow_up(1, 1, **pressure(180, 100))]
    assert of(register([managed(1)], follow_ups)).value("controlled") == 1


@pytest.mark.parametrize(
    ("reading", "controlled"),
    [
        ({"fasting_glucose": 69_999}, 1),
        ({"fasting_glucose": 70_000}, 0),
        ({"random_glucose": 99_999}, 1),
        ({"random_glucose": 100_000}, 0),
        ({"fasting_glucose": 70_000, "random_glucose": 50_000}, 0),
    ],
)
def test_fasting_glucose_is_judged_before_random_glucose(register, reading, controlled):
    patients = [managed(1, condition="diabetes")]
    row = of(register(patients, [follow_up(1, 1, condition="diabetes", **reading)]), condition="diabetes")
    assert row.value("controlled") == controlled


def test_managed_to_the_standard_means_as_many_follow_ups_as_the_pack_asks(register):
    days = ("2024-01-05", "2024-04-05", "2024-07-05", "2024-10-05")
    four = [follow_up(number, 1, day) for number, day in enumerate(days)]
    three = [follow_up(10 + number, 2, day) for number, day in enumerate(days[:3])]
    of_another = [follow_up(20, 2, "2024-12-05", condition="diabetes")]
    row = of(register([managed(1), managed(2)], [*four, *three, *of_another]))
    assert (row.value("standard"), row.value("standard_rate")) == (1, 500_000)


def test_a_condition_without_readings_has_a_standard_rate_by_follow_ups_alone(register):
    patients = [managed(1, condition="severe_mental"), managed(2, condition="severe_mental")]
    visits = [follow_up(month, 1, f"2024-{month:02d}-01", condition="severe_mental") for month in (1, 4, 7, 10)]
    row = of(register(patients, visits), condition="severe_mental")
    assert (row.value("standard"), row.value("standard_rate")) == (1, 500_000)
    names = ("controlled", "controlled_rate", "without_reading", "estimated")
    assert [row.value(name) for name in names] == [None] * 4


def test_where_nobody_logged_a_follow_up_the_standard_is_unknown_and_never_zero(register):
    patients = [managed(1), managed(2, condition="severe_mental"), managed(3, condition="tuberculosis")]
    registry = register(patients, [follow_up(1, 1)])
    assert of(registry).value("standard_rate") == 0
    assert of(registry, condition="severe_mental").value("standard_rate") is None
    assert [one.rows for one in registry.findings if one.code == "chronic.no_follow_ups"] == [0]
    assert {row.condition for row in registry.units} == {
        "hypertension",
        "severe_mental",
    }  # no number is written for others


def test_townships_are_called_by_the_names_of_their_hospitals(register):
    hospitals = [{"institution_id": "H1", "name": "甲镇卫生院", "kind": "township_hospital"}]
    registry = register([managed(1)], [follow_up(1, 1)], institution=hospitals)
    assert [(row.party, row.label) for row in registry.townships] == [("H1", "甲镇卫生院"), ("H2", "H2")]


def test_management_counts_on_the_last_day_only(register):
    ended = managed(1, managed_to=date(2024, 12, 30))
    until_then = managed(2, managed_to=DAY)
    later = managed(3, managed_from=date(2025, 1, 1))
    assert of(register([ended, until_then, later], [])).value("managed") == 1


def test_the_management_rate_does_not_start_from_a_rounded_estimate(register):
    registry = register([managed(number) for number in range(314)], [])
    row, county = of(registry), registry.county[0]
    assert row.value("estimated") == 628  # 3,931 × 85 % × 18.8 % = 628.1738
    assert row.value("managed_rate") == 499_862
    assert county.value("estimated") == 1_256  # not twice 628.17 rounded each
    assert row.figures["estimated"].grade is Grade.ASSUMED


def test_units_add_up_to_townships_and_the_county(register):
    registry = register([managed(1), managed(2, unit_id="U2"), managed(3, unit_id="U2")], [])
    assert [(row.party, row.value("managed")) for row in registry.townships] == [("H1", 1), ("H2", 2)]
    assert registry.county[0].value("managed") == 3
    assert all(recompute(figure) == figure.value for figure in Book(registry.figures()))


def test_registered_are_those_in_the_insurers_register_or_under_management_each_once(register):
    people = [{"person_id": person, "unit_id": "U1"} for person in (1, 2, 3)]
    diseases = [
        {"person_id": 1, "disease_id": "M03900", "began_on": date(2020, 1, 1)},
        {"person_id": 2, "disease_id": "M03902", "began_on": date(2020, 1, 1)},
        {"person_id": 3, "disease_id": "M03900", "began_on": date(2020, 1, 1), "ended_on": date(2023, 12, 31)},
    ]
    row = of(register([managed(1)], [], person=people, chronic=diseases))
    assert (row.value("registered"), row.value("managed")) == (2, 1)


def test_without_the_insurers_register_nobody_is_called_unregistered(register):
    registry = register([managed(1)], [follow_up(1, 1)])
    assert of(registry).value("registered") is None
    assert [finding.code for finding in registry.findings] == ["chronic.no_register"]


def test_unknown_residents_give_no_estimate_and_a_finding(register):
    registry = register([managed(1)], [], unit_resident=[{"unit_id": "U2", "residents": 10}])
    row = of(registry)
    assert (row.value("estimated"), row.value("managed_rate")) == (None, None)
    assert registry.county[0].value("estimated") is None
    assert "U1" in next(one.what for one in registry.findings if one.code == "chronic.no_residents")


def test_a_unit_without_patients_has_no_rates_rather_than_zero(register):
    row = of(register([managed(1)], []), "U2")
    assert (row.value("managed"), row.value("standard_rate"), row.value("managed_rate")) == (0, None, 0)


def test_a_merged_units_patients_are_those_of_the_unit_it_went_into(register):
    registry = register([managed(1, unit_id="U2")], [], unit_merger=[{"unit_id": "U2", "into_unit_id": "U1"}])
    assert [(row.party, row.value("managed"), row.value("estimated")) for row in registry.units] == [("U1", 1, 1_256)]


def test_an_earlier_day_sees_only_what_was_known_then(register):
    follow_ups = [
        follow_up(1, 1, "2024-03-01", **pressure(150, 85)),
        follow_up(2, 1, "2024-11-01", **pressure(130, 80)),
    ]
    assert of(register([managed(1)], follow_ups, date(2024, 6, 30))).value("controlled") == 0
    assert of(register([managed(1)], follow_ups)).value("controlled") == 1


def test_no_records_of_patients_are_refused_in_words(tmp_path):
    tables = write_tables(tmp_path, health_unit=[unit("U1")], unit_resident=[])
    with pytest.raises(BadInput, match="cannot be told without: managed_patient, follow_up"):
        chronic_registry(tables, suixi(), DAY)
