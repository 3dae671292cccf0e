"""Three ledgers kept apart: working capital, monthly part-payment, quality deposit."""

from fenming.payment.advances.deadline import Deadline, Reminder, deadlines, overdue, reminders
from fenming.payment.advances.deposit import Held, Release, release_deposits
from fenming.payment.advances.ledgers import LEDGERS, Ledgers, Payee, Step, check_apart, check_recovered
from fenming.payment.advances.month import Claim, MonthOrders, MonthPayment, month_orders, sums
from fenming.payment.advances.order import Event, Evidence, Order, Tracked
from fenming.payment.advances.order_book import OrderBook, state_word
from fenming.payment.advances.working_capital import Application, WorkingCapital, book_return, working_capital
from fenming.payment.advances.working_day import WorkingDays, read_working_days

__all__ = [
    "LEDGERS",
    "Application",
    "Claim",
    "Deadline",
    "Event",
    "Evidence",
    "Held",
    "Ledgers",
    "MonthOrders",
    "MonthPayment",
    "Order",
    "OrderBook",
    "Payee",
    "Release",
    "Reminder",
    "Step",
    "Tracked",
    "WorkingCapital",
    "WorkingDays",
    "book_return",
    "check_apart",
    "check_recovered",
    "deadlines",
    "month_orders",
    "overdue",
    "read_working_days",
    "release_deposits",
    "reminders",
    "state_word",
    "sums",
    "working_capital",
]
