"""Work points of the two-card log: what services earn, and which of them cannot be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pytest
from tests.primary_care.care_rows import YEAR, service, suixi, unit, write_tables

from fenming.kernel import BadInput
from fenming.primary_care.public_health import WorkPoints, count_work_points, write_work_points
from fenming.primary_care.public_health.judging import follow_mergers

Count = Callable[..., WorkPoints]
OTHERS: dict[str, list[dict[str, Any]]] = {"death": [], "follow_up": []}


@pytest.fixture
def count(tmp_path) -> Count:
    """`count([service(1)], death=[…])`: the year's points of units U1 and U2 with these services and other tables."""

    def call(services: list[dict[str, Any]], **others: list[dict[str, Any]]) -> WorkPoints:
        tables = {
            "service": services,
            "health_unit": [unit("U1"), unit("U2")],
            "unit_resident": [{"unit_id": "U1", "residents": 120}, {"unit_id": "U2", "residents": 80}],
        }
        return count_work_points(write_tables(tmp_path, **(tables | OTHERS | others)), suixi(), YEAR)

    return call


def quarter(found: WorkPoints, unit_id: str = "U1", name: str = "q1") -> Any:
    return next(one for one in found.quarters if (one.unit_id, one.quarter) == (unit_id, name))


def test_points_are_points_times_quality_rounded_once(count):
    thirds = [service(number, quality_ppm=333_333, service_code="health_education") for number in range(3)]
    found = count([*thirds, service(9), service(10, "2024-05-01T09:00", unit_id="U2")])
    assert quarter(found).points == 12  # 3 × 2 × 0.333333 + 10 = 11.999998
    assert quarter(found).due == 240
    assert quarter(found, "U2", "q2").points == 10
    assert found.micro_points() == {"U1": 11_999_998, "U2": 10_000_000}


def test_a_quarter_without_services_is_zero_only_where_others_logged_some(count):
    found = count([service(1), service(2, "2024-05-01T09:00", unit_id="U2")])
    assert (quarter(found, "U1", "q2").points, quarter(found, "U2", "q1").points) == (0, 0)
    assert quarter(found, "U1", "q4").points is None
    assert "nobody logged a service in q3, q4" in " ".join(map(str, found.findings))


def test_a_unit_that_logged_nothing_has_unknown_points(count):
    found = count([service(1)])
    assert quarter(found, "U2").points is None
    assert {finding.code for finding in found.findings} == {"points.no_services", "points.no_quarter"}


def test_a_resident_cannot_be_served_in_two_units_at_once(count):
    together = [service(1, person_id=5), service(2, "2024-02-01T09:09", person_id=5, unit_id="U2")]
    later = service(3, "2024-02-01T09:20", person_id=5, unit_id="U1")
    found = count([*together, later])
    assert found.reasons == {"two_places": 2}
    assert (quarter(found, "U1").points, quarter(found, "U2").points) == (10, 0)


def test_a_service_that_ends_when_another_begins_is_not_at_the_same_time(count):
    found = count([service(1, person_id=5), service(2, "2024-02-01T09:10", person_id=5, unit_id="U2")])
    assert found.reasons == {}


def test_a_service_past_midnight_overlaps_the_next_day(count):
    night = service(1, "2024-02-01T23:55", person_id=5)
    found = count([night, service(2, "2024-02-02T00:01", person_id=5, institution_id="H9", unit_id="U2")])
    assert found.reasons == {"two_places": 2}


def test_two_institutions_of_one_unit_are_two_places_too(count):
    found = count([service(1, person_id=5, institution_id="H1"), service(2, person_id=5, institution_id="H2")])
    assert found.reasons == {"two_places": 2}


def test_the_dead_are_served_until_their_last_day(count):
    services = [service(1, person_id=5), service(2, "2024-02-02T09:00", person_id=5)]
    found = count(services, death=[{"death_id": "X", "person_id": 5, "died_on": date(2024, 2, 1)}])
    assert found.reasons == {"after_death": 1}
    assert quarter(found).points == 10


def test_a_doctor_cannot_do_more_than_so_many_services_in_any_hour(count):
    hasty = [service(number, f"2024-02-01T09:{number * 4:02d}", doctor_id="D", minutes=1) for number in range(13)]
    calm = [service(100 + number, f"2024-02-02T09:{number * 5:02d}", doctor_id="D", minutes=1) for number in range(12)]
    on_the_hour = service(200, "2024-02-02T10:00", doctor_id="D", minutes=1)
    found = count([*hasty, *calm, on_the_hour])
    assert found.reasons == {"too_fast": 13}


