"""The clearing as a workbook of live formulas that any spreadsheet program recalculates to the same fen."""

from fenming.reports.workbook.build import write_workbook

__all__ = ["write_workbook"]
