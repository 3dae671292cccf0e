"""A figure is its own explanation: value, unit, verb, inputs, clause and evidence grade."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Grade(IntEnum):
    """How good the evidence for a number is; the weakest (largest) below a figure travels up to it."""

    RECORDED = 0  # 业务记录: rows the user imported
    ORIGINAL = 1  # 原件
    SUMMARY = 2  # 官方解读
    REPORTED = 3  # 媒体或会议
    NAMED_ONLY = 4  # 只见其名
    ASSUMED = 5  # 测算假设

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a policy number is written: document id and title, clause, a few deciding words, grade."""

    document: str
    title: str
    clause: str
    grade: Grade
    quote: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How an ambiguous text was read (`chosen`) and the question that stays open."""

    chosen: str
    open_question: str


@dataclass(frozen=True, slots=True)
class Source:
    """Rows behind a figure: sum of `column` (or count of rows, column `*`) in `table` where each key equals its value."""

    table: str
    column: str
    where: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One number (or one written policy value) with all that made it.

    `value` is a whole number in `unit` (fen, ppm, person, count, day, flag) or, for a policy parameter, its
    structured value made of tuples, dicts, strings and ints. `verb` names the mechanism; `inputs` are keyed by
    the mechanism's own parameter names, so that applying the verb to the inputs gives the value again;
    `basis` are the choices and conditions that decided which verb applies (not part of the arithmetic);
    `pick` chooses one part of a verb that returns several. `label` is Chinese, `label_en` English.
    """

    name: str
    value: Any
    unit: str
    verb: str
    label: str = ""
    label_en: str = ""
    inputs: Mapping[str, "Figure"] = field(default_factory=dict)
    basis: tuple["Figure", ...] = ()
    pick: str = ""
    cite: Citation | None = None
    reading: Reading | None = None
    source: Source | None = None
    written: str = ""

    @property
    def own_grade(self) -> Grade:
        """Of this figure alone; a choice between readings that the text leaves open is an assumption, whoever is cited."""
        if self.unit == "choice" and self.reading and self.reading.open_question:
            return Grade.ASSUMED
        return self.cite.grade if self.cite else Grade.RECORDED

    @property
    def below(self) -> tuple["Figure", ...]:
        """What this figure stands on: its inputs, then the choices that decided its rule."""
        return (*self.inputs.values(), *self.basis)

    @property
    def grade(self) -> Grade:
        """The weakest evidence grade at or below this figure."""
        return max(figure.own_grade for figure in self.walk())

    def walk(self) -> Iterator["Figure"]:
        """This figure and every one below it, each once, nearest first."""
        seen = {id(self)}
        queue = deque([self])
        while queue:
            figure = queue.popleft()
            yield figure
            fresh = [lower for lower in figure.below if id(lower) not in seen]
            seen.update(map(id, fresh))
            queue.extend(fresh)
