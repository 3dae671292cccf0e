"""A whole year with its bills judged by Spark: the same run, file by file, as without."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.made_county import YEAR, MadeCounty
from tests.support.spark_cluster import needs_spark

JAVA = shutil.which("java", path=os.environ.get("JAVA_HOME", "") + "/bin") or shutil.which("java")


def fingerprints(run: Path) -> dict[str, str]:
    return {
        path.relative_to(run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(run.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_a_year_run_with_spark_is_the_same_run_to_the_byte(county: MadeCounty, tmp_path):
    needs_spark(JAVA)
    shutil.copytree(
        county.folder / "W", tmp_path / "W", ignore=lambda _folder, names: {"runs", "temporary"} & set(names)
    )
    (tmp_path / "W" / "runs").mkdir()
    command = ["run", "--workspace", tmp_path / "W", "--year", str(YEAR), "--engine", "local[2]", "--json"]
    program = Path(sys.executable).with_name("fenming")
    said = subprocess.run([program, *command], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    made = json.loads(said.stdout)
    assert made["is_new"]
    assert made["run_id"] == county.run.name
    assert fingerprints(Path(made["folder"])) == fingerprints(county.run)
