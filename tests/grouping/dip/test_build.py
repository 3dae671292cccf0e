"""A directory built from a history: every case once, the same bytes, the rules of its groups."""

import csv
import filecmp
from pathlib import Path
from random import Random

import pytest
from tests.grouping.dip.made_history import case, history, terms, write_cases

from fenming.grouping.dip.assign import assigned, matched_cases
from fenming.grouping.dip.build import Lists, build_directory, write_directory
from fenming.grouping.dip.directory import load
from fenming.kernel import BadInput
from fenming.mechanisms.dip_mean import dip_mean

RANKS = {"470100X001": 3, "542100": 3, "512300X002": 3, "992501": 2, "887200": 1}
LEVELS = {"H1": "county", "H2": "county", "H3": "primary", "H4": "primary"}


@pytest.fixture(scope="module")
def cases():
    return history(600)


def built(tmp_path: Path, cases, lists: Lists | None = None, **given):
    path = write_cases(tmp_path / "cases.csv", cases)
    return build_directory([path], terms(**given), lists)


def groups_of(directory, kind: str) -> dict[str, int]:
    return {group.group_id: group.cases for group in directory.groups if group.type == kind}


@pytest.mark.parametrize("threshold", [1, 5, 40, 10_000])
@pytest.mark.parametrize("lists", [None, Lists(RANKS, {"J18900": "cc"}, LEVELS)], ids=["bare", "with lists"])
def test_every_case_lies_in_exactly_one_group_and_counts_by_type_sum(tmp_path, cases, threshold, lists):
    directory = built(tmp_path, cases, lists, threshold=threshold)
    counts = directory.counts()
    assert sum(group.cases for group in directory.groups) == 600
    assert sum(group.total_fen for group in directory.groups) == sum(one["total_fen"] for one in cases)
    assert counts["core"] == counts["conservative"] + counts["operative"]
    assert counts["operative"] == counts["main_only"] + counts["main_related"]
    assert counts["composite"] == counts["category"] + counts["chapter"] + counts["treatment"]
    assert (
        counts["groups"] == counts["core"] + counts["composite"] == len({group.group_id for group in directory.groups})
    )
    assert all(group.cases >= threshold for group in directory.groups if group.type != "treatment")


def test_each_history_case_is_assigned_to_the_group_that_counted_it(tmp_path, cases):
    directory = built(tmp_path, cases, Lists(RANKS))
    with matched_cases(directory, [tmp_path / "cases.csv"]) as matched:
        table = assigned(matched)
    counted = {one["values"]: one["counts"] for one in table["group_id"].value_counts().to_pylist()}
    assert counted == {group.group_id: group.cases for group in directory.groups}
    assert table["case_id"].to_pylist() == [one["case_id"] for one in cases]


def test_rebuilding_gives_the_same_bytes_whatever_the_order_of_rows_and_files(tmp_path, cases):
    lists = Lists(RANKS, {"J18900": "cc", "I10X00X002": "mcc"}, LEVELS)
    shuffled = Random(3).sample(cases, len(cases))
    write_directory(built(tmp_path, cases, lists), tmp_path / "one")
    parts = [write_cases(tmp_path / f"{place}.csv", shuffled[place::3]) for place in range(3)]
    write_directory(build_directory(parts, terms(), lists), tmp_path / "other")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "directory.xlsx" in names
    same, different, odd = filecmp.cmpfiles(tmp_path / "one", tmp_path / "other", names, shallow=False)
    assert (different, odd) == ([], [])
    assert sorted(same) == names == sorted(path.name for path in (tmp_path / "other").iterdir())


def test_a_directory_read_back_is_the_one_written(tmp_path, cases):
    directory = built(tmp_path, cases, Lists(RANKS, {"J18900": "cc"}, LEVELS))
    write_directory(directory, tmp_path / "directory")
    assert load(tmp_path / "directory") == directory


def test_combinations_with_enough_cases_are_core_and_the_rest_falls_down_the_ladder(tmp_path):
    cases = [case(number) for number in range(5)]  # a core group
    cases += [
        case(10 + number, diagnoses=f"K35.{number}") for number in range(5)
    ]  # a category's composite, one of each
    cases += [case(20 + number, diagnoses=f"K{40 + number}.0") for number in range(5)]  # a chapter's
    cases += [case(30, diagnoses="A09.x00"), case(31, diagnoses="J18.900", procedures="47.0100")]  # a treatment's each
    directory = built(tmp_path, cases)
    assert {group.group_id: group.cases for group in directory.groups} == {
        "K35.8": 5, "*K35:conservative": 5, "*ch11:conservative": 5, "*all:conservative": 1, "*all:operation": 1,
    }  # fmt: skip


def test_a_related_procedure_counts_from_a_tenth_of_the_cost_on(tmp_path):
    def operated(number: int, fee: int):
        return case(number, procedures="47.0100x001|54.2100", procedure_fees_fen=f"500000|{fee}")

    cases = [operated(number, 100_000) for number in range(5)] + [operated(10 + number, 99_999) for number in range(5)]
    directory = built(tmp_path, cases)
    assert groups_of(directory, "main_related") == {"K35.8:47.01+54.21": 5}
    assert groups_of(directory, "main_only") == {"K35.8:47.01": 5}


