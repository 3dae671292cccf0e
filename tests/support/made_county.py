"""A synthetic county of one in a hundred, made, imported and run once for all tests and all test workers. To be read only."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fenming.facts.intake import import_files
from fenming.facts.twin import load_profile, make_twin
from fenming.facts.workspace import Workspace
from fenming.kernel import Book
from fenming.year import run_year

COUNTY, YEAR, SCALE, SEED = "cn/ah/340621", 2024, "0.01", 7
KEY = "5e" * 32


@dataclass(frozen=True)
class MadeCounty:
    """`folder` holds `exports` (the twin's files), `key` and the workspace `W` with one finished run."""

    folder: Path

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    @property
    def key(self) -> Path:
        return self.folder / "key"

    @property
    def workspace(self) -> Workspace:
        return Workspace.open(self.folder / "W")

    @property
    def run(self) -> Path:
        """The run's folder."""
        return self.workspace.runs / (self.folder / "made").read_text("utf8")

    @cached_property
    def twin(self) -> dict[str, Any]:
        """What the twin says it made."""
        return json.loads((self.exports / "twin.json").read_text("utf8"))

    @cached_property
    def book(self) -> Book:
        return Book.from_json((self.run / "figures.json").read_text("utf8"))

    def json(self, name: str) -> Any:
        """One of the run's JSON files."""
        return json.loads((self.run / name).read_text("utf8"))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query in which `{name}` stands for a table of the run, or else of the workspace's facts."""
        tables = {name: self.workspace.scan(name) for name in self.workspace.manifest()["tables"]}
        tables |= {path.stem: f"read_parquet('{path}')" for path in (self.run / "tables").glob("*.parquet")}
        with duckdb.connect() as connection:
            return connection.execute(query.format(**tables)).fetchall()


def files_of(exports: Path) -> list[Path]:
    """The files a user would hand in, in order of name."""
    return sorted(path for path in exports.iterdir() if path.name != "twin.json")


def make_county(folder: Path) -> None:
    """Twin → import → run, into `folder`."""
    folder.mkdir(parents=True)
    make_twin(load_profile("suixi"), folder / "exports", scale=SCALE, seed=SEED)
    (folder / "key").write_text(KEY)
    workspace = Workspace.create(folder / "W", COUNTY)
    import_files(workspace, files_of(folder / "exports"), key_file=folder / "key")
    (folder / "made").write_text(run_year(workspace, YEAR).id)


def made_county(factory: pytest.TempPathFactory) -> MadeCounty:
    """The county all workers of this test session share; whoever comes first makes it, the others wait."""
    folder = shared_folder(factory) / "county"
    with alone(folder.with_name("county.lock")):
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            make_county(folder)
    return MadeCounty(folder)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder of this session that all its workers see."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold `lock` against all other processes."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def copied(county: MadeCounty, target: Path, *, with_runs: bool = False) -> Workspace:
    """A workspace of the same facts somewhere else, its runs left behind unless wanted."""
    left = () if with_runs else ("runs",)
    shutil.copytree(county.workspace.folder, target, ignore=shutil.ignore_patterns(*left))
    (target / "runs").mkdir(exist_ok=True)
    return Workspace.open(target)
