"""Who is paid what: every payee's shares line by line with their sum, and one line for each payee."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from fenming.kernel import Figure
from fenming.kernel.language import _
from fenming.reports.payee import Payee, kind_word, level_word, payee_name, payee_of
from fenming.reports.wording import label_of
from fenming.reports.workbook.formula import formula, step
from fenming.reports.workbook.page import FIRST_ROW, Page, Papers
from fenming.reports.workbook.plan import Place, Plan, column_range
from fenming.reports.workbook.term import Term, added
from fenming.reports.workbook.words import rule_in_short

SHARE, SUM = 8, 9
DETAIL_WIDTHS = [22, 26, 16, 10, 44, 20, 52, 56, 16, 16]
PAYEE_WIDTHS = [22, 30, 18, 14, 20, 52, 16]


@dataclass
class PayableDetail:
    """The shares, in order of payee, each payee's block ending in its sum."""

    name: str
    shares: list[dict[str, Any]]
    blocks: list[tuple[int, str, list[dict[str, Any]]]] = field(default_factory=list)

    def claim(self, plan: Plan) -> None:
        row = FIRST_ROW
        for payee, grouped in groupby(self.shares, key=lambda share: share["payee"]):
            listed = list(grouped)
            self.blocks.append((row, payee, listed))
            total = plan.book[f"settlement.payee.{payee}.payable"]
            plan.put(step(total, "sum"), Place(self.name, SUM, row + len(listed)), total.value)
            row += len(listed) + 1
        shares = sum(share["fen"] for share in self.shares)
        plan.put("shares[sum]", Place(self.name, SHARE, row), shares)

    def write(self, plan: Plan, papers: Papers, register: dict[str, Payee]) -> None:
        page = papers.page(self.name, _("Payables in detail"), DETAIL_WIDTHS, SHARE)
        head = [_("payee"), _("name"), _("for"), _("level"), _("share"), _("amount"), _("rule"), _("figure")]
        page.header([*head, _("workings"), _("sums")])
        for first, payee, listed in self.blocks:
            for row, share in enumerate(listed, first):
                self._write_share(plan, page, row, (share, register))
            self._write_sum(plan, page, (first, len(listed)), (payee, register))
        last = plan.places["shares[sum]"].row
        cells = column_range(Place(self.name, SHARE, FIRST_ROW), last - 1, self.name)
        page.text(last, 0, _("all shares"), "section")
        page.shown(last, 5, plan.at("shares[sum]", self.name), "fen")
        page.formula(last, SHARE, added([cells], [plan.values["shares[sum]"]]))
        page.signatures(last + 1)

    def _write_share(self, plan: Plan, page: Page, row: int, of: tuple[dict[str, Any], dict[str, Payee]]) -> None:
        share, register = of
        figure = plan.book[share["figure"]]
        words = (
            share["payee"],
            payee_name(register, share["payee"]),
            kind_word(share["kind"]),
            level_word(share["level"]),
        )
        for column, word in enumerate(words):
            page.text(row, column, word)
        page.text(row, 4, label_of(figure), "wrapped")
        page.shown(row, 5, Term(page.place(row, SHARE).seen_from(self.name), figure.value), "fen")
        page.text(row, 6, rule_in_short(figure), "wrapped")
        page.text(row, 7, figure.name, "key")
        page.formula(row, SHARE, plan.at(figure.name, self.name))

    def _write_sum(self, plan: Plan, page: Page, block: tuple[int, int], of: tuple[str, dict[str, Payee]]) -> None:
        (first, count), (payee, register) = block, of
        row, total = first + count, plan.book[f"settlement.payee.{payee}.payable"]
        for column, word in enumerate((payee, payee_name(register, payee), _("sum"), "", "")):
            page.text(row, column, word, "section")
        page.shown(row, 5, plan.at(step(total, "sum"), self.name), "fen")
        page.text(row, 6, "", "section")
        page.text(row, 7, total.name, "key")
        cells = column_range(Place(self.name, SHARE, first), row - 1, self.name)
        page.formula(row, SUM, added([cells], [total.value]))


@dataclass
class PayeeSheet:
    """One line for each payee: what is due to it."""

    name: str
    rows: list[Figure] = field(default_factory=list)

    def claim(self, plan: Plan) -> None:
        self.rows = [figure for figure in plan.unplaced() if payee_of(figure.name)]
        for row, figure in enumerate(self.rows, FIRST_ROW):
            plan.put(figure.name, Place(self.name, 6, row), figure.value)

    def write(self, plan: Plan, papers: Papers, register: dict[str, Payee]) -> None:
        page = papers.page(self.name, _("Payables by payee"), PAYEE_WIDTHS, 6)
        page.header([_("payee"), _("name"), _("what it is"), _("consortium"), _("payable"), _("figure"), _("workings")])
        for row, figure in enumerate(self.rows, FIRST_ROW):
            payee = payee_of(figure.name)
            known = register.get(payee)
            words = (
                payee,
                payee_name(register, payee),
                known.kind_word if known else "",
                known.consortium if known else "",
            )
            for column, word in enumerate(words):
                page.text(row, column, word)
            page.shown(row, 4, plan.at(figure.name, self.name), "fen")
            page.text(row, 5, figure.name, "key")
            made = formula(figure, plan, self.name)
            page.formula(row, 6, made or Term(str(figure.value), figure.value))
        self._write_total(plan, page, FIRST_ROW + len(self.rows))
        page.signatures(FIRST_ROW + len(self.rows) + 1)

    def _write_total(self, plan: Plan, page: Page, row: int) -> None:
        total = Term(page.place(row, 6).seen_from(self.name), sum(figure.value for figure in self.rows))
        page.text(row, 0, _("all payees"), "section")
        page.shown(row, 4, total, "fen")
        page.formula(row, 6, added(plan.ranges([one.name for one in self.rows], self.name) or ["0"], [total.value]))
        plan.put("payables[sum]", page.place(row, 6), total.value)
