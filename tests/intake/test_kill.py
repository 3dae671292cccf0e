"""Kill −9 at any moment of an import leaves the workspace as it was or as it should be, never between."""

import os
import random
import signal
import subprocess
import sys
import time

from fenming.facts.intake import import_files
from fenming.facts.workspace import Workspace
from tests.intake.county import bill, registers, stored, write

SCRIPT = """
import sys
from fenming.facts.intake import import_files
from fenming.facts.workspace import Workspace
print("ready", flush=True)
import_files(Workspace.create(sys.argv[1]), sys.argv[2:])
"""


def test_kill_at_random_moments_leaves_the_old_facts_or_the_new(tmp_path):
    workspace = Workspace.create(tmp_path / "workspace")
    first = write(tmp_path / "first.csv", [bill(1), bill(2)])
    import_files(workspace, [*registers(tmp_path), first])
    second = write(tmp_path / "second.csv", [bill(number, 1 + number % 4) for number in range(3, 6000)], "gbk")
    moments = random.Random(20240101)
    for _attempt in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(workspace.folder), str(second)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0.0, 1.5))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert len(stored(Workspace.open(workspace.folder), "bill", "row")) in (2, 5999)
    import_files(workspace, [second])
    assert len(stored(workspace, "bill", "row")) == 5999
    assert not [path for path in workspace.facts.rglob("*") if path.suffix in (".new", ".moved")]
    assert not workspace.temporary.exists()
