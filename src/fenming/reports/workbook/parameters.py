"""The policy numbers of the year: the yellow cells may be changed, and the whole workbook follows."""

from dataclasses import dataclass, field
from typing import Any

from fenming.kernel import Figure
from fenming.kernel.language import _
from fenming.reports.wording import grade_word, label_of
from fenming.reports.workbook.page import FIRST_ROW, Page, Papers
from fenming.reports.workbook.plan import Place, Plan
from fenming.reports.workbook.term import Term, unit_share, yuan
from fenming.reports.workbook.words import unit_word

NAME, PART, SHOWN, UNIT, CLAUSE, DOCUMENT, QUOTE, GRADE, READING, QUESTION, FIGURE, WORKING = range(12)
WIDTHS = [30, 14, 18, 6, 22, 30, 26, 26, 20, 36, 34, 18]
FACTORS = {"fen": 100, "ppm": 1_000_000}


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a written value; `part` names it inside a split or tiers. `value` None: not a number but a choice."""

    figure: Figure
    part: str
    value: int | None
    unit: str

    @property
    def key(self) -> str:
        return f"{self.figure.name}[{self.part}]" if self.part else self.figure.name


def entries(figure: Figure) -> list[Entry]:
    """The numbers that a written value holds, each with its own unit."""
    value, unit = figure.value, figure.unit
    if isinstance(value, dict) and "steps" in value:
        words = [
            (f"{word}_{number}", one)
            for number, pair in enumerate(value["steps"])
            for word, one in zip(("above", "rate"), pair, strict=True)
        ]
        return [Entry(figure, word, one, "ppm") for word, one in words] + [Entry(figure, "reading", None, "choice")]
    if isinstance(value, dict):
        return [Entry(figure, part, one, unit) for part, one in value.items()]
    return [Entry(figure, "", value if type(value) is int else None, unit)]


@dataclass
class ParameterSheet:
    """Every policy parameter and calendar constant that the run used."""

    name: str
    rows: list[Entry] = field(default_factory=list)

    def claim(self, plan: Plan) -> None:
        used = [figure for figure in plan.book if figure.verb in ("parameter", "calendar")]
        for figure in sorted(used, key=lambda figure: (figure.verb != "parameter", figure.name)):
            self.rows += entries(figure)
        for row, entry in enumerate(self.rows, FIRST_ROW):
            if entry.value is not None:
                plan.put(entry.key, Place(self.name, WORKING, row), entry.value)

    def write(self, _plan: Plan, papers: Papers) -> None:
        page = papers.page(self.name, _("Policy parameters of the year"), WIDTHS, WORKING)
        head = [
            _("parameter"),
            _("part"),
            _("value"),
            _("unit"),
            _("clause"),
            _("document"),
            _("quoted words"),
            _("grade"),
        ]
        page.header([*head, _("how it was read"), _("open question"), _("figure"), _("workings")])
        for row, entry in enumerate(self.rows, FIRST_ROW):
            self._write_value(page, row, entry)
            self._write_source(
                page,
                row,
                entry.figure,
                is_first=row == FIRST_ROW or self.rows[row - FIRST_ROW - 1].figure is not entry.figure,
            )
        page.signatures(FIRST_ROW + len(self.rows))

    def _write_value(self, page: Page, row: int, entry: Entry) -> None:
        page.text(row, NAME, label_of(entry.figure), "wrapped")
        page.text(row, PART, entry.part)
        page.text(row, UNIT, unit_word(entry.unit))
        page.text(row, FIGURE, entry.key, "key")
        if entry.value is None:
            page.text(row, SHOWN, _written(entry))
            return
        page.number(row, SHOWN, *_editable(entry.value, entry.unit))
        shown = page.place(row, SHOWN).seen_from(self.name)
        factor = FACTORS.get(entry.unit, 1)
        page.formula(row, WORKING, Term(f"ROUND({shown}*{factor},0)", entry.value))

    def _write_source(self, page: Page, row: int, figure: Figure, *, is_first: bool) -> None:
        cite, reading = figure.cite, figure.reading
        page.text(row, GRADE, grade_word(figure.own_grade), "wrapped")
        words = {CLAUSE: cite.clause, DOCUMENT: cite.title, QUOTE: cite.quote} if cite else {}
        words |= {READING: reading.chosen, QUESTION: reading.open_question} if reading else {}
        if is_first:
            page.fit(row, {NAME: label_of(figure), **words}, WIDTHS)
        for column in (CLAUSE, DOCUMENT, QUOTE, READING, QUESTION):
            page.text(row, column, words.get(column, "") if is_first else "", "wrapped")


def _written(entry: Entry) -> str:
    value: Any = entry.figure.value
    return str(value[entry.part] if entry.part else value)


def _editable(value: int, unit: str) -> tuple[Any, str]:
    if unit == "fen":
        return yuan(value), "fen_editable"
    if unit == "ppm":
        return unit_share(value), "ppm_editable"
    return value, "whole_editable"
