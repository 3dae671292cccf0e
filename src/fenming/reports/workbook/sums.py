"""Sums of too many scattered cells for one formula, written out line by line."""

from dataclasses import dataclass, field

from fenming.kernel import Figure
from fenming.kernel.language import _
from fenming.reports.wording import label_of
from fenming.reports.workbook.formula import step
from fenming.reports.workbook.page import FIRST_ROW, Papers
from fenming.reports.workbook.plan import Place, Plan, column_range
from fenming.reports.workbook.term import LIMIT, added

RANGES_AT_MOST = 60


@dataclass
class SumSheet:
    """One block for each long sum: its parts, then their sum."""

    name: str
    blocks: list[tuple[int, Figure]] = field(default_factory=list)

    def claim(self, plan: Plan) -> None:
        row = FIRST_ROW
        for figure in plan.book:
            if figure.verb != "total" or step(figure, "sum") in plan.places or abs(figure.value) > LIMIT:
                continue
            parts = [lower.name for lower in figure.inputs.values()]
            if len(plan.ranges(parts, "")) > RANGES_AT_MOST:
                self.blocks.append((row, figure))
                plan.put(step(figure, "sum"), Place(self.name, 2, row + len(parts)), figure.value)
                row += len(parts) + 1

    def write(self, plan: Plan, papers: Papers) -> None:
        if not self.blocks:
            return
        page = papers.page(self.name, _("Long sums"), [52, 18, 18, 56])
        page.header([_("part"), _("amount"), _("workings"), _("figure")])
        for first, figure in self.blocks:
            for row, lower in enumerate(figure.inputs.values(), first):
                page.text(row, 0, label_of(lower))
                page.shown(row, 1, plan.at(lower.name, self.name), lower.unit)
                page.formula(row, 2, plan.at(lower.name, self.name))
                page.text(row, 3, lower.name, "key")
            last = first + len(figure.inputs)
            page.text(last, 0, label_of(figure), "section")
            page.shown(last, 1, plan.at(step(figure, "sum"), self.name), figure.unit)
            cells = column_range(Place(self.name, 2, first), last - 1, self.name)
            page.formula(last, 2, added([cells], [figure.value]))
            page.text(last, 3, figure.name, "key")
