"""A finished run as it lies on disk: figures, journal, tables, shares, what was checked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fenming.facts.run_tables import RunTables
from fenming.kernel import BadInput, Book
from fenming.kernel.figure_file import FigureFile
from fenming.kernel.language import _
from fenming.ledger import Journal

IDENTITY = ("county", "pack_digest", "facts_digest", "code_digest", "year")
MORE = ("assessment_id", "appeals_digest")  # of a run by a frozen assessment; of an assessment

FEW = "reports/figures.sqlite"  # the same figures as figures.json, for asking after a few of them


def run_number(identity: Mapping[str, Any]) -> str:
    """The id of a run or an assessment: twelve hexadecimal digits over county, packs, facts, code and year, by their manifest keys.

    A run that took its scores from a frozen assessment is another one than without it, and so is an assessment by its appeals.
    """
    keys = (*IDENTITY, *(key for key in MORE if key in identity))
    return hashlib.sha256("\n".join(str(identity[key]) for key in keys).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class RunFolder:
    """One run's folder. Everything is read when first asked for and then kept.

    `manifest.json` · `figures.json` · `journal.jsonl` · `findings.json` · `checks.json` · `tables/*.parquet` (among them
    `spend`, `roll`, `institution`, `share`: payee, figure, fen, kind, level, consortium) · `reports/`.
    """

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> "RunFolder":
        """The run in `folder`. Raises BadInput where there is none."""
        if not (folder / "manifest.json").is_file():
            raise BadInput(
                "run.none",
                what=_("{folder} holds no finished run").format(folder=folder),
                why=_("it has no manifest.json"),
                remedy=_("list the runs of a workspace with: fenming runs --workspace W"),
            )
        return cls(folder)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return self._json("manifest.json")  # type: ignore[no-any-return]

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        return self._json("findings.json")  # type: ignore[no-any-return]

    @cached_property
    def checks(self) -> list[dict[str, Any]]:
        return self._json("checks.json")  # type: ignore[no-any-return]

    @cached_property
    def book(self) -> Book:
        return Book.from_json((self.folder / "figures.json").read_text("utf8"))

    def figures_under(self, *prefixes: str) -> Book:
        """The figures whose names begin with one of `prefixes`, and all below them, without reading all the others."""
        path = self.folder / FEW
        return FigureFile(path).under(*prefixes) if path.is_file() else self.book

    @cached_property
    def journal(self) -> Journal:
        journal, findings = Journal.load(self.folder / "journal.jsonl")
        if findings:
            raise BadInput(findings=findings)
        return journal

    @cached_property
    def tables(self) -> RunTables:
        return RunTables(self.folder / "tables")

    @cached_property
    def shares(self) -> list[dict[str, Any]]:
        """Rows of who is paid what, in order of payee."""
        return self.tables.rows("SELECT * FROM {share} ORDER BY payee, figure")

    def _json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text("utf8"))
