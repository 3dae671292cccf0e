"""Payment through the year: a month's orders, written and booked, and the steps of one paid case."""

from fenming.year.paying.case import explain_paid_case
from fenming.year.paying.month import PaidMonth, pay_month
from fenming.year.paying.month_files import book_month, write_month

__all__ = ["PaidMonth", "book_month", "explain_paid_case", "pay_month", "write_month"]
