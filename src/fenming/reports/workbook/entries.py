"""The journal posting by posting, and what stands on each account."""

from collections import Counter
from dataclasses import dataclass, field

from fenming.kernel.language import _, language
from fenming.ledger import Account, Entry, Journal, Posting
from fenming.reports.workbook.page import FIRST_ROW, Page, Papers
from fenming.reports.workbook.plan import Place, Plan, column_range
from fenming.reports.workbook.term import Term, most

POSTING_WIDTHS = [12, 58, 20, 34, 38, 18, 18, 56, 18]
TRIAL_WIDTHS = [44, 34, 20, 20, 20, 18, 18, 18]
FIGURE, WORKING = 7, 8


@dataclass
class JournalSheet:
    """One row for each posting: its amount is the cell of the figure that it books."""

    name: str
    journal: Journal
    rows: list[tuple[Entry, Posting]] = field(default_factory=list)

    def claim(self, _plan: Plan) -> None:
        self.rows = [(entry, posting) for entry in self.journal.entries for posting in entry.postings]

    @property
    def last_row(self) -> int:
        return FIRST_ROW + len(self.rows) - 1

    def write(self, plan: Plan, papers: Papers) -> None:
        page = papers.page(self.name, _("Journal"), POSTING_WIDTHS, WORKING)
        head = [_("date"), _("entry"), _("kind"), _("narration"), _("account"), _("debit"), _("credit"), _("figure")]
        page.header([*head, _("workings")])
        for row, (entry, posting) in enumerate(self.rows, FIRST_ROW):
            words = (entry.posted_on.isoformat(), entry.id, entry.kind, entry.narration, posting.account)
            for column, word in enumerate(words):
                page.text(row, column, word)
            amount = Term(page.place(row, WORKING).seen_from(self.name), posting.fen)
            page.shown(row, 5, most(amount, 0), "fen")
            page.shown(row, 6, most(Term(f"-{amount.text}", -posting.fen), 0), "fen")
            page.text(row, FIGURE, ", ".join(entry.figures), "key")
            self._write_amount(plan, page, row, (entry, posting))
        page.signatures(self.last_row + 1)

    def _write_amount(self, plan: Plan, page: Page, row: int, of: tuple[Entry, Posting]) -> None:
        entry, posting = of
        made = _booked(plan, self.name, entry)
        if made is None or abs(made.value) != abs(posting.fen):
            page.number(row, WORKING, posting.fen, "working")
        elif made.value == posting.fen:
            page.formula(row, WORKING, made)
        else:
            page.formula(row, WORKING, Term(f"-({made.text})", posting.fen))


def _booked(plan: Plan, sheet: str, entry: Entry) -> Term | None:
    """What the entry's figures say is moved: the one figure, or the first less the second."""
    cells = [plan.at(name, sheet) for name in entry.figures if name in plan.places]
    if len(cells) != len(entry.figures) or len(cells) not in (1, 2):
        return None
    return cells[0] if len(cells) == 1 else cells[0] - cells[1]


@dataclass
class TrialSheet:
    """Debits, credits and balance of each account, and the money moved by each kind of entry."""

    name: str
    journal: Journal
    postings: JournalSheet

    def write(self, plan: Plan, papers: Papers) -> None:
        page = papers.page(self.name, _("Trial balance"), TRIAL_WIDTHS, 5)
        page.header(
            [_("account"), _("name"), _("debit"), _("credit"), _("balance"), _("debit"), _("credit"), _("balance")]
        )
        accounts = sorted(self.journal.accounts.values(), key=lambda account: account.name)
        for row, account in enumerate(accounts, FIRST_ROW):
            self._write_account(page, row, account)
        last = FIRST_ROW + len(accounts) - 1
        self._write_sums(plan, page, last)
        self._write_kinds(page, last + 3)
        page.signatures(last + 3 + len({entry.kind for entry in self.journal.entries}) + 1)

    def _range(self, column: int) -> str:
        """A column of the journal's sheet."""
        return column_range(Place(self.postings.name, column, FIRST_ROW), self.postings.last_row, self.name)

    def _write_account(self, page: Page, row: int, account: Account) -> None:
        page.text(row, 0, account.name)
        page.text(row, 1, account.label if language() == "zh" else account.label_en)
        amounts = [posting.fen for _entry, posting in self.postings.rows if posting.account == account.name]
        debit, credit = sum(fen for fen in amounts if fen > 0), -sum(fen for fen in amounts if fen < 0)
        own = page.place(row, 0).seen_from(self.name)
        for column, sign, value in ((5, ">0", debit), (6, "<0", credit)):
            text = f'SUMIFS({self._range(WORKING)},{self._range(4)},{own},{self._range(WORKING)},"{sign}")'
            page.formula(row, column, Term(text if sign == ">0" else f"-{text}", value))
        self._write_balance(page, row, debit, credit)

    def _write_balance(self, page: Page, row: int, debit: int, credit: int) -> None:
        cells = [
            Term(page.place(row, column).seen_from(self.name), fen)
            for column, fen in ((5, debit), (6, credit), (7, debit - credit))
        ]
        page.formula(row, 7, cells[0] - cells[1])
        for column, cell in enumerate(cells, 2):
            page.shown(row, column, cell, "fen")

    def _write_sums(self, plan: Plan, page: Page, last: int) -> None:
        row, moved = last + 1, sum(posting.fen for _entry, posting in self.postings.rows if posting.fen > 0)
        page.text(row, 0, _("all accounts"), "section")
        for column, value in ((5, moved), (6, moved), (7, 0)):
            cells = column_range(page.place(FIRST_ROW, column), last, self.name)
            page.formula(row, column, Term(f"SUM({cells})", value))
            page.shown(row, column - 3, Term(page.place(row, column).seen_from(self.name), value), "fen")
        plan.put("journal[balance]", page.place(row, 7), 0)

    def _write_kinds(self, page: Page, first: int) -> None:
        counted = Counter(entry.kind for entry in self.journal.entries)
        page.header([_("kind of entry"), _("entries"), _("moved")], first - 1)
        for row, (kind, count) in enumerate(sorted(counted.items()), first):
            moved = sum(entry.moved_fen for entry in self.journal.entries if entry.kind == kind)
            page.text(row, 0, kind)
            page.number(row, 1, count, "whole")
            own = page.place(row, 0).seen_from(self.name)
            text = f'SUMIFS({self._range(WORKING)},{self._range(2)},{own},{self._range(WORKING)},">0")'
            page.formula(row, 5, Term(text, moved))
            page.shown(row, 2, Term(page.place(row, 5).seen_from(self.name), moved), "fen")
