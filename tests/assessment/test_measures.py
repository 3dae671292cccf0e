"""Measures: what is counted of bills, stays and registers, for whom, and what is said of what is missing."""

from datetime import date, datetime

import pytest
from tests.assessment.measured_county import Measured, bill, refund, registers, stay
from tests.primary_care.care_rows import YEAR

MANAGED = {"condition": "hypertension", "managed_from": date(2020, 1, 1)}
MONEY = ("fund_all_fen", "fund_in_county_fen", "fund_primary_fen", "medical_spend_fen")
STAYS = ("all_admissions", "county_admissions", "county_inpatient_fen", "outside_admissions")


@pytest.fixture
def measured(tmp_path):
    return lambda *wanted, **tables: Measured(tmp_path, wanted or None, **registers(**tables))


def managed(person: int, unit: str = "U1", **changes):
    return {"person_id": person, "unit_id": unit} | MANAGED | changes


def follow_up(number: int, person: int, day: str, **readings):
    return {"follow_up_id": f"F{number}", "person_id": person, "unit_id": "U1", "condition": "hypertension"} | {
        "followed_on": date.fromisoformat(day)
    } | readings  # fmt: skip


def test_fund_money_is_told_by_where_it_was_spent_and_whose_it_is(measured):
    bills = [bill("B1"), bill("B2", 3, "L2"), bill("B3", 3, "O1"), bill("B4", 1, "P00001", care_type="41")]
    found = measured(*MONEY, bill=bills)
    assert found.by("unit_id", "fund_all_fen") == {"U1": 5_000, "U2": 10_000}
    assert found.by("unit_id", "fund_in_county_fen") == {"U1": 5_000, "U2": 5_000}
    assert found.by("consortium_id", "fund_primary_fen") == {"C1": 5_000, "C2": 0}
    assert found.county("medical_spend_fen") == 40_000


def test_a_visit_refunded_whole_is_no_visit_and_its_money_is_gone(measured):
    visit = bill("B1")
    found = measured("insured_visits", "fund_all_fen", bill=[visit, refund("R1", visit), bill("B2")])
    assert found.county("insured_visits") == 1
    assert found.county("fund_all_fen") == 5_000


def test_a_part_refunded_leaves_the_visit(measured):
    visit = bill("B1")
    back = refund("R1", visit) | {"total_fen": -4_000, "platform_fund_fen": -2_000}
    found = measured("insured_visits", "fund_all_fen", bill=[visit, back])
    assert (found.county("insured_visits"), found.county("fund_all_fen")) == (1, 3_000)


def test_a_refund_of_next_year_is_next_years_money_but_the_visit_is_gone(measured):
    visit = bill("B1")
    late = refund("R1", visit, settled_at=datetime.fromisoformat("2025-01-05"))
    found = measured("insured_visits", "fund_all_fen", bill=[visit, late])
    assert (found.county("insured_visits"), found.county("fund_all_fen")) == (0, 5_000)


def test_settlements_in_the_middle_of_a_stay_are_one_admission_with_all_its_cost(measured):
    parts = [
        stay("S1", "2024-05-01", "2024-05-10", is_mid_stay=True),
        stay("S2", "2024-05-10", "2024-05-20"),
        stay("S3", "2024-07-01", "2024-07-05", institution_id="O1"),
    ]
    found = measured(*STAYS, bill=parts)
    assert [found.county(name) for name in STAYS] == [2, 1, 20_000, 1]


def test_a_stay_that_goes_on_into_the_next_year_is_counted_then(measured):
    parts = [
        stay("S1", "2024-12-20", "2024-12-31", is_mid_stay=True),
        stay("S2", "2025-01-01", "2025-01-05"),
        stay("S3", "2024-02-01", "2024-02-05"),
    ]
    assert measured(*STAYS, bill=parts).county("all_admissions") == 1


def test_a_stay_refunded_whole_is_no_admission(measured):
    whole = stay("S1", "2024-05-01", "2024-05-10")
    found = measured(*STAYS, bill=[whole, refund("R1", whole), stay("S2", "2024-06-01", "2024-06-05")])
    assert (found.county("all_admissions"), found.county("county_inpatient_fen")) == (1, 10_000)


