"""The fund's own statement: income, spend, balance, payable months, and which gates they pass."""

from fenming.payment.fund.gates import Gate, may_advance
from fenming.payment.fund.line import Line
from fenming.payment.fund.reading import read_statements
from fenming.payment.fund.status import Status, statuses
from fenming.payment.fund.stored import stored_statements
from fenming.payment.fund.telling import scheme_word, state_word, status_rows
from fenming.payment.fund.workbook import write_workbook

__all__ = [
    "Gate",
    "Line",
    "Status",
    "may_advance",
    "read_statements",
    "scheme_word",
    "state_word",
    "status_rows",
    "statuses",
    "stored_statements",
    "write_workbook",
]
