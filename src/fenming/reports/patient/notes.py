"""The law behind the numbers: clauses as numbered notes at the foot of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from fenming.kernel import Citation, Figure
from fenming.reports.wording import grade_word


@dataclass(frozen=True, slots=True)
class Note:
    """A clause with its number on the page, its evidence in words, and how good that is (0 best)."""

    number: int
    title: str
    clause: str
    grade: str
    level: int


class Notes:
    """Collects clauses in the order in which the page speaks of them; one clause is one note."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._cited: list[Citation] = []

    def numbers(self, clauses: Iterable[Figure]) -> list[int]:
        """The numbers of these clauses' notes."""
        return sorted({self._number(clause.cite) for clause in clauses if clause.cite})

    def _number(self, cite: Citation) -> int:
        key = cite.title, cite.clause
        if key not in self._numbers:
            self._cited.append(cite)
            self._numbers[key] = len(self._cited)
        return self._numbers[key]

    def all(self) -> list[Note]:
        """Every note that was asked for."""
        return [
            Note(number, cite.title, cite.clause, grade_word(cite.grade), int(cite.grade))
            for number, cite in enumerate(self._cited, start=1)
        ]
