"""Which assessment decides a year's money: frozen by somebody for a reason; a later one names the one it replaces."""

from dataclasses import dataclass
from typing import Any, Self

from fenming.assessment.register import FROZEN, Said, assessments_of
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.ledger.register import Register

KIND = "frozen"


@dataclass(frozen=True, slots=True)
class Frozen:
    """One freezing: the year's assessment, its manifest's digest, who and why, what it replaces, what was still missing in it."""

    year: int
    assessment_id: str
    manifest_sha256: str
    said: Said
    replaces: str = ""
    missing: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "assessment_id": self.assessment_id,
            "manifest_sha256": self.manifest_sha256,
            **self.said.as_dict(),
            "replaces": self.replaces,
            "missing": list(self.missing),
        }

    @classmethod
    def from_dict(cls, written: dict[str, Any]) -> Self:
        return cls(
            written["year"],
            written["assessment_id"],
            written["manifest_sha256"],
            Said.from_dict(written),
            written["replaces"],
            tuple(written["missing"]),
        )


class FrozenRegister:
    """All freezings in their order; the last of a year is the one that counts."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.listed = [Frozen.from_dict(content) for content in register.contents]

    @classmethod
    def of(cls, workspace: Workspace) -> Self:
        """The register of a workspace. Raises BadInput where lines of it were changed or are missing."""
        return cls(Register.open(assessments_of(workspace) / FROZEN, KIND))

    def of_year(self, year: int) -> Frozen | None:
        """The freezing that counts for `year`; None where none was made."""
        return next((frozen for frozen in reversed(self.listed) if frozen.year == year), None)

    def freeze(self, frozen: Frozen) -> Frozen:
        """Enter it in place of what counted so far. The same assessment again is refused: BadInput `assessment.frozen`."""
        before = self.of_year(frozen.year)
        if before is not None and before.assessment_id == frozen.assessment_id:
            raise BadInput(
                "assessment.frozen",
                what=_("assessment {id} is frozen for {year} already").format(
                    id=frozen.assessment_id, year=frozen.year
                ),
                why=_("{by} froze it: {reason}").format(by=before.said.by, reason=before.said.reason),
                remedy=_("nothing is to be done; make a new assessment if something was corrected"),
            )
        entered = Frozen(
            frozen.year,
            frozen.assessment_id,
            frozen.manifest_sha256,
            frozen.said,
            before.assessment_id if before else "",
            frozen.missing,
        )
        self.register.append([entered.as_dict()])
        self.listed.append(entered)
        return entered
