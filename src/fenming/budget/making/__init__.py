"""Next year's budget: totals out of history, the reserve, primary care's part, the risk fund, and need beside heads."""

from fenming.budget.making.history import read_own_history
from fenming.budget.making.known import Known
from fenming.budget.making.making import Made, make_budget, read_figures
from fenming.budget.making.need import PartyNeed
from fenming.budget.making.plan import Plan, Promise, SchemePlan

__all__ = [
    "Known",
    "Made",
    "PartyNeed",
    "Plan",
    "Promise",
    "SchemePlan",
    "make_budget",
    "read_figures",
    "read_own_history",
]