def test_last_years_stays_count_only_where_every_month_of_last_year_is_listed(measured):
    def listed(number, day, person=1):
        days = {"admitted_on": date.fromisoformat(day), "discharged_on": date.fromisoformat(day)}
        return {"case_id": f"K{number}", "person_id": person, "institution_id": "L1", "scheme": "390", "diagnoses": "I10",
                "total_fen": 10_000} | days  # fmt: skip

    whole_year = [listed(month, f"2023-{month:02d}-05", person=9) for month in range(1, 13)]
    names = ("listed_stays_before", "listed_stay_cost_before_fen")
    assert measured(*names, case=whole_year[:11]).codes() == ["assessment.rows_missing"] * 2
    found = measured(*names, case=[*whole_year, listed(20, "2024-01-05")])
    assert [found.county(name) for name in names] == [12, 120_000]
    assert found.by("unit_id", "listed_stays_before") == {"": 12, "U1": 0, "U2": 0}


def test_bills_of_persons_nobody_knows_count_for_the_county_alone(measured):
    found = measured("fund_all_fen", bill=[bill("B1"), bill("B2", 99)])
    assert found.by("unit_id", "fund_all_fen") == {"": 5_000, "U1": 5_000, "U2": 0}
    assert found.county("fund_all_fen") == 10_000


def test_a_unit_without_rows_has_none_where_the_register_is_whole_and_is_missing_where_it_reports_itself(measured):
    counts = [{"unit_id": "U1", "item_id": "PH02", "year": YEAR, "due": 50, "done": 40}]
    found = measured("managed", "item_done.PH02", managed_patient=[managed(1)], item_count=counts)
    assert found.by("unit_id", "managed.hypertension") == {"U1": 1, "U2": 0}
    assert found.by("unit_id", "item_done.PH02") == {"U1": 40}
    (finding,) = found.findings
    assert (finding.code, finding.rows) == ("assessment.party_missing", 1)
    assert "U2" in finding.what


def test_the_last_reading_of_the_year_decides_and_nobody_without_one_is_controlled(measured):
    good, bad = {"systolic_mmhg": 130, "diastolic_mmhg": 80}, {"systolic_mmhg": 150, "diastolic_mmhg": 80}
    visits = [
        follow_up(1, 1, "2024-03-01", **bad), follow_up(2, 1, "2024-11-01", **good), follow_up(3, 1, "2024-12-01"),
        follow_up(4, 2, "2024-03-01", **good), follow_up(5, 2, "2024-11-01", **bad), follow_up(6, 3, "2023-11-01", **good),
    ]  # fmt: skip
    patients = [managed(1), managed(2), managed(3, "U2")]
    found = measured("controlled", "managed", managed_patient=patients, follow_up=visits)
    assert found.by("unit_id", "controlled.hypertension") == {"U1": 1, "U2": 0}
    assert found.county("managed.hypertension") == 3


def test_the_limit_itself_is_not_on_target(measured):
    visits = [follow_up(1, 1, "2024-03-01", systolic_mmhg=140, diastolic_mmhg=80)]
    assert measured("controlled", managed_patient=[managed(1)], follow_up=visits).county("controlled.hypertension") == 0


def test_fasting_glucose_is_judged_first_and_random_only_without_it(measured):
    def sugar(number, person, fasting, at_random):
        return follow_up(number, person, "2024-06-01", fasting_glucose=fasting, random_glucose=at_random) | {
            "condition": "diabetes"
        }

    patients = [managed(person, condition="diabetes") for person in (1, 2, 3)]
    visits = [sugar(1, 1, 69_999, 150_000), sugar(2, 2, None, 99_999), sugar(3, 3, 70_000, 90_000)]
    assert measured("controlled", managed_patient=patients, follow_up=visits).county("controlled.diabetes") == 2


def test_who_is_followed_four_times_is_managed_to_the_standard(measured):
    visits = [follow_up(month, 1, f"2024-{month:02d}-01") for month in (1, 4, 7, 10)]
    visits += [follow_up(20 + month, 2, f"2024-{month:02d}-01") for month in (1, 4, 7)]
    found = measured("standard", managed_patient=[managed(1), managed(2)], follow_up=visits)
    assert found.by("unit_id", "standard.hypertension") == {"U1": 1, "U2": 0}


def test_admissions_and_the_insured_are_counted_by_age_at_the_years_end(measured):
    born = {1: date(1950, 12, 31), 2: date(1949, 1, 1), 3: date(1900, 5, 5), 4: date(1980, 1, 1)}
    people = [row | {"born_on": born[row["person_id"]]} for row in registers()["person"]]
    people[3] |= {"status": "2"}
    days = ("2024-03-01", "2024-03-05")
    stays = [stay("S1", *days), stay("S2", "2024-05-01", "2024-05-05"), stay("S4", *days, person_id=4)]
    found = measured("admissions_aged", "insured_aged", person=people, bill=stays)
    ages = (40, 70, 75, 85)
    assert [found.county(f"insured_aged.{age}") for age in ages] == [None, 1, 1, 1]
    assert [found.county(f"admissions_aged.{age}") for age in ages] == [None, 2, 0, 0]


