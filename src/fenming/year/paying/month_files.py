"""A month's payment written and booked."""

from datetime import datetime
from pathlib import Path

from fenming.facts.workspace import Workspace
from fenming.kernel.language import _, language
from fenming.payment.advances.ledgers import Ledgers
from fenming.payment.advances.order import Evidence
from fenming.payment.advances.order_book import OrderBook
from fenming.policy import Pack
from fenming.reports.payee import Payee
from fenming.reports.payment import About, month_sheets, month_tables, write_payment_workbook, write_sheets
from fenming.reports.payment.institutions import FOLDER
from fenming.year.paying.month import PaidMonth


def write_month(paid: PaidMonth, pack: Pack, folder: Path, *, is_synthetic: bool) -> None:
    """Write `figures.json`, the institutions' sheets and `payment.xlsx` of the month into `folder`, in the language in use."""
    about = About(
        county=pack.label if language() == "zh" else pack.label_en,
        title=_("Statement of a month's payment"),
        period=_("{year}-{month}").format(year=paid.month[:4], month=paid.month[5:]),
        year=int(paid.month[:4]),
        kept=_("payment of {month} · packs {digest}").format(month=paid.month, digest=pack.digest()[:12]),
        is_synthetic=is_synthetic,
    )
    (folder / "figures.json").write_text(paid.book().to_json(), "utf8")
    kinds = {key: Payee(key, row["name"], row["kind"], "").kind_word for key, row in paid.tables.institutions.items()}
    write_sheets(list(month_sheets(paid.orders, paid.claims, kinds, about)), about, folder)
    cleared = {key: one["cleared"] for key, one in paid.cases.hospitals.items()} if paid.cases else {}
    write_payment_workbook(folder / "payment.xlsx", about, month_tables(paid.orders, paid.methods, cleared))


def book_month(workspace: Workspace, paid: PaidMonth, at: datetime) -> None:
    """Book the month's advances into the workspace's ledgers and enter its orders; done twice, nothing changes.

    Raises BadInput where the month was booked before with other amounts.
    """
    with workspace.alone():
        folder = workspace.folder / FOLDER
        ledgers = Ledgers.load(folder)
        ledgers.book(paid.orders.steps)
        OrderBook.of(workspace).make(paid.orders.orders, Evidence(at, reason=paid.month))
        ledgers.save(folder)
