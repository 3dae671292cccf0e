"""Killed at any point, a workspace is as before or as after, never between; doing it again completes it."""

import hashlib
import json
import random
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.support.made_county import COUNTY, YEAR, MadeCounty, copied, files_of
from tests.support.work_to_kill import Work, died, killed_after

from fenming.cli.choosing import list_runs
from fenming.facts.intake import import_files
from fenming.facts.workspace import Workspace
from fenming.year import run_year

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow
EARLY_AND_LATE = (0.0, 0.01, 0.05)
TOUCHES = range(1, 60, 4)


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """The processes to be killed find this folder of tests."""
    monkeypatch.syspath_prepend(str(ROOT))


def delays(count: int, longest: float) -> list[float]:
    """Some seconds to wait before the kill: very early ones, and others at random up to about when the work is done."""
    source = random.Random(2024)
    return [*EARLY_AND_LATE, *(source.uniform(0, longest) for _ in range(count))]


def seconds_for(county: MadeCounty, workspace: Workspace, copy: Path, files: Sequence[Path] = ()) -> float:
    """How long the work takes when nobody kills it."""
    shutil.copytree(workspace.folder, copy)
    process, began = Work(copy, county.key, files).begin(), time.monotonic()
    assert not died(process)
    return time.monotonic() - began


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def state_of(workspace: Workspace) -> str:
    """What the workspace says its facts are, every file it names being there whole."""
    manifest = Workspace.open(workspace.folder).manifest()
    for table in manifest["tables"].values():
        assert sha256(workspace.facts / table["path"]) == table["sha256"]
        assert (workspace.facts / table["quarantine"]).exists()
    for batch in manifest["batches"]:
        assert (workspace.facts / batch["path"]).exists()
    return json.dumps(manifest, sort_keys=True)


def check_runs(workspace: Workspace) -> int:
    """Each run that is listed is whole; their number."""
    listed = list_runs(workspace.folder)
    for run in listed:
        for name, digest in json.loads((run / "manifest.json").read_text("utf8"))["sha256"].items():
            assert sha256(run / name) == digest, name
        assert all(check["holds"] for check in json.loads((run / "checks.json").read_text("utf8")))
    return len(listed)


@pytest.fixture
def registers(county: MadeCounty, tmp_path) -> Workspace:
    """A workspace that holds all but the bills."""
    workspace = Workspace.create(tmp_path / "W", COUNTY)
    import_files(
        workspace, [file for file in files_of(county.exports) if "_d_2024" not in file.name], key_file=county.key
    )
    return workspace


def check_kills(county: MadeCounty, workspace: Workspace, processes, tmp_path: Path) -> tuple[int, str]:
    """Kill one import after the other; how many died, and the state after one that did not."""
    before, kept, deaths = state_of(workspace), tmp_path / "kept", 0
    shutil.copytree(workspace.folder, kept)
    after = ""
    for die in processes:
        deaths += die()
        state = state_of(workspace)
        if state != before:
            assert after in ("", state)
            after = state
            shutil.rmtree(workspace.folder)
            shutil.copytree(kept, workspace.folder)
    return deaths, after


def test_an_import_killed_at_any_time_leaves_the_facts_before_or_after(county: MadeCounty, registers, tmp_path):
    bills = [file for file in files_of(county.exports) if "_d_2024" in file.name]
    waits = delays(14, seconds_for(county, registers, tmp_path / "timed", bills))
    deaths, _ = check_kills(
        county, registers,
        (lambda seconds=seconds: killed_after(Work(registers.folder, county.key, bills).begin(), seconds) for seconds in waits),
        tmp_path,
    )  # fmt: skip
    assert deaths >= 10
    check_it_completes(county, registers, bills)


def test_an_import_killed_between_any_two_touches_of_files_leaves_the_facts_before_or_after(
    county: MadeCounty, registers, tmp_path
):
    bills = [file for file in files_of(county.exports) if "_d_2024" in file.name]
    deaths, _ = check_kills(
        county, registers,
        (lambda last=last: died(Work(registers.folder, county.key, bills, last).begin()) for last in TOUCHES),
        tmp_path,
    )  # fmt: skip
    assert deaths >= 3
    check_it_completes(county, registers, bills)


def check_it_completes(county: MadeCounty, workspace: Workspace, bills: list[Path]) -> None:
    """The import done again is whole, leaves nothing of the killed ones, and the year comes to the same."""
    import_files(workspace, bills, key_file=county.key)
    manifest = workspace.manifest()
    named = {table[part] for table in manifest["tables"].values() for part in ("path", "quarantine")}
    named |= {batch[part] for batch in manifest["batches"] for part in ("path", "defects_path") if batch[part]}
    there = {path.relative_to(workspace.facts).as_posix() for path in workspace.facts.rglob("*") if path.is_file()}
    assert there == named | {"manifest.json"}
    run = run_year(workspace, YEAR)
    assert (run.folder / "figures.json").read_bytes() == (county.run / "figures.json").read_bytes()


def test_a_run_killed_at_any_time_is_not_there_and_the_next_one_is_the_same(county: MadeCounty, tmp_path):
    workspace, deaths = copied(county, tmp_path / "W"), 0
    for seconds in delays(14, seconds_for(county, workspace, tmp_path / "timed")):
        deaths += killed_after(Work(workspace.folder, county.key).begin(), seconds)
        if check_runs(workspace):
            shutil.rmtree(list_runs(workspace.folder)[0])
    assert deaths >= 10
    check_run_completes(county, workspace)


def test_a_run_killed_between_any_two_touches_of_files_is_not_there(county: MadeCounty, tmp_path):
    workspace, deaths = copied(county, tmp_path / "W"), 0
    for last in TOUCHES:
        deaths += died(Work(workspace.folder, county.key, last=last).begin())
        if check_runs(workspace):
            shutil.rmtree(list_runs(workspace.folder)[0])
    assert deaths >= 5
    check_run_completes(county, workspace)


def check_run_completes(county: MadeCounty, workspace: Workspace) -> None:
    """The year run again is whole, what the killed ones left is swept, and figures and journal are the same bytes."""
    run = run_year(workspace, YEAR)
    assert check_runs(workspace) == 1
    assert [path.name for path in workspace.runs.iterdir()] == [run.id]
    for name in ("figures.json", "journal.jsonl", "checks.json"):
        assert (run.folder / name).read_bytes() == (county.run / name).read_bytes()