def test_severe_mental_disorder_is_managed_to_the_standard_by_follow_ups_alone(measured):
    of = {"condition": "severe_mental"}
    visits = [follow_up(month, 1, f"2024-{month:02d}-01") | of for month in (1, 4, 7, 10)]
    found = measured("standard", managed_patient=[managed(1, **of), managed(2, **of), managed(3)], follow_up=visits)
    assert found.by("unit_id", "standard.severe_mental") == {"U1": 1, "U2": 0}
    assert found.by("unit_id", "standard.hypertension") == {}  # nobody logged one: unknown, not zero


def test_who_left_management_before_the_last_day_is_not_managed(measured):
    patients = [managed(1, managed_to=date(2024, 12, 30)), managed(2, managed_to=date(2024, 12, 31))]
    assert measured("managed", managed_patient=patients).county("managed.hypertension") == 1


def test_measured_in_every_quarter_counts_follow_ups_and_measurements_together(measured):
    reading = {"systolic_mmhg": 130, "diastolic_mmhg": 80}
    visits = [follow_up(month, 1, f"2024-{month:02d}-01", **reading) for month in (1, 4, 7)]
    beside = [{"measurement_id": "M1", "person_id": 1, "measured_on": date(2024, 12, 1)} | reading]
    tables = {"managed_patient": [managed(1)], "chronic": [], "follow_up": visits, "measurement": beside}
    found = measured("monitored", "registered", **tables)
    assert found.county("monitored.hypertension") == found.county("registered.hypertension") == 1


def test_admissions_of_managed_persons_count_for_the_unit_that_manages_them(measured):
    tables = {
        "managed_patient": [managed(3, "U1"), managed(3, "U2", condition="diabetes", managed_from=date(2022, 1, 1))]
    }
    found = measured(
        "managed_admissions", "managed_persons", bill=[stay("S1", "2024-05-01", "2024-05-10", person_id=3)], **tables
    )
    assert found.by("unit_id", "managed_persons") == found.by("unit_id", "managed_admissions") == {"U1": 1, "U2": 0}


def test_rows_of_a_merged_unit_count_for_its_last_successor(measured):
    mergers = [
        {"unit_id": "U8", "into_unit_id": "U9", "merged_on": date(2023, 1, 1)},
        {"unit_id": "U9", "into_unit_id": "U1", "merged_on": date(2024, 5, 1)},
        {"unit_id": "U7", "into_unit_id": "U1", "merged_on": date(2025, 5, 1)},
    ]
    residents = [{"unit_id": unit, "residents": 100} for unit in ("U1", "U2", "U8", "U7")]
    found = measured("residents", unit_merger=mergers, unit_resident=residents)
    assert found.by("unit_id", "residents") == {"U1": 200, "U2": 100, "U7": 100}
    assert found.by("township_hospital_id", "residents") == {"": 100, "T1": 200, "T2": 100}
    assert found.codes() == ["assessment.party_unknown"]


def test_units_merged_in_a_ring_are_told_and_stay_under_their_own_code(measured):
    mergers = [
        {"unit_id": one, "into_unit_id": other, "merged_on": date(2024, 1, 1)}
        for one, other in (("U1", "U2"), ("U2", "U1"))
    ]
    found = measured("residents", unit_merger=mergers, unit_resident=[{"unit_id": "U1", "residents": 7}])
    assert found.by("unit_id", "residents") == {"U1": 7}
    assert found.codes().count("assessment.merger_ring") == 2


def test_what_institutions_report_has_all_codes_up_the_chain(measured):
    reports = [
        {"institution_id": one, "year": YEAR, "staff": 5, "visits": visits}
        for one, visits in (("L1", 30), ("T1", 50), ("V1", 20), ("L2", None))
    ]
    found = measured("county_visits", "primary_visits", institution_year=reports)
    assert found.by("institution_id", "county_visits") == {"L1": 30, "T1": 50, "V1": 20}
    assert found.by("township_hospital_id", "primary_visits") == {"T1": 70}
    assert found.by("unit_id", "primary_visits") == {"": 50, "U1": 20}
    missing = [finding.what for finding in found.findings]
    assert len(missing) == 2
    assert "L2, T2" in missing[0]
    assert "T2" in missing[1]


