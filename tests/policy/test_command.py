"""`fenming policy new` and `fenming policy check` as a user runs them."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fenming.cli.app import FOUND_WRONG, app, import_commands
from fenming.kernel import BadInput

GALLERY = Path(__file__).parent / "gallery"


def fenming(*words: str) -> Result:
    import_commands()
    return CliRunner().invoke(app, ["policy", *words])


def test_a_pack_is_begun_and_checked_without_a_question_where_nobody_can_answer(tmp_path: Path) -> None:
    begun = fenming(
        "new", "cn/js/320700", "--root", str(tmp_path), "--label", "连云港市", "--care", "inpatient", "--json"
    )
    assert begun.exit_code == 0
    told = json.loads(begun.stdout)
    assert told["findings"] == []
    assert all(Path(file).is_file() for file in told["files"])
    assert "label: 连云港市" in (tmp_path / "cn/js/320700/pack.yaml").read_text("utf8")
    checked = fenming("check", str(tmp_path))
    assert checked.exit_code == 0
    assert "nothing found wrong" in checked.output


def test_blank_and_from_exclude_each_other(tmp_path: Path) -> None:
    done = fenming("new", "cn/js/320700", "--root", str(tmp_path), "--blank", "--from", "cn/ah")
    assert isinstance(done.exception, BadInput)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("case", "code", "severity"),
    [
        ("example_that_does_not_come_out", FOUND_WRONG, "error"),
        ("benefit_that_nobody_reads", FOUND_WRONG, "error"),
        ("deductible_above_the_cap", 0, "warning"),
    ],
)
def test_errors_fail_a_check_and_warnings_do_not(tmp_path: Path, case: str, code: int, severity: str) -> None:
    shutil.copytree(GALLERY / case / "cn", tmp_path / "cn")
    done = fenming("check", str(tmp_path), "--json")
    assert done.exit_code == code
    assert {finding["severity"] for finding in json.loads(done.stdout)} == {severity}


def test_a_card_tells_how_it_is_worked_out_and_how_it_could_be_gamed() -> None:
    told = fenming("cards", "hypertension_managed_rate")
    assert told.exit_code == 0
    assert "prevalence: chronic.prevalence.hypertension" in told.output
    assert "how it could be gamed: 只收病情稳定" in told.output
    assert "reported" in told.output
    unknown = fenming("cards", "hypertension")
    assert isinstance(unknown.exception, BadInput)
    assert "fenming policy cards" in str(unknown.exception)


def test_a_scheme_tells_its_items_with_weight_method_and_target() -> None:
    told = fenming("schemes", "health_unit", "--on", "2024-06-30", "--json")
    [scheme] = json.loads(told.stdout)
    assert scheme["cite"]["grade"] == "assumed"
    assert scheme["items"][0] == {
        "id": "file_quality",
        "indicator": "file_quality",
        "method": "sample",
        "weight": "10 分",
        "item_id": "PH01",
        "veto_at": "3 份",
    }
    listed = fenming("schemes", "--on", "2024-06-30")
    assert "township_hospital" in listed.output
    before = fenming("schemes", "health_unit", "--on", "2023-06-30")
    assert isinstance(before.exception, BadInput)
