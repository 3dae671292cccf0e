"""The command line called as a user calls it, inside this process."""

import contextvars
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.adjudication.pack_text import benefits_pack
from tests.intake.county import write

from fenming.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command left: exit code, what it showed, and what it complained of."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def all(self) -> str:
        """Both streams as one line of words, however they were wrapped."""
        return " ".join((self.out + self.err).split())


Fenming = Callable[..., Answer]


@pytest.fixture
def fenming(monkeypatch, capsys) -> Fenming:
    """`fenming("run", "--year", 2024, code=2)`: run it in English and expect this exit code; never a traceback."""
    monkeypatch.setenv("COLUMNS", "500")

    def call(*arguments: object, code: int = 0) -> Answer:
        monkeypatch.setattr(sys, "argv", ["fenming", "--lang", "en", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            contextvars.copy_context().run(main)
        shown = capsys.readouterr()
        answer = Answer(int(ended.value.code or 0), shown.out, shown.err)
        assert "Traceback" not in answer.all
        assert answer.code == code, answer.all
        return answer

    return call


@pytest.fixture(scope="module")
def packs(tmp_path_factory) -> Path:
    """A folder with a pack of the user's own."""
    root = tmp_path_factory.mktemp("packs")
    benefits_pack(root)
    return root


@pytest.fixture
def judge(fenming, packs, tmp_path):
    """`judge(rows, "judged.csv", …)`: the answer of judging these rows into that file."""

    def call(rows: list[dict[str, str]], out: str = "judged.csv", *more: object, code: int = 0, pack: object = packs):
        bills = write(tmp_path / "bills.csv", rows, "gbk")
        return fenming("adjudicate", "--pack", pack, "--bills", bills, "--out", tmp_path / out, *more, code=code)

    return call
