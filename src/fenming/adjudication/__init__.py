"""A claim → who pays how much: any scheme and care over years of bills, compiled, and the same in plain Python."""

from fenming.adjudication.desk.parts import LOCAL
from fenming.adjudication.desk.run import adjudicate
from fenming.adjudication.desk.summary import Summary
from fenming.adjudication.plan.reason import Reason
from fenming.adjudication.telling.explain import BillExplanation, bill_steps, explain_bill
from fenming.adjudication.telling.step import Step

__all__ = ["LOCAL", "BillExplanation", "Reason", "Step", "Summary", "adjudicate", "bill_steps", "explain_bill"]