def test_a_lecture_serves_many_at_once(count):
    crowd = [service(number, doctor_id="D", service_code="health_education") for number in range(200)]
    assert count(crowd).reasons == {}


def test_services_beyond_a_doctors_day_earn_nothing(count):
    day = [
        service(number, f"2024-02-01T{6 + number // 10:02d}:{number % 10 * 6:02d}", doctor_id="D", minutes=1)
        for number in range(90)
    ]
    found = count(day)
    assert found.reasons == {"too_many": 10}
    assert quarter(found).points == 800


def test_a_doctor_cannot_be_in_two_homes_at_once_unless_it_is_one_household(count):
    visits = [service(1, doctor_id="D", person_id=1), service(2, doctor_id="D", person_id=2)]
    homes = [
        {"follow_up_id": f"F{person}", "person_id": person, "followed_on": date(2024, 2, 1), "way": "home"}
        for person in (1, 2)
    ]
    assert count(visits, follow_up=homes).reasons == {"two_homes": 2}
    household = [{"person_id": person, "household_id": 77} for person in (1, 2)]
    assert count(visits, follow_up=homes, person=household).reasons == {}


@pytest.mark.parametrize(
    ("shown", "reasons"),
    [
        ({"has_resident_card": False}, {"card_missing": 1}),
        ({"has_doctor_card": False}, {"card_missing": 1}),
        ({"has_doctor_card": None}, {"card_unknown": 1}),
        ({"quality_ppm": 1_000_001}, {"bad_quality": 1}),
        ({"minutes": 1_441}, {"bad_minutes": 1}),
        ({"service_code": "massage"}, {"no_points": 1}),
        ({"unit_id": "U9"}, {"unknown_unit": 1}),
    ],
)
def test_a_service_that_lacks_what_it_needs_earns_nothing(count, shown, reasons):
    found = count([service(1, **shown), service(2)])
    assert found.reasons == reasons
    assert quarter(found).points == 10


def test_a_cleared_service_earns_again_unless_it_has_no_points_at_all(count):
    services = [service(1, has_resident_card=False), service(2, service_code="massage")]
    clearances = [{"service_id": "S1"}, {"service_id": "S2"}]
    found = count(services, service_clearance=clearances)
    assert quarter(found).points == 10
    assert found.reasons == {"no_points": 1}
    assert "massage" not in found.rules.points.value


def test_a_merged_units_services_and_residents_are_those_of_the_unit_it_went_into(count):
    mergers = [{"unit_id": "U0", "into_unit_id": "U2"}, {"unit_id": "U2", "into_unit_id": "U1"}]
    found = count([service(1, unit_id="U0"), service(2, unit_id="U2"), service(3)], unit_merger=mergers)
    assert [one.unit_id for one in found.quarters] == ["U1"] * 4
    assert (quarter(found).points, quarter(found).due) == (30, 400)


def test_mergers_in_a_circle_are_refused():
    assert follow_mergers({"a": "b", "b": "c"}) == {"a": "c", "b": "c"}
    with pytest.raises(BadInput, match="turn in a circle: a, b"):
        follow_mergers({"a": "b", "b": "a"})


def test_what_could_not_be_looked_for_is_told(tmp_path):
    tables = write_tables(tmp_path, service=[service(1)], health_unit=[unit("U1")], unit_resident=[])
    found = count_work_points(tables, suixi(), YEAR)
    codes = [finding.code for finding in found.findings]
    assert codes == ["points.not_checked", "points.not_checked", "points.no_quarter", "points.no_residents"]
    assert quarter(found).due is None


def test_no_log_of_services_is_refused_in_words(tmp_path):
    with pytest.raises(BadInput, match="cannot be counted without: service, unit_resident"):
        count_work_points(write_tables(tmp_path, health_unit=[unit("U1")]), suixi(), YEAR)


def test_the_table_holds_every_unit_and_quarter_and_no_person(tmp_path):
    rows = {"health_unit": [unit("U1"), unit("U2")], "unit_resident": [{"unit_id": "U1", "residents": 120}]}
    tables = write_tables(tmp_path, service=[service(1), service(2, has_doctor_card=False)], **rows, **OTHERS)
    write_work_points(tables, suixi(), YEAR, tmp_path / "out")
    read = duckdb.sql(f"FROM '{tmp_path}/out/work_points.parquet'")
    assert read.columns == ["unit_id", "quarter", "points", "due", "services", "flagged"]
    assert read.fetchall()[0] == ("U1", "q1", 10, 240, 2, 1)
    assert len(read.fetchall()) == 8
