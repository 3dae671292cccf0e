"""Payment through the year: a month's orders, and the year's clearing beside what was advanced."""

from fenming.year.paying.month import PaidMonth, pay_month

__all__ = ["PaidMonth", "pay_month"]
