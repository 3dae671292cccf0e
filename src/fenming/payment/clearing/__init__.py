"""The county's year, institution by institution."""

from fenming.payment.clearing.case_payment import CasePayment, Cell, clear_cases
from fenming.payment.clearing.point_rows import write_points

__all__ = ["CasePayment", "Cell", "clear_cases", "write_points"]
