"""What was incurred and not yet settled: estimated with its band, never booked."""

from fenming.payment.estimate.chain_ladder import Ladder, chain_ladder
from fenming.payment.estimate.estimate import Estimate, estimates
from fenming.payment.estimate.triangle import Triangle, bill_triangles, month_number, month_text, triangles

__all__ = [
    "Estimate",
    "Ladder",
    "Triangle",
    "bill_triangles",
    "chain_ladder",
    "estimates",
    "month_number",
    "month_text",
    "triangles",
]
