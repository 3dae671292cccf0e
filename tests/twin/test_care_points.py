"""Work points, items and health files of the twin: what its scores say is what its rows come to, in the smallest county too."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest

from fenming.facts.twin import make_twin
from fenming.kernel import PPM, divide
from fenming.policy import load_pack
from tests.twin.care import care_rows, points_by_quarter, sound_services
from tests.twin.rows import all_rows


@pytest.fixture(scope="module", params=["0.001", "0.01"])
def small(request, suixi, tmp_path_factory):
    folder = tmp_path_factory.mktemp("points")
    return folder, make_twin(suixi, folder, request.param, seed=7)


def residents_of(folder) -> dict[str, int]:
    return {row["hmu_code"]: int(row["resident_heads"]) for row in all_rows(folder, "unit_resident")}


def test_points_are_those_of_the_pack(suixi):
    policy = load_pack(suixi.pack).on(date(suixi.year, 12, 31))
    assert policy["public_health.points_per_service"].value == suixi.care.services.points
    assert policy["public_health.points_due_per_resident"].value == suixi.care.services.due_per_resident


def test_every_unit_has_its_due_points_in_every_quarter(small, suixi):
    folder, due = small[0], suixi.care.services.due_per_resident
    residents = residents_of(folder)
    earned = points_by_quarter(folder, suixi.care.services.points, set(residents))
    assert all(earned[unit, quarter] >= heads * due for unit, heads in residents.items() for quarter in (1, 2, 3, 4))


def test_a_unit_with_a_lower_score_is_short_by_exactly_that_share(suixi, tmp_path):
    plan = suixi.process_score.model_copy(update={"deducted_share": 300_000})
    make_twin(suixi.model_copy(update={"process_score": plan}), tmp_path, "0.004", seed=7)
    due = suixi.care.services.due_per_resident
    residents = residents_of(tmp_path)
    earned = points_by_quarter(tmp_path, suixi.care.services.points, set(residents))
    scores = {(row["hmu_code"], int(row["quarter"])): row["score"] for row in all_rows(tmp_path, "process_score")}
    lower = [key for key, score in scores.items() if score == plan.deducted_score]
    assert 200 <= len(lower) <= 360
    for unit, quarter in lower:
        assert earned[unit, quarter] == divide(residents[unit] * due * 95, 100)
    assert all(earned[key] >= residents[key[0]] * due for key in set(scores) - set(lower))


def test_deliberate_errors_are_as_many_as_the_summary_says(small, suixi):
    folder, summary = small
    known = {row["psn_no"] for row in all_rows(folder, "psn_insu_d")}
    died = {row["psn_no"]: row["death_date"] for row in care_rows(folder, "death") if row["psn_no"]}
    rows = care_rows(folder, "service")
    by_hour = Counter((row["dr_code"], row["serv_time"][:13]) for row in rows)
    at = defaultdict(set)
    for row in rows:
        at[row["psn_no"], row["serv_time"][:10]].add(row["hmu_code"])
    readings = [row for row in care_rows(folder, "follow_up") if row["sbp"]]
    assert summary.care_traps == {
        "two_places": sum(len(units) > 1 for units in at.values()),
        "dead_served": sum(row["serv_time"][:10] > died.get(row["psn_no"], "9999") for row in rows),
        "too_fast": sum(count for count in by_hour.values() if count > 12),
        "unknown_person": sum(row["psn_no"] not in known for row in rows),
        "swapped_pressure": sum(int(row["sbp"]) < int(row["dbp"]) for row in readings),
    }


def test_nobody_is_served_on_a_day_of_treatment_elsewhere(small):
    folder = small[0]
    billed = {(row["psn_no"].strip(), row["setl_time"][:10]) for row in all_rows(folder, "setl_d")}
    units = set(residents_of(folder))
    rows = [row for row in sound_services(folder, units) if row["serv_time"][11:13] < "18"]
    assert not {(row["psn_no"], row["serv_time"][:10]) for row in rows} & billed


def test_a_doctor_finishes_one_service_before_the_next(small):
    by_doctor = defaultdict(list)
    for row in sound_services(small[0], set(residents_of(small[0]))):
        hour, minute = row["serv_time"][11:13], row["serv_time"][14:16]
        by_doctor[row["dr_code"], row["serv_time"][:10]].append((int(hour) * 60 + int(minute), int(row["serv_mins"])))
    for times in by_doctor.values():
        times.sort()
        assert all(start + long <= after for (start, long), (after, _long) in pairwise(times))


def test_every_follow_up_with_a_reading_stands_in_the_log(small):
    logged = Counter(
        (row["psn_no"], row["serv_time"][:10], row["serv_code"])
        for row in care_rows(small[0], "service")
        if row["serv_code"].endswith("follow_up")
    )
    code = {"hypertension": "htn_follow_up", "diabetes": "dm_follow_up"}
    followed = Counter(
        (row["psn_no"], row["flup_date"], code[row["mng_dise"]])
        for row in care_rows(small[0], "follow_up")
        if row["mng_dise"] in code
    )
    assert not followed - logged
    assert sum((logged - followed).values()) <= small[1].care_traps["two_places"]


def test_missed_items_are_exactly_those_of_the_target_results(small):
    folder = small[0]
    counts = {
        (row["hmu_code"], row["item_code"]): (int(row["due_cnt"]), int(row["done_cnt"]))
        for row in care_rows(folder, "item_count")
    }
    results = all_rows(folder, "target_result")
    assert len(counts) == len(results) == 232 * 12
    for row in results:
        due, done = counts[row["hmu_code"], row["item_code"]]
        if row["item_code"] in {"PH01", "PH06", "PH07"}:
            assert row["met_flag"] == "1"
        elif row["met_flag"] == "1":
            assert done * 100 >= due * 96
        else:
            assert done * 100 <= due * 68


def test_every_unit_has_files_enough_and_patients_followed_up_enough(small):
    folder = small[0]
    heads = Counter(row["hmu_code"] for row in all_rows(folder, "psn_insu_d"))
    filed = Counter(row["hmu_code"] for row in care_rows(folder, "resident_file"))
    assert all(filed[unit] * 100 >= count * 97 for unit, count in heads.items())
    times = Counter((row["psn_no"], row["mng_dise"]) for row in care_rows(folder, "follow_up"))
    managed, standard = Counter(), Counter()
    for row in care_rows(folder, "managed_patient"):
        if row["mng_dise"] in {"hypertension", "diabetes"}:
            managed[row["hmu_code"], row["mng_dise"]] += 1
            standard[row["hmu_code"], row["mng_dise"]] += times[row["psn_no"], row["mng_dise"]] >= 4
    assert all(standard[key] * 100 >= count * 65 for key, count in managed.items())


def test_the_forfeited_share_is_drawn_from_items_that_are_counted(small):
    assert abs(small[1].figures["forfeited"] - 167_960) * 100 <= PPM // 2