def test_half_a_year_posted_may_be_two_postings_and_needs_a_middle_title(measured):
    def posted(number, staff, began, ended, title="middle", to="T1"):
        ends = None if ended is None else date.fromisoformat(ended)
        return {"posting_id": f"P{number}", "staff_id": staff, "title": title, "from_institution_id": "L1",
                "to_institution_id": to, "began_on": date.fromisoformat(began), "ended_on": ends}  # fmt: skip

    postings = [
        posted(1, "A", "2023-09-01", "2024-03-31"), posted(2, "A", "2024-09-01", None), posted(3, "B", "2024-07-02", None),
        posted(4, "C", "2024-07-03", None), posted(5, "D", "2024-01-01", None, "junior"), posted(6, "E", "2024-01-01", None, to="L2"),
    ]  # fmt: skip
    found = measured("posted_doctors", posting=postings)
    assert {one: count for one, count in found.by("institution_id", "posted_doctors").items() if count} == {"T1": 2}


def test_grants_count_as_far_as_they_came_in_time(measured):
    def grant(number, paid_on, paid):
        return {"grant_id": f"G{number}", "institution_id": "T1", "purpose": "人员", "due_on": date(2024, 6, 30),
                "due_fen": 1_000, "paid_on": paid_on, "paid_fen": paid}  # fmt: skip

    grants = [grant(1, date(2024, 6, 30), 1_200), grant(2, date(2024, 7, 1), 1_000), grant(3, None, None)]
    found = measured("grants_due_fen", "grants_on_time_fen", fiscal_grant=grants)
    assert (found.county("grants_due_fen"), found.county("grants_on_time_fen")) == (3_000, 1_000)


def test_a_lost_file_counts_as_untrue(measured):
    checks = [
        {
            "check_id": f"K{number}",
            "unit_id": "U1",
            "item_id": "PH01",
            "checked_on": date(2024, 11, 1),
            "outcome": outcome,
        }
        for number, outcome in enumerate(("qualified", "unqualified", "untrue", "lost"))
    ]
    found = measured("checks", "checks_qualified", "checks_untrue", sample_check=checks)
    assert [found.county(f"{name}.PH01") for name in ("checks", "checks_qualified", "checks_untrue")] == [4, 1, 2]


def test_days_of_supply_are_missing_where_no_bill_states_them(measured):
    chronic = [{"person_id": 1, "disease_id": "M03900", "began_on": date(2020, 1, 1)}]
    visit = bill("B1", care_type="14")
    assert measured("supply_days", bill=[visit]).codes() == ["assessment.rows_missing"]
    found = measured(
        "supply_days", "supply_days_covered", "long_prescriptions", bill=[visit | {"supply_days": 90}], chronic=chronic
    )
    assert [found.county(name) for name in ("supply_days", "supply_days_covered", "long_prescriptions")] == [90, 90, 1]


def test_bills_of_a_kind_of_care_that_the_pack_does_not_know_are_told_and_their_money_counts(measured):
    found = measured("fund_all_fen", "insured_visits", bill=[bill("B1"), bill("B2", care_type="9901")])
    assert (found.county("fund_all_fen"), found.county("insured_visits")) == (10_000, 1)
    (finding,) = found.findings
    assert (finding.code, finding.rows) == ("assessment.care_unknown", 1)


def test_a_table_that_was_not_imported_is_one_finding_that_names_what_it_leaves_out(measured):
    found = measured("referrals_up", "referrals_down", "residents")
    assert found.codes() == ["assessment.table_missing"] * 2
    assert "referrals_down, referrals_up" in found.findings[0].what
    assert found.county("referrals_up") is None


def test_a_year_nobody_reported_on_is_missing_not_zero(measured):
    old = [{"institution_id": "T1", "year": YEAR - 1, "staff": 5, "visits": 10}]
    found = measured("visits", "visits_before", institution_year=old)
    assert found.codes() == ["assessment.rows_missing"]
    assert found.county("visits") is None
    assert found.county("visits_before") == 10


def test_a_measure_that_does_not_exist_is_told_with_the_nearest(measured):
    (finding,) = measured("resident").findings
    assert finding.code == "assessment.measure_unknown"
    assert "residents" in finding.why


def test_the_same_facts_give_the_same_bytes(tmp_path, measured):
    tables = {"bill": [bill("B1"), bill("B2", 3)], "unit_resident": [{"unit_id": "U1", "residents": 7}]}
    measured(**tables)
    first = (tmp_path / "out/measure.parquet").read_bytes()
    measured(**tables)
    assert (tmp_path / "out/measure.parquet").read_bytes() == first
