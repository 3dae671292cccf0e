"""Appeals and freezings: registers that are only appended to, and tell when they were changed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fenming.assessment.appeals import AppealRegister, Claim
from fenming.assessment.frozen import Frozen, FrozenRegister
from fenming.assessment.register import Said
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
CLAIM = Claim(2024, "U001", "hypertension_control", "year", numerator=54, denominator=60)


def said(hours: int = 0, by: str = "张三") -> Said:
    return Said(by, "复核病历", NOON + timedelta(hours=hours))


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return Workspace.create(tmp_path / "W")


@pytest.fixture
def proof(tmp_path) -> Path:
    path = tmp_path / "随访记录.pdf"
    path.write_bytes(b"evidence")
    return path


def test_an_appeal_is_kept_with_its_evidence_and_comes_back(workspace, proof):
    made = AppealRegister.of(workspace).make(CLAIM, said(), [proof])
    again = AppealRegister.of(workspace)[made.id]
    assert again == made
    assert again.state == "open"
    kept = workspace.folder / "assessments/evidence" / again.evidence[0].sha256
    assert kept.read_bytes() == b"evidence"


def test_an_accepted_appeal_becomes_corrections_and_a_rejected_one_does_not(workspace):
    register = AppealRegister.of(workspace)
    accepted, rejected = register.make(CLAIM, said()), register.make(Claim(2024, "U002", "x", numerator=1), said())
    register.decide(accepted.id, said(1), is_accepted=True)
    register.decide(rejected.id, said(1), is_accepted=False)
    rows = AppealRegister.of(workspace).corrections(2024)
    assert [(row["appeal_id"], row["party_id"], row["role"], row["value"]) for row in rows] == [
        ("A0001", "U001", "denominator", 60),
        ("A0001", "U001", "numerator", 54),
    ]
    assert register.corrections(2023) == []
    assert [one.id for one in register.counting(2024)] == ["A0001"]


def test_of_two_accepted_appeals_on_one_count_the_later_decided_holds(workspace):
    register = AppealRegister.of(workspace)
    first = register.make(CLAIM, said())
    register.decide(first.id, said(1), is_accepted=True)
    second = register.make(Claim(2024, "U001", "hypertension_control", "year", numerator=55), said(2))
    register.decide(second.id, said(3), is_accepted=True)
    values = {row["role"]: (row["appeal_id"], row["value"]) for row in register.corrections(2024)}
    assert values == {"numerator": ("A0002", 55), "denominator": ("A0001", 60)}


def test_a_decision_is_made_once(workspace):
    register = AppealRegister.of(workspace)
    appeal = register.make(CLAIM, said())
    register.decide(appeal.id, said(1), is_accepted=False)
    with pytest.raises(BadInput, match="decided already"):
        register.decide(appeal.id, said(2), is_accepted=True)


def test_two_open_appeals_on_one_count_are_refused(workspace):
    register = AppealRegister.of(workspace)
    register.make(CLAIM, said())
    with pytest.raises(BadInput, match="not decided yet"):
        register.make(CLAIM, said(1))


def test_evidence_that_was_changed_stops_the_decision(workspace, proof):
    register = AppealRegister.of(workspace)
    appeal = register.make(CLAIM, said(), [proof])
    (workspace.folder / "assessments/evidence" / appeal.evidence[0].sha256).write_bytes(b"other")
    with pytest.raises(BadInput, match="not what was handed in"):
        register.decide(appeal.id, said(1), is_accepted=True)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (Claim(2024, "U001", "x"), "claims no count"),
        (Claim(2024, "U001", "x", numerator=-1), "claims no count"),
        (Claim(2024, "U001", "x", "q5", 1), "no period"),
    ],
)
def test_an_appeal_that_claims_nothing_usable_is_refused(workspace, claim, words):
    with pytest.raises(BadInput, match=words):
        AppealRegister.of(workspace).make(claim, said())


def test_an_unknown_appeal_is_told_what_there_is(workspace):
    with pytest.raises(BadInput, match="there is no appeal 'A0009'"):
        AppealRegister.of(workspace).decide("A0009", said(), is_accepted=True)


def test_nobody_signs_with_an_empty_name():
    with pytest.raises(BadInput, match="--by is empty"):
        Said.now(" ", "why")


def frozen(assessment_id: str, year: int = 2024) -> Frozen:
    return Frozen(year, assessment_id, "0" * 64, said())


def test_a_later_freezing_names_the_one_it_replaces_and_both_stay(workspace):
    register = FrozenRegister.of(workspace)
    register.freeze(frozen("aaa"))
    register.freeze(frozen("other", 2023))
    assert register.freeze(frozen("bbb")).replaces == "aaa"
    again = FrozenRegister.of(workspace)
    assert [one.assessment_id for one in again.listed] == ["aaa", "other", "bbb"]
    counting = again.of_year(2024)
    assert counting is not None
    assert counting.assessment_id == "bbb"
    assert again.of_year(2022) is None


def test_the_same_assessment_is_not_frozen_twice(workspace):
    register = FrozenRegister.of(workspace)
    register.freeze(frozen("aaa"))
    with pytest.raises(BadInput, match="frozen for 2024 already"):
        register.freeze(frozen("aaa"))


def test_a_changed_line_of_the_register_is_told(workspace):
    FrozenRegister.of(workspace).freeze(frozen("aaa"))
    path = workspace.folder / "assessments/frozen.jsonl"
    path.write_text(path.read_text("utf8").replace("aaa", "bbb"), "utf8")
    with pytest.raises(BadInput, match="changed"):
        FrozenRegister.of(workspace)


def test_of_two_who_freeze_at_once_one_is_refused(workspace):
    first, second = FrozenRegister.of(workspace), FrozenRegister.of(workspace)
    first.freeze(frozen("aaa"))
    with pytest.raises(BadInput, match="somebody else is writing"):
        second.freeze(frozen("bbb"))
    assert [one.assessment_id for one in FrozenRegister.of(workspace).listed] == ["aaa"]
