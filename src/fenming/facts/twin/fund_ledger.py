"""The fund's own ledger, year by year: what came in per head, what was spent, what was left."""

from collections.abc import Iterator

from fenming.facts.twin.profile import FundLedger, Profile
from fenming.facts.twin.scores import Table

HEADER = (
    "insutype",
    "admdvs",
    "stmt_begndate",
    "stmt_enddate",
    "fund_kind",
    "fund_item",
    "fund_amt",
    "total_flag",
)
TOTAL, BALANCE = "合计", "累计结余"


def fund_statement(profile: Profile, ledger: FundLedger, heads: int, pool_fen: int) -> Table:
    """Items of each year with their printed totals and the balance at its end; `pool_fen` is what this year's bills were paid."""
    rows: list[tuple[str, ...]] = []
    balance = ledger.opening_balance * heads
    for year in sorted(ledger.years, key=lambda one: -one.back):
        income = {item: amount * heads for item, amount in year.income.items()}
        spend = {item: amount * heads for item, amount in year.spend.items()}
        if not year.back:
            spend[ledger.pool_item] = pool_fen
        balance += sum(income.values()) - sum(spend.values())
        end = profile.year - year.back
        where = (profile.scheme, profile.region, f"{end}-01-01", f"{end}-12-31")
        rows += [(*where, *told) for told in (*_told("income", income), *_told("spend", spend))]
        rows.append((*where, "balance", BALANCE, _yuan(balance), "0"))
    return HEADER, rows


def _told(kind: str, items: dict[str, int]) -> Iterator[tuple[str, str, str, str]]:
    yield from ((kind, item, _yuan(amount), "0") for item, amount in items.items())
    yield kind, TOTAL, _yuan(sum(items.values())), "1"


def _yuan(fen: int) -> str:
    """Yuan without separators, as a CSV cell holds them."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
