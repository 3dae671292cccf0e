"""The guide's walk through a new city is carried out as it stands: what it writes loads, checks cleanly and pays as it says."""

import re
from datetime import date
from pathlib import Path

import pytest

from fenming.adjudication.checking import contradictions, judge_cases
from fenming.kernel import Finding
from fenming.policy import check_pack
from fenming.policy.load import SHIPPED
from fenming.policy.starter import start_pack
from fenming.policy.starter_text import Wish

REGION = "cn/zz/990100"
BLOCKS = dict(re.findall(r"(?s)```yaml\n# (\S+)\n(.*?)```", (SHIPPED / "README.md").read_text("utf8")))


@pytest.fixture
def walked(tmp_path: Path) -> Path:
    """The root after all steps of the guide."""
    start_pack(Wish(REGION, tmp_path, "示例市", "Example city", date(2024, 1, 1), date(2026, 11, 22)))
    for place, block in BLOCKS.items():
        if place.endswith(".yaml"):
            (tmp_path / REGION / place).parent.mkdir(exist_ok=True)
            (tmp_path / REGION / place).write_text(block, "utf8")
            continue
        for name, value in re.findall(r"(\w+): (.+)", block):
            write_value(tmp_path / REGION / place / f"{name}.yaml", value)
    return tmp_path


def write_value(file: Path, value: str) -> None:
    before = file.read_text("utf8")
    assert "value: null\n" in before
    file.write_text(before.replace("value: null\n", f"value: {value}\n"), "utf8")


def check(root: Path) -> list[Finding]:
    return check_pack(root, judge=judge_cases, inspect=contradictions)


def test_the_city_of_the_guide_is_sound_and_its_examples_come_out(walked: Path) -> None:
    assert set(BLOCKS) >= {"benefits/resident/inpatient", "codes.yaml", "examples.yaml"}
    assert set(BLOCKS) >= {"indicators/elder_contracts.yaml", "schemes/elder_care.yaml"}
    [note] = check(walked)
    assert note.code == "policy.published_wrong"
    assert "pool 21,000.00, worked out 18,000.00" in note.what


def test_every_file_that_the_command_wrote_is_dealt_with_in_the_guide(walked: Path) -> None:
    untouched = [file.name for file in walked.rglob("benefits/**/*.yaml") if "value: null" in file.read_text("utf8")]
    assert untouched == []


def test_another_amount_in_the_guides_example_would_be_found(walked: Path) -> None:
    examples = walked / REGION / "examples.yaml"
    examples.write_text(examples.read_text("utf8").replace("pool: 4520 元", "pool: 4521 元"), "utf8")
    assert "policy.case_fails" in {finding.code for finding in check(walked)}
