"""Where assessments lie in a workspace, and who wrote what when: the registers are appended to, never edited."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _

FOLDER = "assessments"
FROZEN, APPEALS, EVIDENCE, CHANGES = "frozen.jsonl", "appeals.jsonl", "evidence", "changes"


def assessments_of(workspace: Workspace) -> Path:
    """The folder of a workspace's assessments and their registers."""
    return workspace.folder / FOLDER


@dataclass(frozen=True, slots=True)
class Said:
    """Who said something, why, and when (with its time zone)."""

    by: str
    reason: str
    at: datetime

    @classmethod
    def now(cls, by: str, reason: str) -> Self:
        """Said at this moment. Raises BadInput where no name or no reason is given."""
        for given, option in ((by, "--by"), (reason, "--reason")):
            if not given.strip():
                raise BadInput(
                    "assessment.unsigned",
                    what=_("{option} is empty").format(option=option),
                    why=_("whoever decides what moves money says who they are and why; it stays in the register"),
                    remedy=_("give {option} with words").format(option=option),
                )
        return cls(by.strip(), reason.strip(), datetime.now().astimezone())

    def as_dict(self) -> dict[str, str]:
        return {"by": self.by, "reason": self.reason, "at": self.at.isoformat()}

    @classmethod
    def from_dict(cls, written: dict[str, Any]) -> Self:
        return cls(written["by"], written["reason"], datetime.fromisoformat(written["at"]))
