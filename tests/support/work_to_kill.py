"""One import or run as a process of its own, to be killed from outside, or to kill itself at its n-th touch of a file."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

TOUCHES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}


@dataclass(frozen=True)
class Work:
    """An import of `files`, or without files a run of 2024; with `last` it dies just before that touch of a file."""

    workspace: Path
    key: Path
    files: Sequence[Path] = ()
    last: int = 0

    def do(self, begun: Connection) -> None:
        """Do it, saying when it begins."""
        from fenming.facts.intake import import_files
        from fenming.facts.workspace import Workspace
        from fenming.year import run_year

        workspace = Workspace.open(self.workspace)
        if self.last:
            die_at(self.last)
        begun.send("begun")
        if self.files:
            import_files(workspace, self.files, key_file=self.key)
        else:
            run_year(workspace, 2024)

    def begin(self) -> BaseProcess:
        """The process, which has just begun with the work."""
        here, there = context().Pipe()
        process = context().Process(target=self.do, args=(there,))
        process.start()
        there.close()
        assert here.recv() == "begun"
        return process


def context() -> ForkServerContext:
    """Processes that start with everything imported, so that what is killed is work and not the start of Python."""
    chosen = multiprocessing.get_context("forkserver")
    chosen.set_forkserver_preload(["fenming.facts.intake", "fenming.year"])
    return chosen


def killed_after(process: BaseProcess, seconds: float) -> bool:
    """Kill −9 after so many seconds; false when the work was done before."""
    process.join(seconds)
    process.kill()
    return died(process)


def died(process: BaseProcess) -> bool:
    """Wait for its end: killed, or done and nothing else."""
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def die_at(last: int) -> None:
    """Kill this process, as a power cut would, just before its `last` touch of a file."""
    touched = 0

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal touched
        if event in TOUCHES or (event == "open" and is_writing(*arguments)):
            touched += 1
            if touched == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)


def is_writing(path: object, mode: object, flags: object) -> bool:
    """Whether a file is opened for writing, compiled Python code aside."""
    if not isinstance(path, str | os.PathLike) or "__pycache__" in str(path):
        return False
    return bool(set(str(mode or "")) & set("wax+")) or (mode is None and bool(int(str(flags)) & os.O_CREAT))
