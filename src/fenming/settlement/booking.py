"""The settled year as journal entries: where every fen came from and where it went."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from fenming.kernel import Figure
from fenming.ledger import Account, Entry, Journal, Posting, account_name, balances, entry_id
from fenming.settlement.clearing import Settlement
from fenming.settlement.distribution import Share

FUND = Account("Assets:Fund", "统筹基金", "pooled fund")
RESERVE = Account("Assets:RiskReserve", "风险金", "risk reserve")
HEALTH_CASH = Account("Assets:PublicHealth", "公卫经费", "public-health money")
FINANCING = Account("Income:Financing", "筹资", "financing")
HEALTH_INCOME = Account("Income:PublicHealth", "公卫经费拨入", "public-health money received")
PREMIUM = Account("Expenses:CriticalIllness", "大病保险保费", "critical-illness premium")
HANDED_OVER = Account("Expenses:Package", "包干基金下达", "packages handed over")
BORNE = Account("Expenses:OverspendBorne", "基金分担超支", "overspend borne by the fund")
HEALTH_PAID = Account("Expenses:PublicHealth", "公卫经费支出", "public-health money paid")
FIXED = (FUND, RESERVE, HEALTH_CASH, FINANCING, HEALTH_INCOME, PREMIUM, HANDED_OVER, BORNE, HEALTH_PAID)


@dataclass(slots=True)
class _Draft:
    """Accounts and entries as they come; amounts of zero are not booked."""

    year: int
    names: Mapping[str, str]
    accounts: dict[str, Account] = field(default_factory=lambda: {account.name: account for account in FIXED})
    entries: list[Entry] = field(default_factory=list)

    def account(self, root: str, kind: str, scope: str, label: str) -> Account:
        name = account_name(root, kind, scope)
        called = self.names.get(scope, scope)
        return self.accounts.setdefault(name, Account(name, f"{label}·{called}", f"{kind} {called}"))

    def move(self, day: date, kind: str, figure: Figure, debit: Account, credit: Account) -> None:
        """Book `figure` from `credit` to `debit`; a negative figure goes the other way."""
        if figure.value:
            postings = (Posting(debit.name, figure.value), Posting(credit.name, -figure.value))
            entry = Entry(entry_id(kind, self.year, figure.name), day, kind, figure.label, postings, (figure.name,))
            self.entries.append(entry)

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)


def book(
    settlement: Settlement,
    monthly: Mapping[tuple[str, str, str], Figure],
    year: int,
    names: Mapping[str, str] | None = None,
) -> Journal:
    """The journal of `year`: raising, hand-over, advances, spend by month, clearing, shares, public-health money.

    `monthly` is fund spend by consortium, pool and month; `names` calls institutions and consortia in accounts. Every package, chronic pool and advance account ends at zero.
    """
    draft = _Draft(year, names or {})
    _raise_and_hand_over(draft, settlement)
    for (consortium, pool, month), figure in monthly.items():
        pot = _pot(draft, settlement, consortium, pool)
        draft.move(_month_end(year, month), "spend", figure, pot, _advance(draft, consortium))
    for share in settlement.shares:
        _pay(draft, settlement, share)
    for consortium in settlement.outturns:
        _close(draft, settlement, consortium)
    _settle_advances(draft, settlement)
    return Journal.of(draft.accounts.values(), draft.entries)


def booking_leftovers(journal: Journal) -> dict[str, int]:
    """Accounts that must end at zero and do not: packages, chronic pools, advances."""
    temporary = ("Liabilities:Package:", "Liabilities:ChronicPool:", "Assets:Advance:")
    return {name: fen for name, fen in balances(journal.entries).items() if name.startswith(temporary) and fen}


def _raise_and_hand_over(draft: _Draft, settlement: Settlement) -> None:
    county = settlement.budget.county
    draft.move(draft.first, "financing", county.financing, FUND, FINANCING)
    draft.move(draft.first, "critical_illness_premium", county.critical_illness_premium, PREMIUM, FUND)
    draft.move(draft.first, "risk_reserve", county.risk_reserve, RESERVE, FUND)
    for consortium, budget in settlement.budget.consortia.items():
        package = _package(draft, consortium)
        draft.move(draft.first, "package", budget.package, HANDED_OVER, package)
        if _is_apart(settlement, consortium):
            draft.move(draft.first, "chronic_quota", budget.chronic_quota, package, _chronic(draft, consortium))
        for month, advance in budget.advances.items():
            day = date(draft.year, int(month), 1)
            draft.move(day, "advance", advance, _advance(draft, consortium), FUND)
    for pool in settlement.public_health.pools.values():
        draft.move(draft.first, "public_health_pool", pool, HEALTH_CASH, HEALTH_INCOME)


def _pay(draft: _Draft, settlement: Settlement, share: Share) -> None:
    payable = draft.account("Liabilities", "Payable", share.payee, "应付")
    if share.kind == "public_health":
        pot = HEALTH_PAID
    else:
        pot = _pot(draft, settlement, share.consortium, share.kind)
    draft.move(draft.last, share.kind, share.figure, pot, payable)


def _close(draft: _Draft, settlement: Settlement, consortium: str) -> None:
    outturn, package = settlement.outturns[consortium], _package(draft, consortium)
    held = draft.account("Liabilities", "Held", consortium, "未分配")
    for distribution, pool in zip(settlement.distributions[consortium], ("general", "chronic"), strict=False):
        for figure in distribution.held:
            draft.move(draft.last, "held", figure, _pot(draft, settlement, consortium, pool), held)
    if _is_apart(settlement, consortium):
        draft.move(draft.last, "chronic_overspend", outturn.chronic_overspend, package, _chronic(draft, consortium))
    lead = settlement.county.consortia[consortium].lead_hospital_id
    owed = draft.account("Assets", "Receivable", lead, "应收超支分担")
    draft.move(draft.last, "overspend_fund", outturn.fund_share, BORNE, package)
    draft.move(draft.last, "reserve_release", outturn.fund_share, FUND, RESERVE)
    draft.move(draft.last, "overspend_consortium", outturn.consortium_share, owed, package)


def _settle_advances(draft: _Draft, settlement: Settlement) -> None:
    for consortium, outturn in settlement.outturns.items():
        draft.move(draft.last, "advance_clearing", outturn.unspent, FUND, _advance(draft, consortium))


def _pot(draft: _Draft, settlement: Settlement, consortium: str, pool: str) -> Account:
    """The account that bears a pool's money: the chronic pool's own only where it is settled apart."""
    if pool in ("chronic", "drg_chronic") and _is_apart(settlement, consortium):
        return _chronic(draft, consortium)
    return _package(draft, consortium)


def _is_apart(settlement: Settlement, consortium: str) -> bool:
    return len(settlement.distributions[consortium]) > 1


def _package(draft: _Draft, consortium: str) -> Account:
    return draft.account("Liabilities", "Package", consortium, "包干基金")


def _chronic(draft: _Draft, consortium: str) -> Account:
    return draft.account("Liabilities", "ChronicPool", consortium, "慢病包干")


def _advance(draft: _Draft, consortium: str) -> Account:
    return draft.account("Assets", "Advance", consortium, "预拨")


def _month_end(year: int, month: str) -> date:
    following = date(year + (month == "12"), int(month) % 12 + 1, 1)
    return following - timedelta(days=1)
