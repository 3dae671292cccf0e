"""A claim → who pays how much: any scheme and care over years of bills, compiled, and the same in plain Python."""

from fenming.adjudication.explain import BillExplanation, bill_steps, explain_bill
from fenming.adjudication.parts import LOCAL
from fenming.adjudication.reason import Reason
from fenming.adjudication.run import adjudicate
from fenming.adjudication.step import Step
from fenming.adjudication.summary import Summary

__all__ = ["LOCAL", "BillExplanation", "Reason", "Step", "Summary", "adjudicate", "bill_steps", "explain_bill"]
