"""The year end: surplus or overspend → corridor → shares, for every pool, down to the last village team."""

from fenming.settlement.booking import book, booking_leftovers
from fenming.settlement.checks import Check, recompute_check, settlement_checks
from fenming.settlement.clearing import Settlement, settle
from fenming.settlement.from_tables import settle_tables
from fenming.settlement.reading import read_county_year, read_monthly_spend, read_roll
from fenming.settlement.rows import Reading, write_rows

__all__ = [
    "Check",
    "Reading",
    "Settlement",
    "book",
    "booking_leftovers",
    "read_county_year",
    "read_monthly_spend",
    "read_roll",
    "recompute_check",
    "settle",
    "settle_tables",
    "settlement_checks",
    "write_rows",
]
