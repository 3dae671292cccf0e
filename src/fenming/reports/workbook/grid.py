"""Sheets with one row for each health unit: what is shown on the left, its workings in grey on the right."""

import re
from dataclasses import dataclass, field
from typing import Any

from fenming.kernel import Figure
from fenming.kernel.language import _, language
from fenming.reports.workbook.formula import GROWTH_STEPS, Cells, formula, growth_step_values, growth_steps
from fenming.reports.workbook.page import FIRST_ROW, Page, Papers
from fenming.reports.workbook.plan import Place, Plan
from fenming.settlement.eligibility import POOL_WORDS

UNIT_FIGURE = re.compile(r"(?P<area>\w+)\.unit\.(?P<unit>[^.]+)\.(?P<suffix>.+)")
ABOUT = ("unit_id", "name", "consortium_id", "township_hospital_id", "clinic_id")
WIDTHS = {"unit_id": 14, "name": 24, "consortium_id": 9, "township_hospital_id": 17, "clinic_id": 17}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: figures of one kind, by unit. `part` picks from figures that hold several numbers; `step` is a working."""

    pattern: str
    figures: dict[str, Figure]
    part: str = ""
    step: str = ""

    def key(self, unit_id: str) -> str:
        """The name of the cell of that unit."""
        word = self.part or self.step
        name = self.figures[unit_id].name
        return f"{name}[{word}]" if word else name

    def value(self, unit_id: str) -> int:
        figure = self.figures[unit_id]
        if self.step:
            return (growth_step_values(figure) or {})[self.step]
        return int(figure.value[self.part]) if self.part else figure.value


@dataclass
class UnitGrid:
    """A sheet of every unit's figures whose dotted names match `pattern`; `order` names the first columns."""

    name: str
    title: str
    pattern: str
    order: tuple[str, ...] = ()
    units: list[dict[str, Any]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)

    def claim(self, plan: Plan) -> None:
        matching = re.compile(self.pattern)
        found: dict[str, dict[str, Figure]] = {}
        for figure in plan.book:
            named = UNIT_FIGURE.match(figure.name)
            if named and figure.name not in plan.places and matching.match(figure.name) and figure.verb != "collected":
                found.setdefault(f"{named['area']}.unit.*.{named['suffix']}", {})[named["unit"]] = figure
        first = [pattern for pattern in self.order if pattern in found]
        for pattern in [*first, *(pattern for pattern in found if pattern not in first)]:
            self.columns += _columns(pattern, found[pattern])
        for row, unit in enumerate(self.units, FIRST_ROW):
            for column, one in enumerate(self.columns, self.grey_from):
                if unit["unit_id"] in one.figures and _has(one, unit["unit_id"]):
                    plan.put(one.key(unit["unit_id"]), Place(self.name, column, row), one.value(unit["unit_id"]))

    @property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if not column.step]

    @property
    def grey_from(self) -> int:
        return len(ABOUT) + len(self.shown)

    def write(self, plan: Plan, papers: Papers) -> None:
        if not self.columns:
            return
        widths = [*WIDTHS.values(), *[13] * len(self.shown), *[14] * len(self.columns)]
        page = papers.page(self.name, self.title, widths, self.grey_from)
        page.header(
            [
                _("unit"),
                _("name"),
                _("consortium"),
                _("township hospital"),
                _("clinic"),
                *map(_heading, [*self.shown, *self.columns]),
            ]
        )
        for column, one in enumerate(self.shown, len(ABOUT)):
            page.text(FIRST_ROW - 2, column, one.pattern, "key")
        for row, unit in enumerate(self.units, FIRST_ROW):
            for column, about in enumerate(ABOUT):
                page.text(row, column, str(unit[about]))
            self._write_unit(plan, page, row, unit["unit_id"])
        page.signatures(FIRST_ROW + len(self.units))

    def _write_unit(self, plan: Plan, page: Page, row: int, unit_id: str) -> None:
        places = {column.key(unit_id) for column in self.columns if unit_id in column.figures}
        for column, one in enumerate(self.columns, self.grey_from):
            if unit_id in one.figures and one.key(unit_id) in plan.places:
                self._write_working(plan, page, (row, column), (one, unit_id))
        for column, one in enumerate(self.shown, len(ABOUT)):
            if unit_id in one.figures and one.key(unit_id) in places & plan.places.keys():
                page.shown(row, column, plan.at(one.key(unit_id), self.name), one.figures[unit_id].unit)
            else:
                page.text(row, column, "")

    def _write_working(self, plan: Plan, page: Page, at: tuple[int, int], cell: tuple[Column, str]) -> None:
        column, unit_id = cell
        figure = column.figures[unit_id]
        if column.step:
            page.formula(*at, growth_steps(Cells(plan, self.name, figure))[column.step])
            return
        made = None if column.part else formula(figure, plan, self.name)
        if made is None:
            page.number(*at, column.value(unit_id), "working")
        else:
            page.formula(*at, made)


def _columns(pattern: str, figures: dict[str, Figure]) -> list[Column]:
    """The columns of one kind of figure: its parts, or itself behind the steps of a growth."""
    example = next(iter(figures.values()))
    if isinstance(example.value, dict):
        parts = sorted({part for figure in figures.values() for part in figure.value})
        return [Column(pattern, figures, part=part) for part in parts]
    growths = {unit_id: figure for unit_id, figure in figures.items() if figure.verb == "growth"}
    steps = [Column(pattern, growths, step=word) for word in GROWTH_STEPS] if growths else []
    return [*steps, Column(pattern, figures)]


def _has(column: Column, unit_id: str) -> bool:
    figure = column.figures[unit_id]
    if column.step:
        return growth_step_values(figure) is not None
    return not column.part or column.part in figure.value


def _heading(column: Column) -> str:
    """What is said of every unit alike: the label without the unit's own name and its pool."""
    example = next(iter(column.figures.values()))
    is_chinese = language() == "zh"
    words = example.label.split("·") if is_chinese else example.label_en.split(": ")
    pools = {pair[0 if is_chinese else 1] for pair in POOL_WORDS.values()}
    said = [word for word in words[1:] if word not in pools] or words[-1:]
    return (" · " if is_chinese else ": ").join(
        [
            *said,
            *([column.part] if column.part else []),
            *([_("step {number}").format(number=GROWTH_STEPS.index(column.step) + 1)] if column.step else []),
        ]
    )
