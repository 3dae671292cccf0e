"""The command line called as a user calls it, inside this process."""

import contextvars
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

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
