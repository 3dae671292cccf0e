"""Three ledgers that never mix: working capital lent, earnings paid in part, quality deposits withheld.

Each is a journal of its own, with its own account for each institution. What passes from one to another (working
capital set off against a month's payment) goes over `Assets:Offset`, which is zero when both sides are booked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from fenming.kernel import BadInput, Finding, format_yuan
from fenming.kernel.language import _
from fenming.ledger import Account, Entry, Journal, Posting, account_name, balances, entry_id

WORKING_CAPITAL, PART_PAYMENT, QUALITY_DEPOSIT = "working_capital", "part_payment", "quality_deposit"
LEDGERS = (WORKING_CAPITAL, PART_PAYMENT, QUALITY_DEPOSIT)
OWN = {
    WORKING_CAPITAL: ("Assets", "WorkingCapital", "周转金", "working capital"),
    PART_PAYMENT: ("Assets", "PartPayment", "月度预拨", "part payments"),
    QUALITY_DEPOSIT: ("Liabilities", "QualityDeposit", "质量保证金", "quality deposit"),
}
BETWEEN = {
    "payable": ("Liabilities", "Payable", "应付", "payable"),
    "offset": ("Assets", "Offset", "抵扣过渡", "set off"),
    "care": ("Expenses", "Care", "医疗费用", "care"),
}
SCHEMES = {"employee": ("职工医保", "employees' scheme"), "resident": ("居民医保", "residents' scheme")}
FUND = Account("Assets:Fund", "统筹基金", "pooled fund")


@dataclass(frozen=True, slots=True)
class Payee:
    """An institution that is paid: its code, what it is called, and out of which scheme's fund (empty where there is one fund).

    Schemes never mix: each has its own accounts, orders and figures of an institution.
    """

    institution_id: str
    label: str
    label_en: str
    scheme: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What tells this payee from every other: scheme, where there is one, and institution."""
        return (self.scheme, self.institution_id) if self.scheme else (self.institution_id,)

    @property
    def key(self) -> str:
        """Its parts as one word of a figure's name: `resident.H1`, or `H1`."""
        return ".".join(self.parts)

    @property
    def fund(self) -> Account:
        """The pooled fund that pays it."""
        if not self.scheme:
            return FUND
        name = account_name("Assets", "Fund", self.scheme)
        label, label_en = SCHEMES.get(self.scheme, (self.scheme, self.scheme))
        return Account(name, f"{FUND.label}·{label}", f"{FUND.label_en}: {label_en}")

    def own(self, ledger: str) -> Account:
        """Its account in `ledger`."""
        return self._account(*OWN[ledger])

    def between(self, kind: str) -> Account:
        """Its account for what is payable, set off, or spent on care."""
        return self._account(*BETWEEN[kind])

    def _account(self, root: str, kind: str, label: str, label_en: str) -> Account:
        name = account_name(root, kind, *self.parts)
        return Account(name, f"{label}·{self.label}", f"{label_en}: {self.label_en}")


@dataclass(frozen=True, slots=True)
class Step:
    """An entry for one ledger, with the accounts it needs."""

    ledger: str
    entry: Entry
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What a step books: the ledger it belongs to, its id's words, day, narration and figures."""

    ledger: str
    id: str
    day: date
    narration: str
    figures: tuple[str, ...] = ()

    def step(self, debited: Mapping[Account, int], credited: Mapping[Account, int]) -> Step | None:
        """The balanced step; amounts of zero are not booked, and None is given where nothing moves."""
        signed = [*debited.items(), *((account, -fen) for account, fen in credited.items())]
        moved = [(account, fen) for account, fen in signed if fen]
        if not moved:
            return None
        kind = self.id.partition("/")[0]
        postings = tuple(Posting(account.name, fen) for account, fen in moved)
        entry = Entry(self.id, self.day, kind, self.narration, postings, self.figures)
        return Step(self.ledger, entry, tuple(account for account, _fen in moved))


