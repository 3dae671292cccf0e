"""Cases in a directory: the most matched procedures, then the nearest mean; why, and why not."""

from dataclasses import replace
from random import Random

import pytest
from tests.grouping.dip.made_history import case, terms, write_cases

from fenming.grouping.dip.assign import assigned, matched_cases, status_counts
from fenming.grouping.dip.build import write_directory
from fenming.grouping.dip.directory import Directory, Group, load
from fenming.grouping.dip.telling import tell_case
from fenming.kernel import BadInput
from fenming.mechanisms.candidate_group import candidate_group


def core(name: str, main: str = "", related: str = "", mean: int = 1_000_000) -> Group:
    kind = "main_related" if related else "main_only" if main else "conservative"
    treatment = "operation" if main else "conservative"
    return Group(name, "core", kind, "K358", treatment, main, related, mean_fen=mean, score_micro=1_000_000_000)


OFFICIAL = Directory(
    terms(),
    (
        core("none"), core("A", "4701", mean=800_000), core("B", "5421", mean=1_500_000), core("A+B", "4701", "5421"),
        Group("rest", "composite", "category", "K35", "operation"),
    ),
    main_procedure="any",
)  # fmt: skip


def told(tmp_path, directory, **given):
    path = write_cases(tmp_path / "cases.csv", [case(1, **given)])
    with matched_cases(directory, [path]) as matched:
        return tell_case(directory, matched, "c1")


def group_of(tmp_path, directory, **given) -> str:
    group = told(tmp_path, directory, **given).group
    return group.group_id if group else ""


def test_the_most_matched_procedures_prevail(tmp_path):
    both = {"procedures": "54.2100|47.0100x001", "procedure_fees_fen": "200000|300000"}
    assert group_of(tmp_path, OFFICIAL, **both) == "A+B"


@pytest.mark.parametrize(("cost", "expected"), [(900_000, "A"), (1_400_000, "B"), (1_150_000, "A")])
def test_of_equal_matches_the_nearest_mean_decides_and_the_first_name_after_it(tmp_path, cost, expected):
    cheap = {"procedures": "54.2100|47.0100x001", "procedure_fees_fen": "1|1", "total_fen": cost}
    assert group_of(tmp_path, OFFICIAL, **cheap) == expected


def test_what_fits_no_core_group_goes_to_a_composite_one_or_to_none(tmp_path):
    assert group_of(tmp_path, OFFICIAL, procedures="51.2300") == "rest"
    assert group_of(tmp_path, OFFICIAL, diagnoses="I10.x00") == ""


def test_sql_chooses_as_the_verb_does(tmp_path):
    random = Random(5)
    means = {f"g{place}": random.randint(1, 40) * 50_000 for place in range(6)}
    groups = tuple(core(name, f"{10 + place}01", mean=mean) for place, (name, mean) in enumerate(means.items()))
    directory = Directory(terms(), groups, main_procedure="any")
    cases = [
        case(
            number,
            procedures="|".join(f"{10 + place}.0100" for place in random.sample(range(6), 3)),
            total_fen=random.randint(1, 2_000_000),
        )
        for number in range(200)
    ]
    with matched_cases(directory, [write_cases(tmp_path / "cases.csv", cases)]) as matched:
        came = assigned(matched)["group_id"].to_pylist()
    for one, group in zip(cases, came, strict=True):
        fitting = [f"g{int(code[:2]) - 10}" for code in one["procedures"].split("|")]
        candidates = {name: {"matched": 1, "mean": means[name]} for name in fitting}
        assert group == candidate_group(candidates, one["total_fen"])


def test_every_row_has_a_status_in_the_order_of_the_file(tmp_path):
    cases = [case(1), case(2, diagnoses="?"), case(3, total_fen=""), case(4, diagnoses="I10"), case(5), case(5)]
    with matched_cases(OFFICIAL, [write_cases(tmp_path / "cases.csv", cases)]) as matched:
        table = assigned(matched)
    assert table["status"].to_pylist() == ["grouped", "invalid_code", "needs_data", "ungrouped", "grouped", "ambiguous"]
    assert status_counts(table) == {"grouped": 2, "ungrouped": 1, "invalid_code": 1, "needs_data": 1, "ambiguous": 1}
    assert table["why_not"].to_pylist()[3] == "group.none"


def test_a_case_tells_its_steps_and_what_the_nearest_groups_lacked(tmp_path):
    one = told(tmp_path, OFFICIAL, procedures="47.0100x001")
    assert one.group.group_id == "A"
    assert any("K35.8" in step for step in one.steps)
    reasons = dict(one.why_not)
    assert "54.21" in reasons["A+B"]
    assert "54.21" in reasons["B"]
    assert "treatment" in reasons["none"]


def test_an_unknown_case_and_one_set_aside_are_told_apart(tmp_path):
    path = write_cases(tmp_path / "cases.csv", [case(1, total_fen="")])
    with matched_cases(OFFICIAL, [path]) as matched:
        with pytest.raises(BadInput, match="there is no case 'c9'"):
            tell_case(OFFICIAL, matched, "c9")
        with pytest.raises(BadInput, match="was set aside") as aside:
            tell_case(OFFICIAL, matched, "c1")
    assert "line 2" in aside.value.findings[0].where


def test_no_directory_and_a_broken_one_are_refused_in_words(tmp_path):
    with pytest.raises(BadInput, match="no DIP directory"):
        load(tmp_path)
    write_directory(replace(OFFICIAL), tmp_path / "directory")
    text = (tmp_path / "directory" / "groups.csv").read_text()
    (tmp_path / "directory" / "groups.csv").write_text(text.replace("1000000", "a million"))
    with pytest.raises(BadInput, match="cannot be read"):
        load(tmp_path / "directory")
