"""The journal as Beancount text, so that an accountant can open it in any plain-text ledger tool."""

from collections.abc import Iterator
from datetime import date, timedelta

from fenming.ledger.account import Account
from fenming.ledger.balance import balances, day_after
from fenming.ledger.entry import Entry
from fenming.ledger.journal import Journal

PAYABLE = "Liabilities:Payable:"


def beancount_text(journal: Journal, title: str = "Fenming 分明") -> str:
    """Options, one `open` per account, one transaction per entry with whom it pays, and each closed month's balances as assertions.

    Amounts are yuan with both decimals in CNY; assertions allow no tolerance.
    """
    return "\n".join(_directives(journal, title)) + "\n"


def _directives(journal: Journal, title: str) -> Iterator[str]:
    yield f'option "title" {_quoted(title)}'
    yield 'option "operating_currency" "CNY"'
    yield "\n1900-01-01 commodity CNY"
    opened_on = min((entry.posted_on for entry in journal.entries), default=date(1970, 1, 1))
    for account in journal.accounts.values():
        yield from _opening(account, opened_on)
    for entry in journal.entries:
        yield from _transaction(entry, _payee(journal, entry))
    for month in journal.checkpoints:
        yield from _assertions(journal, month)


def _opening(account: Account, opened_on: date) -> Iterator[str]:
    yield f"\n{opened_on} open {account.name} CNY"
    yield f"  label: {_quoted(account.label)}"
    yield f"  label-en: {_quoted(account.label_en)}"


def _payee(journal: Journal, entry: Entry) -> str:
    """What the one account payable is called that the entry touches; empty where it touches none or several."""
    touched = {posting.account for posting in entry.postings if posting.account.startswith(PAYABLE)}
    accounts = [journal.accounts[name] for name in touched if name in journal.accounts]
    return accounts[0].label if len(touched) == len(accounts) == 1 else ""


def _transaction(entry: Entry, payee: str) -> Iterator[str]:
    words = f"{_quoted(payee)} {_quoted(entry.narration)}" if payee else _quoted(entry.narration)
    yield f"\n{entry.posted_on} * {words} #{entry.kind}"
    yield f"  entry: {_quoted(entry.id)}"
    if entry.figures:
        yield f"  figures: {_quoted(' '.join(entry.figures))}"
    if entry.reverses:
        yield f"  reverses: {_quoted(entry.reverses)}"
    for posting in entry.postings:
        yield f"  {posting.account}  {_yuan(posting.fen)} CNY"


def _assertions(journal: Journal, month: str) -> Iterator[str]:
    after = day_after(month)
    yield ""
    for account, fen in balances(journal.entries, after - timedelta(days=1)).items():
        yield f"{after} balance {account}  {_yuan(fen)} ~ 0.00 CNY"


def _yuan(fen: int) -> str:
    whole, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{part:02d}"


def _quoted(text: str) -> str:
    """`text` on one line as a Beancount string."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
