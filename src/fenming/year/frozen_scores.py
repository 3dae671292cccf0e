"""The frozen assessment of a year, as a run takes its scores from it: unchanged, and still what the packs come to."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fenming.assessment.frozen import Frozen, FrozenRegister
from fenming.assessment.register import assessments_of
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.policy import Pack
from fenming.reports.assessment.again import ENCLOSED, differing_scores
from fenming.reports.assessment.digests import changed_files, sha256_of
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.seal import ASSESSMENT
from fenming.settlement.rows import SCORES


@dataclass(frozen=True)
class FrozenScores:
    """What was frozen for a year, and the folder of its assessment."""

    frozen: Frozen
    folder: AssessmentFolder

    @property
    def id(self) -> str:
        return self.frozen.assessment_id

    @cached_property
    def tables(self) -> Mapping[str, Path]:
        """The three tables of scores that a settlement reads."""
        return {name: self.folder.folder / "tables" / f"{name}.parquet" for name in SCORES}

    def enclose(self, run: Path) -> None:
        """Copy what the scores can be worked out from again into the folder of a run."""
        (run / ASSESSMENT).mkdir()
        for name in ENCLOSED:
            path = self.folder.folder / "tables" / f"{name}.parquet"
            if path.is_file():
                shutil.copyfile(path, run / ASSESSMENT / path.name)

    def findings(self, facts: Mapping[str, str]) -> list[Finding]:
        """What a run by these scores has to tell: what was known to be missing, and facts imported since."""
        listed = [_known_missing(self.frozen)] if self.frozen.missing else []
        then: Mapping[str, str] = self.folder.manifest["facts"]
        changed = sorted(name for name in facts.keys() | then.keys() if facts.get(name) != then.get(name))
        return [*listed, *([_facts_changed(self.id, changed)] if changed else [])]


def frozen_scores(workspace: Workspace, pack: Pack, year: int) -> FrozenScores | None:
    """The frozen assessment of `year`; None where none was frozen.

    Raises BadInput where it is gone or was changed, or where the packs of today come to other scores.
    """
    frozen = FrozenRegister.of(workspace).of_year(year)
    if frozen is None:
        return None
    folder = AssessmentFolder(assessments_of(workspace) / frozen.assessment_id)
    _check_unchanged(frozen, folder)
    if folder.manifest["pack_digest"] != pack.digest():
        differing = differing_scores(pack, folder.tables, folder.tables, year)
        if differing:
            raise _packs_changed(frozen, differing)
    return FrozenScores(frozen, folder)


def _check_unchanged(frozen: Frozen, folder: AssessmentFolder) -> None:
    manifest = folder.folder / "manifest.json"
    if not manifest.is_file() or sha256_of(manifest) != frozen.manifest_sha256:
        raise BadInput(
            "run.assessment_gone",
            what=_("assessment {id}, frozen for {year}, is gone or was changed").format(
                id=frozen.assessment_id, year=frozen.year
            ),
            where=str(folder.folder),
            why=_("the year's money is decided by what was frozen, not by what lies there now"),
            remedy=_("restore its folder from a copy; or make an assessment again and freeze it with the reason"),
        )
    found = tuple(changed_files(folder.folder))
    if found:
        raise BadInput(findings=found)


def _packs_changed(frozen: Frozen, differing: Mapping[str, int]) -> BadInput:
    return BadInput(
        "run.schemes_changed",
        what=_("by the packs of today the scores of assessment {id} are others than those frozen").format(
            id=frozen.assessment_id
        ),
        where=", ".join(f"{table}: {count}" for table, count in differing.items()),
        why=_("schemes, indicators or their parameters were changed since it was frozen"),
        remedy=_(
            "assess again and freeze the new assessment with the reason, or run with the packs as they were (--packs DIR)"
        ),
    )


def _known_missing(frozen: Frozen) -> Finding:
    return Finding(
        "assessment.frozen_incomplete",
        what=_("the frozen assessment {id} lacks scores that decide money").format(id=frozen.assessment_id),
        where="; ".join(frozen.missing),
        why=_("{by} froze it knowing this: {reason}").format(by=frozen.said.by, reason=frozen.said.reason),
        remedy=_("hand in what is missing, assess again, and freeze the new assessment"),
    )


def _facts_changed(assessment: str, tables: list[str]) -> Finding:
    return Finding(
        "assessment.facts_since",
        what=_("facts were imported since assessment {id} was made").format(id=assessment),
        where=", ".join(tables),
        why=_("the frozen scores decide the money and do not follow corrections by themselves"),
        remedy=_("if they matter to scores, assess again and freeze the new assessment with the reason"),
    )
