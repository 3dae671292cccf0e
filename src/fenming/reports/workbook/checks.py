"""Equalities that the workbook checks by its own formulas, and those that the run checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fenming.kernel.language import _
from fenming.reports.wording import label_of
from fenming.reports.workbook.division import SplitSheet
from fenming.reports.workbook.long_division import LongDivisionSheet
from fenming.reports.workbook.page import FIRST_ROW, Page, Papers
from fenming.reports.workbook.plan import Place, Plan, column_range
from fenming.reports.workbook.term import Term, added, term

WIDTHS = [62, 22, 22, 16, 12, 18, 18, 18]
Sides = tuple[str, Term, Term]


@dataclass
class CheckSheet:
    """Both sides of every equality, their difference, and whether it holds."""

    name: str
    recorded: list[dict[str, Any]]
    splits: tuple[SplitSheet | LongDivisionSheet, ...]

    def write(self, plan: Plan, papers: Papers) -> None:
        page = papers.page(self.name, _("Checks"), WIDTHS, 5)
        page.header(
            [
                _("what must be equal"),
                _("left"),
                _("right"),
                _("difference"),
                _("holds"),
                _("left"),
                _("right"),
                _("difference"),
            ]
        )
        live = list(self._live(plan))
        for row, (statement, left, right) in enumerate(live, FIRST_ROW):
            page.text(row, 0, statement, "wrapped")
            self._write_sides(page, row, left, right)
        first = FIRST_ROW + len(live) + 1
        page.text(first, 0, _("checked by the run itself, as recorded (fen, rows or figures)"), "section")
        for row, check in enumerate(self.recorded, first + 1):
            page.text(row, 0, check["statement"], "wrapped")
            page.number(row, 1, check["left"], "whole")
            page.number(row, 2, check["right"], "whole")
            page.number(row, 3, check["left"] - check["right"], "whole")
            page.text(row, 4, _("yes") if check["holds"] else _("no"), "flag")
        page.signatures(first + 1 + len(self.recorded))

    def _write_sides(self, page: Page, row: int, left: Term, right: Term) -> None:
        page.formula(row, 5, left)
        page.formula(row, 6, right)
        cells = [
            Term(page.place(row, column).seen_from(self.name), one.value) for column, one in ((5, left), (6, right))
        ]
        difference = cells[0] - cells[1]
        page.formula(row, 7, difference)
        for column, cell in enumerate((*cells, Term(page.place(row, 7).seen_from(self.name), difference.value)), 1):
            page.shown(row, column, cell, "fen")
        flag = Term(f"IF({page.place(row, 7).seen_from(self.name)}=0,1,0)", 1 if difference.value == 0 else 0)
        page.shown(row, 4, flag, "flag")

    def _live(self, plan: Plan) -> Iterator[Sides]:
        yield from self._budget(plan)
        yield from self._shares(plan)
        yield (
            _("all payees = sum of all shares"),
            plan.at("payables[sum]", self.name),
            plan.at("shares[sum]", self.name),
        )
        yield _("all accounts together = nothing"), plan.at("journal[balance]", self.name), term(0)
        for sheet in self.splits:
            if sheet.blocks:
                (first, _division), (start, last) = sheet.blocks[0], sheet.blocks[-1]
                place = Place(sheet.name, sheet.floor_column + 4, first)
                cells = column_range(place, start + len(last.weights) - 1, self.name)
                statement = _("every split on sheet {sheet} gives out its whole").format(sheet=sheet.name)
                yield statement, Term(f"SUMPRODUCT(ABS({cells}))", 0), term(0)

    def _sum(self, plan: Plan, names: list[str]) -> Term:
        return added(plan.ranges(names, self.name) or ["0"], [plan.values[name] for name in names])

    def _budget(self, plan: Plan) -> Iterator[Sides]:
        """What the county holds of a thing = what its consortia hold of it."""
        for kind in ("package", "drg_budget", "chronic_quota", "risk_reserve"):
            whole = f"budget.county.{kind}"
            parts = [
                name for name in plan.places if name.startswith("budget.consortium.") and name.endswith(f".{kind}")
            ]
            if whole in plan.places and parts:
                statement = _("sum over consortia = {figure}").format(figure=label_of(plan.book[whole]))
                yield statement, self._sum(plan, parts), plan.at(whole, self.name)
        parts = [f"budget.county.{kind}" for kind in ("package", "withheld", "critical_illness_premium", "risk_money")]
        if all(name in plan.places for name in parts):
            statement = _("package + kept back + premium + risk money = financing")
            yield statement, self._sum(plan, parts), plan.at("budget.county.financing", self.name)

    def _shares(self, plan: Plan) -> Iterator[Sides]:
        for whole in [
            name for name in plan.places if name.startswith("settlement.consortium.") and name.endswith(".overspend")
        ]:
            base = whole.rpartition(".")[0]
            statement = _("fund's part + consortium's part = {figure}").format(figure=label_of(plan.book[whole]))
            yield (
                statement,
                self._sum(plan, [f"{base}.fund_share", f"{base}.consortium_share"]),
                plan.at(whole, self.name),
            )
