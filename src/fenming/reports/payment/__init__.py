"""What institutions are handed about their payment: a month's statement, the year's confirmation, the workbook of all."""

from pathlib import Path

from fenming.reports.payment.clearing import about_clearing, clearing_sheets, clearing_tables
from fenming.reports.payment.institutions import InstitutionClearing, clear_institutions, clearing_book
from fenming.reports.payment.month import month_sheets, month_tables
from fenming.reports.payment.sheet import About, write_sheets
from fenming.reports.payment.workbook import write_payment_workbook
from fenming.reports.run_folder import RunFolder

__all__ = [
    "About",
    "clear_institutions",
    "month_sheets",
    "month_tables",
    "write_clearing",
    "write_payment_workbook",
    "write_sheets",
]


def write_clearing(run: RunFolder, clearings: list[InstitutionClearing], folder: Path) -> None:
    """Write the institutions' confirmations, `payment.xlsx` and `figures.json` into `folder`, in the language in use."""
    about = about_clearing(run)
    write_sheets(list(clearing_sheets(run, clearings)), about, folder)
    write_payment_workbook(folder / "payment.xlsx", about, clearing_tables(run, clearings))
    (folder / "figures.json").write_text(clearing_book(clearings).to_json(), "utf8")
