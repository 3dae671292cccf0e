"""A finished assessment as it lies on disk: figures, tables, findings, what it was made of."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fenming.assessment.grading import EFFECTS
from fenming.facts.run_tables import Row, RunTables
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Book
from fenming.kernel.figure_file import FigureFile
from fenming.kernel.language import _
from fenming.reports.run_folder import RunFolder

FOLDER = "assessments"
FIGURES = "figures.sqlite"
LATEST = "latest"


@dataclass(frozen=True)
class AssessmentFolder:
    """One assessment's folder. Everything is read when first asked for and then kept.

    `manifest.json` · `figures.sqlite` · `findings.json` · `tables/*.parquet` (measure, roll, institution, score, indicator,
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
        return self.figures.book()

    @property
    def figures(self) -> FigureFile:
        """The figures as they are written, for asking after a few of them."""
        return FigureFile(self.folder / FIGURES)

    def book_of(self, party_kind: str, party_id: str) -> Book:
        """The scores of one party, its chain score, grade and what the grade does, and all below them."""
        base = f"assessment.{party_kind}.{party_id}"
        wanted = ("scheme.", "chain", "grade", *EFFECTS)
        return self.figures.under(*(f"{base}.{name}" for name in wanted), own=f"{base}.")

    def indicators_of(self, party_kind: str, party_id: str) -> dict[tuple[str, str], Row]:
        """The rows of table `indicator` about one party, by indicator and period."""
        read = pq.read_table(
            self.folder / "tables" / "indicator.parquet",
            filters=[("party_kind", "==", party_kind), ("party_id", "==", party_id)],
        )
        return {(row["indicator_id"], row["period"]): row for row in read.to_pylist()}

    @cached_property
    def scores(self) -> pa.Table:
        """Table `score`, all parties."""
        return pq.read_table(self.folder / "tables" / "score.parquet")

    def scores_of(self, party_id: str) -> list[Row]:
        """The rows of table `score` about one party, scheme by scheme, totals first."""
        rows: list[Row] = self.scores.filter(pc.equal(self.scores["party_id"], party_id)).to_pylist()
        return sorted(rows, key=lambda row: (row["scheme_id"], row["item"] != "", row["item"], row["period"]))

    @cached_property
    def totals(self) -> dict[tuple[str, str], list[int]]:
        """The totals of all parties that have one, by scheme and period."""
        found: dict[tuple[str, str], list[int]] = {}
        for row in self.scores.filter(pc.equal(self.scores["item"], "")).to_pylist():
            if row["score_ppm"] is not None:
                found.setdefault((row["scheme_id"], row["period"]), []).append(row["score_ppm"])
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """What units, institutions and consortia are called, by id."""
        read = {name: pq.read_table(self.folder / "tables" / f"{name}.parquet") for name in ("roll", "institution")}
        units = dict(zip(*(read["roll"][column].to_pylist() for column in ("unit_id", "name")), strict=True))
        columns = ("institution_id", "name", "kind", "consortium_id")
        rows = list(zip(*(read["institution"][column].to_pylist() for column in columns), strict=True))
        consortia = {consortium: f"{name}医共体" for _id, name, kind, consortium in rows if kind == "lead_hospital"}
        return units | {institution: name for institution, name, _kind, _of in rows} | consortia

    def _json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text("utf8"))


def list_assessments(workspace: Workspace) -> list[AssessmentFolder]:
    """The finished assessments of a workspace, the newest last."""
    return assessments_in(workspace.folder / FOLDER)


def assessments_in(folder: Path) -> list[AssessmentFolder]:
    """The finished assessments in a folder of them, the newest last."""
    found = folder.glob("[!.]*/manifest.json")
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
