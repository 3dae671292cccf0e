"""A finished assessment as it lies on disk: figures, tables, findings, what it was made of."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fenming.facts.run_tables import Row, RunTables
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Book
from fenming.kernel.language import _
from fenming.reports.run_folder import RunFolder

FOLDER = "assessments"
LATEST = "latest"


@dataclass(frozen=True)
class AssessmentFolder:
    """One assessment's folder. Everything is read when first asked for and then kept.

    `manifest.json` · `figures.json` · `findings.json` · `tables/*.parquet` (measure, roll, institution, score, indicator,
    and the three score tables that a settlement reads).
    """

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> "AssessmentFolder":
        """The assessment in `folder`. Raises BadInput where there is none."""
        if not (folder / "manifest.json").is_file():
            raise BadInput(
                "assessment.none",
                what=_("{folder} holds no finished assessment").format(folder=folder),
                why=_("it has no manifest.json"),
                remedy=_("list the assessments of a workspace with: fenming assess list --workspace W"),
            )
        return cls(folder)

    @property
    def id(self) -> str:
        return self.folder.name

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return self._json("manifest.json")  # type: ignore[no-any-return]

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        return self._json("findings.json")  # type: ignore[no-any-return]

    @cached_property
    def tables(self) -> RunTables:
        return RunTables(self.folder / "tables")

    @cached_property
    def book(self) -> Book:
        return Book.from_json(self.figures_text)

    @cached_property
    def figures_text(self) -> str:
        """The figures as they are written, for reading a few of them only."""
        return (self.folder / "figures.json").read_text("utf8")

    def book_of(self, party_kind: str, party_id: str) -> Book:
        """The figures of one party and all below them."""
        prefix = f"assessment.{party_kind}.{party_id}."
        return Book.picked(self.figures_text, lambda name: name.startswith(prefix))

    def scores_of(self, party_id: str) -> list[Row]:
        """The rows of table `score` about one party, scheme by scheme, totals first."""
        query = "SELECT * FROM {score} WHERE party_id = ? ORDER BY scheme_id, item <> '', item, period"
        return self.tables.rows(query, party_id)

    def _json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text("utf8"))


def list_assessments(workspace: Workspace) -> list[AssessmentFolder]:
    """The finished assessments of a workspace, the newest last."""
    found = (workspace.folder / FOLDER).glob("[!.]*/manifest.json")
    return [
        AssessmentFolder(manifest.parent)
        for manifest in sorted(found, key=lambda path: (path.stat().st_mtime_ns, path))
    ]


def find_assessment(workspace: Workspace, named: str) -> AssessmentFolder:
    """The assessment called `named`: an id or its beginning, or `latest`. Raises BadInput."""
    listed = list_assessments(workspace)
    if named == LATEST and listed:
        return listed[-1]
    found = [one for one in listed if one.id.startswith(named)]
    if len(found) == 1:
        return found[0]
    raise BadInput(
        "assessment.unknown",
        what=_("no single assessment is meant by '{named}'").format(named=named),
        where=str(workspace.folder),
        why=_("assessments there: {listed}").format(listed=", ".join(one.id for one in listed) or "–"),
        remedy=_("name one of them, or make one first: fenming assess --workspace {folder} --year 2024").format(
            folder=workspace.folder
        ),
    )


def run_settled_by(workspace: Workspace, assessment: AssessmentFolder) -> RunFolder | None:
    """The newest run of the workspace that took its scores from `assessment`; None where there is none."""
    found = sorted(workspace.runs.glob("[!.]*/manifest.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    runs = (RunFolder(path.parent) for path in found)
    return next((run for run in runs if run.manifest.get("assessment_id") == assessment.id), None)
