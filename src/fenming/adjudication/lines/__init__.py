"""Fee lines: what of each item is excluded, over its price limit, paid first by the person, and eligible."""

from fenming.adjudication.lines.bill_sums import BillSums, SumReason
from fenming.adjudication.lines.explain import LineExplanation, explain_line
from fenming.adjudication.lines.reason import LineReason
from fenming.adjudication.lines.run import bill_sums_path, judge_lines
from fenming.adjudication.lines.summary import LinesSummary

__all__ = [
    "BillSums",
    "LineExplanation",
    "LineReason",
    "LinesSummary",
    "SumReason",
    "bill_sums_path",
    "explain_line",
    "judge_lines",
]