def test_without_fees_the_rule_of_related_procedures_is_off_and_said_to_be(tmp_path):
    cases = [case(number, procedures="47.0100x001|54.2100") for number in range(5)]
    path = tmp_path / "cases.csv"
    kept = ("case_id", "discharged_on", "diagnoses", "procedures", "total_fen")
    with path.open("w", newline="") as text:
        writer = csv.DictWriter(text, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(cases)
    directory = build_directory([path], terms())
    assert groups_of(directory, "main_only") == {"K35.8:47.01": 5}
    assert {"related_procedures", "treatments", "comorbidities", "care_levels"} <= set(directory.facts["off"])


def test_the_main_procedure_is_the_first_of_the_highest_kind(tmp_path):
    cases = [case(number, procedures="88.7200|99.2501|47.0100x001") for number in range(5)]
    cases += [case(10 + number, procedures="88.7200") for number in range(5)]
    directory = built(tmp_path, cases, Lists(RANKS))
    assert {group.group_id: group.treatment for group in directory.groups} == {
        "K35.8:47.01": "operation", "K35.8:88.72/d": "diagnostic",
    }  # fmt: skip


def test_means_weigh_the_years_and_scores_are_a_thousand_times_the_ratio(tmp_path):
    years = ("2022", "2023", "2024")
    cases = [
        case(10 * place + number, discharged_on=f"{year}-05-05", total_fen=(place + 1) * 100_000, diagnoses=diagnosis)
        for place, year in enumerate(years)
        for number, diagnosis in enumerate(["K35.8"] * 5 + ["J18.9"] * 5)
    ]
    for one in cases:
        one["total_fen"] *= 2 if one["diagnoses"] == "J18.9" else 1
    directory = built(tmp_path, cases)
    found = {group.group_id: group for group in directory.groups}
    yearly = {year: [(place + 1) * 500_000, 5] for place, year in enumerate(years)}
    assert found["K35.8"].mean_fen == dip_mean(yearly, dict(zip(years, (1, 2, 7), strict=True))) == 260_000
    assert found["K35.8"].weight_ppm == 666_667
    assert found["J18.9"].score_micro == 1_333_333_333


def test_a_reference_disease_scores_a_thousand(tmp_path, cases):
    directory = built(tmp_path, cases, reference="I10.x")
    assert next(group for group in directory.groups if group.group_id == "I10.x").score_micro == 1_000_000_000


def test_auxiliary_coefficients_are_cost_beside_what_the_groups_would_cost(tmp_path):
    cases = [case(number, age=5, total_fen=1_500_000) for number in range(5)]
    cases += [case(10 + number, age=30, total_fen=500_000) for number in range(5)]
    directory = built(tmp_path, cases)
    found = {(one.kind, one.group_id, one.name): one for one in directory.auxiliaries}
    assert found["age", "", "0-6"].coefficient_ppm == 1_500_000
    assert found["age", "K35.8", "18-64"].coefficient_ppm == 500_000
    assert found["age", "", "0-6"].expected_fen == 5_000_000


def test_severity_and_readmission_are_told_from_deaths_comorbidities_stays_and_persons(tmp_path):
    cases = [case(number) for number in range(20)]
    cases[0] |= {"discharge_way": "5", "stay_days": 2}
    cases[1] |= {"discharge_way": "5", "stay_days": 9}
    cases[2] |= {"diagnoses": "K35.8|J18.900|I10.x00x002"}
    cases[3] |= {"diagnoses": "K35.8|J18.900"}
    cases[4] |= {"stay_days": 40}
    cases[5] |= {"person_id": "p6", "admitted_on": "2024-03-10", "discharged_on": "2024-03-17"}
    directory = built(tmp_path, cases, Lists(comorbidities={"J18900": "cc", "I10X00X002": "mcc"}))
    found = {(one.kind, one.name): one.cases for one in directory.auxiliaries if not one.group_id}
    assert {name: count for (kind, name), count in found.items() if kind == "severity"} == {
        "died_early": 1, "died": 1, "mcc": 1, "cc": 1, "long_stay": 1, "plain": 15,
    }  # fmt: skip
    assert found["readmission", "readmitted"] == 1
    assert found["readmission", "first"] == 19


def test_retrieval_levels_hold_every_case(tmp_path, cases):
    directory = built(tmp_path, cases, Lists(RANKS))
    assert sum(shelf.cases for shelf in directory.first_level) == 600
    assert sum(shelf.cases for shelf in directory.second_level) == 600
    assert {shelf.treatment for shelf in directory.second_level} <= {
        "conservative",
        "diagnostic",
        "therapeutic",
        "operation",
    }


def test_a_history_older_than_its_weights_is_refused_in_words(tmp_path):
    cases = [case(0, discharged_on="2020-01-01"), case(1)]
    with pytest.raises(BadInput, match="history reaches back to 2020") as refused:
        built(tmp_path, cases)
    assert refused.value.findings[0].code == "dip.too_old"


def test_a_folder_with_something_else_is_left_alone(tmp_path, cases):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter.txt").write_text("mine")
    with pytest.raises(BadInput, match="holds something"):
        write_directory(built(tmp_path, cases), tmp_path / "taken")
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["letter.txt"]
    assert not list(tmp_path.glob(".making-*"))
