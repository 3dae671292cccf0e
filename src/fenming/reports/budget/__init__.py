"""Next year's budget on paper: tables for the screen, a workbook for the desk."""

from fenming.reports.budget.tables import PlanTable, plan_tables
from fenming.reports.budget.workbook import write_plan

__all__ = ["PlanTable", "plan_tables", "write_plan"]
