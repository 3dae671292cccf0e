"""The shared synthetic county, assessed, frozen and settled by what was frozen; made once. To be read only."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fenming.assessment.register import Said
from fenming.facts.workspace import Workspace
from fenming.reports.assessment.folder import AssessmentFolder, list_assessments
from fenming.year import run_year
from fenming.year.assessment import freeze_assessment, make_assessment
from tests.support.made_county import YEAR, MadeCounty, alone, copied, shared_folder

SAID = Said("考核办", "现场复核后", datetime(2025, 3, 1, 9, tzinfo=UTC))


@dataclass(frozen=True)
class AssessedCounty:
    """`folder` holds the workspace `W` with one assessment, frozen for its year, and the run by it."""

    folder: Path

    @property
    def workspace(self) -> Workspace:
        return Workspace.open(self.folder / "W")

    @property
    def assessment(self) -> AssessmentFolder:
        return list_assessments(self.workspace)[-1]

    @property
    def run(self) -> Path:
        return self.workspace.runs / (self.folder / "made").read_text("utf8")

    def copied(self, target: Path) -> Workspace:
        """The same workspace somewhere else, to be changed."""
        shutil.copytree(self.workspace.folder, target)
        return Workspace.open(target)


def assessed_county(factory: pytest.TempPathFactory, county: MadeCounty) -> AssessedCounty:
    """The assessed county all workers share; whoever comes first makes it, the others wait."""
    folder = shared_folder(factory) / "assessed"
    with alone(folder.with_name("assessed.lock")):
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            workspace = copied(county, folder / "W")
            made = make_assessment(workspace, YEAR)
            freeze_assessment(workspace, made.id, SAID)
            (folder / "made").write_text(run_year(workspace, YEAR).id)
    return AssessedCounty(folder)
