"""Each folder of the gallery is a broken pack; its expect.yaml says what must be found, where, and in which words."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fenming.adjudication.checking import contradictions, judge_cases
from fenming.mechanisms import verb, verb_names
from fenming.policy import check_pack

GALLERY = Path(__file__).parent / "gallery"
VERBS = {name: verb(name).function for name in verb_names()}


@pytest.mark.parametrize("case", sorted(folder.name for folder in GALLERY.iterdir()))
def test_a_broken_pack_is_told_what_where_why_and_what_to_do(case: str) -> None:
    expected = YAML(typ="safe").load(GALLERY / case / "expect.yaml")
    found = check_pack(GALLERY / case, VERBS, judge_cases, contradictions)
    assert sorted(finding.code for finding in found) == sorted(one["code"] for one in expected)
    for one in expected:
        finding = next(f for f in found if f.code == one["code"] and f.where.endswith(one["where"]))
        for words in one["words"]:
            assert words in str(finding)
