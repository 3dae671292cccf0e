"""Financing → pool → consortium packages → DRG and chronic sub-budgets → the year's advances."""

from fenming.budget.package import Budget, ConsortiumBudget, build_budget, by_month
from fenming.budget.roll import Roll

__all__ = ["Budget", "ConsortiumBudget", "Roll", "build_budget", "by_month"]
