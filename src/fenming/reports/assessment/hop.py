"""From a score that a settlement read into the tree of the frozen assessment it came from, down to what was counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fenming.kernel import Book, Figure
from fenming.reports.assessment.folder import FOLDER, AssessmentFolder
from fenming.reports.run_folder import RunFolder
from fenming.settlement.rows import SCORES


@dataclass
class Hop:
    """The frozen assessment behind a run's scores, where it lies in the same workspace."""

    assessment: AssessmentFolder

    @classmethod
    def of(cls, run: RunFolder) -> "Hop | None":
        """The hop of a run; None where its scores were handed in, or its assessment is not at hand."""
        number = run.manifest.get("assessment_id")
        folder = run.folder.resolve().parent.parent / FOLDER / str(number)
        return cls(AssessmentFolder(folder)) if number and (folder / "manifest.json").is_file() else None

    @cached_property
    def schemes(self) -> Mapping[str, Mapping[str, str]]:
        """Whom each scheme assesses and which table it feeds."""
        return self.assessment.manifest["schemes"]  # type: ignore[no-any-return]

    def book(self, leaf: Figure) -> Book | None:
        """The figures below the scores in `leaf`, and those scores themselves; None where it is no leaf of scores."""
        names = self._names(leaf)
        return self.assessment.figures.under(*names) if names else None

    def scores(self, leaf: Figure, book: Book) -> list[Figure]:
        """The assessment's own figures that `leaf` was read from, by quarter or item."""
        return [figure for name in self._names(leaf) if (figure := book.get(name)) is not None]

    def _names(self, leaf: Figure) -> list[str]:
        source = leaf.source
        if source is None or source.table not in SCORES:
            return []
        feeding = {name: one for name, one in self.schemes.items() if one["feeds"] == source.table}
        if source.table == "assessment_score":
            return self._totals(feeding, source.where)
        unit = f"assessment.unit.{source.where['unit_id']}.scheme"
        if source.table == "process_score":
            return [f"{unit}.{scheme}.total.{quarter}" for scheme in feeding for quarter in leaf.value]
        return [f"{unit}.{scheme}.{item}" for scheme in feeding for item in leaf.value]

    def _totals(self, feeding: Mapping[str, Mapping[str, str]], where: Mapping[str, str | int]) -> list[str]:
        scheme, consortium = str(where["scheme_id"]), str(where["consortium_id"])
        if scheme not in feeding:
            return []
        parties = {"consortium": [consortium], "lead": self._leads(consortium)}
        kind = feeding[scheme]["assesses"]
        return [f"assessment.{kind}.{party}.scheme.{scheme}.total" for party in parties.get(kind, [])]

    def _leads(self, consortium: str) -> list[str]:
        return [
            one
            for one, row in self.assessment.tables.institutions.items()
            if (row["kind"], row["consortium_id"]) == ("lead_hospital", consortium)
        ]