@dataclass(slots=True)
class Ledgers:
    """The three journals, in memory or in a folder as `working_capital.jsonl`, `part_payment.jsonl`, `quality_deposit.jsonl`."""

    journals: dict[str, Journal] = field(default_factory=lambda: {ledger: Journal() for ledger in LEDGERS})

    def book(self, steps: Iterable[Step | None]) -> None:
        """Post every step into its own journal; what is booked already stays as it is.

        Raises BadInput where the same step would be booked with another content: it must be reversed first.
        """
        for step in steps:
            if step is None:
                continue
            journal = self.journals[step.ledger]
            for account in step.accounts:
                if account.name not in journal.accounts:
                    journal.declare(account)
            journal.post(step.entry)

    def outstanding(self, ledger: str, on: date | None = None) -> dict[str, int]:
        """Fen that stand on the own account of each institution (by account name) at the end of `on`, zero left out.

        A debit (lent, paid) is positive, a deposit held back is positive too.
        """
        root, kind, *_words = OWN[ledger]
        sign = -1 if root == "Liabilities" else 1
        found = balances(self.journals[ledger].entries, on)
        return {name: sign * fen for name, fen in found.items() if name.startswith(f"{root}:{kind}:") and fen}

    def of_year(self, ledger: str, payee: Payee, year: int) -> int:
        """Fen paid in part, or withheld, by the steps of one year less what cancelled them, whenever that was booked.

        A step's id names its period: a payment of 2024-03 cancelled in 2025 is taken back from 2024. A deposit that was
        released since was withheld all the same, and is paid by an order of its own.
        """
        root, period, own = (
            OWN[ledger][0],
            re.compile(rf"(?:^|/){ledger}/{year:04d}(?:-[0-9]{{2}})?/"),
            payee.own(ledger).name,
        )
        moved = sum(
            posting.fen
            for entry in self.journals[ledger].entries
            if period.search(entry.id)
            for posting in entry.postings
            if posting.account == own
        )
        return -moved if root == "Liabilities" else moved

    def of(self, ledger: str, payee: Payee, on: date | None = None) -> int:
        """Fen outstanding with one institution."""
        return self.outstanding(ledger, on).get(payee.own(ledger).name, 0)

    def save(self, folder: Path) -> None:
        """Write all three below `folder`; each only ever grows."""
        folder.mkdir(parents=True, exist_ok=True)
        for ledger, journal in self.journals.items():
            journal.save(folder / f"{ledger}.jsonl")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The ledgers in `folder`, new ones where there are none. Raises BadInput with all damage found."""
        ledgers = cls()
        damage: list[Finding] = []
        for ledger in LEDGERS:
            path = folder / f"{ledger}.jsonl"
            if path.exists():
                ledgers.journals[ledger], found = Journal.load(path)
                damage += found
        if damage:
            raise BadInput(findings=tuple(damage))
        return ledgers


def step_id(kind: str, period: str, payee: Payee) -> str:
    """The id that the same step always gets, such as `part_payment/2024-03/H1`."""
    return entry_id(kind, period, *payee.parts)


def check_apart(ledgers: Ledgers) -> Iterator[Finding]:
    """No ledger touches another's accounts, and what was set off between them is booked on both sides."""
    for ledger, journal in ledgers.journals.items():
        others = tuple(f"{OWN[other][0]}:{OWN[other][1]}:" for other in LEDGERS if other != ledger)
        for entry in journal.entries:
            if any(posting.account.startswith(others) for posting in entry.postings):
                yield _defect("advances.mixed", _("'{id}' touches two ledgers").format(id=entry.id))
    set_off: dict[str, int] = {}
    for journal in ledgers.journals.values():
        for name, fen in balances(journal.entries).items():
            if name.startswith("Assets:Offset:"):
                set_off[name] = set_off.get(name, 0) + fen
    for name, fen in set_off.items():
        if fen:
            said = _("{account}: {amount} yuan were set off on one side only").format(
                account=name, amount=format_yuan(fen)
            )
            yield _defect("advances.offset", said, fen)


def check_recovered(ledgers: Ledgers, year: int) -> Iterator[Finding]:
    """Working capital of `year` that was not back by its last day: advances less recoveries must be zero."""
    for name, fen in ledgers.outstanding(WORKING_CAPITAL, date(year, 12, 31)).items():
        yield Finding(
            "advances.not_recovered",
            what=_("{amount} yuan of working capital were not recovered by the end of {year}").format(
                amount=format_yuan(fen), year=year
            ),
            where=name,
            why=_("working capital is a loan of the year, returned or set off before it ends"),
            remedy=_("set it off against what is payable, or record the return with its receipt"),
            fen=fen,
        )


def _defect(code: str, what: str, fen: int = 0) -> Finding:
    return Finding(code, what, remedy=_("this is a defect of the program: keep the run folder and report it"), fen=fen)
