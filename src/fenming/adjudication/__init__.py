"""A claim → who pays how much: the resident plan over a year of bills, compiled, and the same in plain Python."""

from fenming.adjudication.reason import Reason
from fenming.adjudication.run import adjudicate
from fenming.adjudication.summary import Summary

__all__ = ["Reason", "Summary", "adjudicate"]
