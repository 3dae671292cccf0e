"""Sheets that list figures one below the other: name, amount, rule, grade, and the name to ask about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from fenming.kernel import Figure
from fenming.kernel.language import _
from fenming.reports.wording import grade_word, label_of
from fenming.reports.workbook.formula import formula, step
from fenming.reports.workbook.page import FIRST_ROW, Page, Papers
from fenming.reports.workbook.plan import Place, Plan
from fenming.reports.workbook.term import LIMIT, Term, least, most, part_per_million
from fenming.reports.workbook.words import rule_in_short, unit_word

NAME, SHOWN, UNIT, RULE, GRADE, FIGURE, WORKING = range(7)
WIDTHS = [44, 20, 6, 58, 26, 52, 18]


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a heading (no key), a figure, or a step on the way to one."""

    words: str
    key: str = ""
    figure: Figure | None = None
    step: str = ""


@dataclass
class Listing:
    """A sheet of the figures whose names match `pattern`, by the consortium or county they belong to.

    `scopes` says what county and consortia are called, by id.
    """

    name: str
    title: str
    pattern: str
    scopes: Mapping[str, str]
    lines: list[Line] = field(default_factory=list)

    def claim(self, plan: Plan) -> None:
        """Take the figures that no sheet before took, in the order they were made, county first."""
        matching = re.compile(self.pattern)
        taken = [figure for figure in plan.unplaced() if matching.match(figure.name) and figure.verb != "parameter"]
        scopes = ["county", *dict.fromkeys(_scope(figure.name) for figure in taken)]
        order = sorted(taken, key=lambda figure: scopes.index(_scope(figure.name)))
        for scope, figures in groupby(order, key=lambda figure: _scope(figure.name)):
            self.lines.append(Line(self.scopes.get(scope, scope)))
            for figure in figures:
                self.lines += _lines(figure)
        for row, line in enumerate(self.lines, FIRST_ROW):
            if line.key:
                plan.put(line.key, Place(self.name, WORKING, row), _value(line))

    def write(self, plan: Plan, papers: Papers) -> None:
        if not self.lines:
            return
        page = papers.page(self.name, self.title, WIDTHS, WORKING)
        page.header([_("item"), _("amount"), _("unit"), _("rule"), _("grade"), _("figure"), _("workings")])
        for row, line in enumerate(self.lines, FIRST_ROW):
            if line.figure is None:
                for column in range(WORKING + 1):
                    page.text(row, column, line.words if column == NAME else "", "section")
            else:
                self._write_line(plan, page, row, line)
        page.signatures(FIRST_ROW + len(self.lines))

    def _write_line(self, plan: Plan, page: Page, row: int, line: Line) -> None:
        figure = line.figure
        assert figure is not None
        made = _step_formula(plan, self.name, line) if line.step else formula(figure, plan, self.name)
        unit = "fen" if line.step else figure.unit
        page.text(row, NAME, line.words, "wrapped")
        if abs(plan.values[line.key]) > LIMIT:
            page.fixed(row, SHOWN, plan.values[line.key], unit)
        else:
            page.shown(row, SHOWN, plan.at(line.key, self.name), unit)
        page.text(row, UNIT, unit_word(unit))
        page.text(row, RULE, "" if line.step else rule_in_short(figure), "wrapped")
        page.text(row, GRADE, grade_word(plan.book.grade(figure.name)), "wrapped")
        page.text(row, FIGURE, line.key, "key")
        if made is None:
            page.number(row, WORKING, figure.value, "working")
        else:
            page.formula(row, WORKING, made)


def _scope(name: str) -> str:
    """What a figure belongs to: `county`, or a consortium's id."""
    words = name.split(".")
    return words[2] if len(words) > 3 and words[1] == "consortium" else words[1]


def _lines(figure: Figure) -> list[Line]:
    """The rows of one figure: the steps of a corridor come before their result."""
    steps = [] if figure.verb != "corridor" else corridor_steps(figure)
    return [*steps, Line(label_of(figure), figure.name, figure)]


def corridor_steps(figure: Figure) -> list[Line]:
    """Of each tier: its lower edge, what of the overspend lies in it, what the fund bears of that."""
    lines = []
    for number in range(len(figure.inputs["tiers"].value["steps"])):
        words = {
            "edge": _("tier {number}: begins at").format(number=number + 1),
            "inside": _("tier {number}: overspend inside").format(number=number + 1),
            "bears": _("tier {number}: the fund bears").format(number=number + 1),
        }
        lines += [
            Line(text, step(figure, f"{word}_{number}"), figure, f"{word}_{number}") for word, text in words.items()
        ]
    return lines


def _value(line: Line) -> int:
    assert line.figure is not None
    return _corridor_values(line.figure)[line.step] if line.step else line.figure.value


def _corridor_values(figure: Figure) -> dict[str, int]:
    overspend, budget = figure.inputs["overspend"].value, figure.inputs["annual_budget"].value
    steps = figure.inputs["tiers"].value["steps"]
    edges = [part_per_million(Term("", budget), Term("", above)).value for above, _rate in steps]
    values: dict[str, int] = {}
    for number, (edge, (_above, rate)) in enumerate(zip(edges, steps, strict=True)):
        upper = min(overspend, edges[number + 1]) if number + 1 < len(edges) else overspend
        inside = max(upper - edge, 0)
        bears = part_per_million(Term("", inside), Term("", rate)).value
        values |= {f"edge_{number}": edge, f"inside_{number}": inside, f"bears_{number}": bears}
    return values


def _step_formula(plan: Plan, sheet: str, line: Line) -> Term:
    figure = line.figure
    assert figure is not None
    word, _separator, number = line.step.partition("_")
    tiers = figure.inputs["tiers"]
    if word == "edge":
        budget = plan.at(figure.inputs["annual_budget"].name, sheet)
        return part_per_million(budget, plan.at(f"{tiers.name}[above_{number}]", sheet))
    if word == "bears":
        inside = plan.at(step(figure, f"inside_{number}"), sheet)
        return part_per_million(inside, plan.at(f"{tiers.name}[rate_{number}]", sheet))
    overspend, following = plan.at(figure.inputs["overspend"].name, sheet), f"edge_{int(number) + 1}"
    is_last = step(figure, following) not in plan.places
    upper = overspend if is_last else least(overspend, plan.at(step(figure, following), sheet))
    return most(upper - plan.at(step(figure, f"edge_{number}"), sheet), 0)
