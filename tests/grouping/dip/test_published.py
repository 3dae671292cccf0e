"""The published counts of DIP 2.0 add up, and a directory is held against them."""

from dataclasses import replace

import pytest
from tests.grouping.dip.made_history import terms

from fenming.grouping.dip.directory import Directory, Group
from fenming.grouping.dip.published import check_counts, kind_words, published, published_sums
from fenming.kernel import BadInput

DIP = published("dip_2.0")


def test_every_printed_sum_of_dip_2_adds_up():
    assert [(whole, printed, summed) for whole, printed, summed in published_sums(DIP) if printed != summed] == []
    assert DIP.counts == {
        "conservative": 3209,
        "operative": 6311,
        "main_only": 5211,
        "main_related": 1100,
        "core": 9520,
    }
    assert DIP.since_before == {"change": -2033, "adjusted": 3471, "unchanged": 6049}
    assert 3471 + 6049 == 3209 + 6311 == 9520


def official(**counts: int) -> Directory:
    """A directory with so many groups of each type; only types matter here."""
    treatment = {"conservative": "conservative"}
    one = Group("", "core", "", "K358", "operation")
    groups = [
        replace(one, group_id=f"{kind}{number}", type=kind, treatment=treatment.get(kind, "operation"))
        for kind, count in counts.items()
        for number in range(count)
    ]
    return Directory(terms(), tuple(groups))


def test_an_official_directory_with_all_its_groups_is_found_whole():
    assert check_counts(official(conservative=3209, main_only=5211, main_related=1100), DIP) == []


def test_a_lost_group_is_found_in_its_type_and_in_every_sum():
    findings = check_counts(official(conservative=3209, main_only=5210, main_related=1100), DIP)
    found = [finding.what.split(":")[0] for finding in findings]
    assert found == [kind_words()[kind] for kind in ("operative", "main_only", "core")]
    assert all("reported" in finding.why for finding in findings)


def test_counts_nobody_published_are_not_made_up():
    with pytest.raises(BadInput, match=r"dip_9\.0"):
        published("dip_9.0")
