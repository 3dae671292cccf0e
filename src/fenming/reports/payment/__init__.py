"""What institutions are handed about their payment: a month's statement, the year's confirmation, the workbook of all."""

from fenming.reports.payment.sheet import About, Line, Listing, Sheet, write_sheets
from fenming.reports.payment.workbook import write_payment_workbook

__all__ = ["About", "Line", "Listing", "Sheet", "write_payment_workbook", "write_sheets"]
