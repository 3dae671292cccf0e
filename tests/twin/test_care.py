"""What other systems hold of the twin: calibrated to what was published, and true to people, bills and deaths."""

from collections import Counter, defaultdict
from fractions import Fraction

import pytest

from fenming.facts.care_tables import CARE_TABLES
from fenming.facts.twin import make_twin
from fenming.facts.twin.care.plan import Merger
from fenming.kernel import PPM, divide
from tests.twin.care import age_on, care_rows
from tests.twin.rows import all_rows, fen

TARGETS = {
    "hypertension_standard": 898_400,
    "hypertension_control": 815_400,
    "diabetes_standard": 869_000,
    "diabetes_control": 806_100,
    "contract_coverage": 753_100,
    "premature_mortality": 114_500,
}
BOUND = 5_000  # half a percentage point


@pytest.fixture(scope="module")
def hundredth(suixi, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hundredth")
    return folder, make_twin(suixi, folder, "0.01", seed=7)


@pytest.fixture(scope="module")
def born(hundredth):
    return {row["psn_no"]: row["brdy"] for row in all_rows(hundredth[0], "psn_insu_d")}


DECIDED_LATER = {"unit_merger", "service_clearance"}


def test_every_table_of_other_systems_is_written_but_those_of_later_decisions(hundredth):
    names = {table.name for table in CARE_TABLES} - DECIDED_LATER
    assert names <= set(hundredth[1].files)
    assert not DECIDED_LATER & set(hundredth[1].files)
    assert all(len(care_rows(hundredth[0], name)) == hundredth[1].files[name] > 0 for name in names)


def test_published_rates_come_out_at_a_hundredth_of_the_county(hundredth):
    for name, wanted in TARGETS.items():
        assert abs(hundredth[1].figures[name] - wanted) <= BOUND, name


def test_the_files_say_the_rates_that_the_summary_tells(hundredth):
    folder, summary = hundredth
    rows = defaultdict(list)
    for row in care_rows(folder, "follow_up"):
        rows[row["mng_dise"], row["psn_no"]].append(row)
    managed = Counter(row["mng_dise"] for row in care_rows(folder, "managed_patient"))
    for condition in ("hypertension", "diabetes"):
        mine = [sorted(each, key=lambda row: row["flup_date"]) for (name, _), each in rows.items() if name == condition]
        standard, on_target = sum(len(each) >= 4 for each in mine), sum(is_on_target(each[-1]) for each in mine)
        assert divide(standard * PPM, managed[condition]) == summary.figures[f"{condition}_standard"]
        assert divide(on_target * PPM, managed[condition]) == summary.figures[f"{condition}_control"]


def is_on_target(row) -> bool:
    if row["mng_dise"] == "hypertension":
        return int(row["sbp"]) < 140 and int(row["dbp"]) < 90
    return Fraction(row["fbg"]) < 7 if row["fbg"] else Fraction(row["rbg"]) < 10


def test_severe_mental_patients_are_followed_up_as_the_profile_says(hundredth, suixi):
    rows = Counter(row["psn_no"] for row in care_rows(hundredth[0], "follow_up") if row["mng_dise"] == "severe_mental")
    managed = [
        row["psn_no"] for row in care_rows(hundredth[0], "managed_patient") if row["mng_dise"] == "severe_mental"
    ]
    assert set(rows) == set(managed)
    standard = sum(times >= 4 for times in rows.values())
    assert 70 <= standard * 100 // len(managed) <= 97
    assert suixi.care.listed["severe_mental"].standard == 880_000


def test_managed_patients_are_a_plausible_share_of_the_estimated(hundredth):
    counts = Counter(row["mng_dise"] for row in care_rows(hundredth[0], "managed_patient"))
    residents = 9_120
    assert 55 <= counts["hypertension"] * 100_000_000 // (residents * 85 * 18_8 * 10) <= 65
    assert 50 <= counts["diabetes"] * 100_000_000 // (residents * 85 * 97 * 10) <= 65


def test_whom_the_register_calls_contracted_has_a_contract_and_nobody_else(hundredth):
    signed = {row["psn_no"] for row in all_rows(hundredth[0], "psn_insu_d") if row["sign_flag"] == "1"}
    assert Counter(row["psn_no"] for row in care_rows(hundredth[0], "contract")) == Counter(signed)


def test_deaths_and_population_give_the_published_probability(hundredth, suixi):
    folder = hundredth[0]
    residents = Counter()
    for row in care_rows(folder, "population"):
        residents[int(row["age_from"])] += int(row["resident_heads"])
    prefixes = suixi.care.deaths.prefixes
    deaths = Counter(
        int(row["age"]) // 5 * 5 for row in care_rows(folder, "death") if row["death_cause"].startswith(prefixes)
    )
    lives = Fraction(1)
    for age in range(30, 70, 5):
        rate = Fraction(deaths[age], residents[age])
        lives *= 1 - 5 * rate / (1 + Fraction(5, 2) * rate)
    assert sum(residents.values()) == 9_120
    assert divide((1 - lives).numerator * PPM, (1 - lives).denominator) == hundredth[1].figures["premature_mortality"]


def test_the_dead_are_treated_and_followed_up_no_more(hundredth, born):
    folder = hundredth[0]
    deaths = {row["psn_no"]: row for row in care_rows(folder, "death") if row["psn_no"]}
    for row in all_rows(folder, "setl_d"):
        if (person := row["psn_no"].strip()) in deaths:
            assert row["setl_time"][:10] <= deaths[person]["death_date"]
    for table, day in (("follow_up", "flup_date"), ("measurement", "meas_date"), ("contract", "sign_enddate")):
        assert all(
            row[day] <= deaths[row["psn_no"]]["death_date"]
            for row in care_rows(folder, table)
            if row["psn_no"] in deaths
        )
    assert all(abs(int(row["age"]) - age_on(born[person], row["death_date"])) <= 1 for person, row in deaths.items())


def test_those_who_died_in_hospital_are_among_the_dead_on_that_day(hundredth):
    folder = hundredth[0]
    told = {row["psn_no"]: row["dscg_time"] for row in all_rows(folder, "setl_list_d_2024") if row["dscg_way"] == "5"}
    deaths = {row["psn_no"]: row["death_date"] for row in care_rows(folder, "death")}
    assert told
    assert told == {person: deaths[person] for person in told}


def test_a_referral_that_arrived_names_the_visit_that_followed(hundredth):
    folder = hundredth[0]
    visits = {(row["mdtrt_id"], row["psn_no"].strip()): row for row in all_rows(folder, "setl_d")}
    rows = care_rows(folder, "referral")
    assert {row["refl_way"] for row in rows} == {"up", "down"}
    assert {row["refl_stas"] for row in rows} >= {"requested", "accepted", "arrived", "expired"}
    for row in rows:
        assert bool(row["mdtrt_id"]) == bool(row["refl_arrv_date"]) == (row["refl_stas"] == "arrived")
        if row["mdtrt_id"]:
            visit = visits[row["mdtrt_id"], row["psn_no"]]
            assert row["refl_date"] <= row["refl_arrv_date"] == visit["begndate"]
            assert visit["fixmedins_code"] in {row["reflin_medins_no"], "H34062199999"}


def test_down_referrals_are_some_thousands_in_the_whole_county(hundredth):
    down = sum(row["refl_way"] == "down" for row in care_rows(hundredth[0], "referral"))
    assert 30 <= down <= 50


def test_yearly_reports_add_up_to_the_published_staff_and_to_the_bills(hundredth):
    folder = hundredth[0]
    rows = {row["fixmedins_code"]: row for row in care_rows(folder, "institution_year") if row["year"] == "2024"}
    staff = [sum(int(row[name]) for row in rows.values()) for name in ("staff_heads", "dr_heads", "nurse_heads")]
    assert staff == [5_565, 2_513, 2_407]
    visits = Counter()
    for row in {row["setl_id"]: row for row in all_rows(folder, "setl_d")}.values():
        if row["med_type"].strip() in {"11", "13", "14"}:
            visits[row["fixmedins_code"]] += -1 if row["refd_setl_flag"] == "1" else 1
    unknown = hundredth[1].traps["unknown_institution"]
    assert abs(sum(visits[code] - int(row["visit_cnt"]) for code, row in rows.items() if not is_lead(row))) <= unknown
    leads = {code: int(row["visit_cnt"]) for code, row in rows.items() if is_lead(row)}
    assert all(
        abs(visits[code] * 10 - count * 3) <= 10 * (unknown + 1) for code, count in leads.items()
    )  # 30 % are insured
    income = {
        kind: Fraction(sum(fen(row["staff_income"]) for row in rows.values() if mine(row)))
        / sum(int(row["staff_heads"]) for row in rows.values() if mine(row))
        for kind, mine in (("lead", is_lead), ("primary", is_primary))
    }
    assert 7 <= 10 * income["primary"] / income["lead"] <= 9


def is_lead(row) -> bool:
    return row["fixmedins_code"][7:] in {"00001", "00002"}


def is_primary(row) -> bool:
    return "00100" <= row["fixmedins_code"][7:] < "09000"


def test_a_merger_is_written_where_the_profile_names_one(suixi, tmp_path):
    merger = {"unit": "U340621T0101", "into": "U340621T0102", "on": "2024-07-01"}
    care = suixi.care.model_copy(update={"mergers": (Merger(**merger),)})
    make_twin(suixi.model_copy(update={"care": care}), tmp_path, "0.001", seed=3)
    assert care_rows(tmp_path, "unit_merger") == [
        {"former_hmu_code": merger["unit"], "into_hmu_code": merger["into"], "merge_date": merger["on"]}
    ]


def test_a_profile_that_says_nothing_of_other_systems_gets_none_of_their_files(suixi, tmp_path):
    summary = make_twin(suixi.model_copy(update={"care": None}), tmp_path, "0.001", seed=3)
    assert not {table.name for table in CARE_TABLES} & set(summary.files)
