"""The budget as a workbook: a sheet for each table, and a sheet of what should be known."""

from collections.abc import Sequence
from pathlib import Path

from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.reports.adjudicated.table import Heading, write_headings, write_rows
from fenming.reports.adjudicated.workbook import About, open_workbook
from fenming.reports.budget.tables import PlanTable
from fenming.reports.workbook.page import FIRST_ROW, Papers

LONGEST_NAME = 31  # of a sheet


def write_plan(path: Path, about: About, tables: Sequence[PlanTable], findings: Sequence[Finding]) -> None:
    """Write the workbook to `path`; the same plan gives the same bytes."""
    workbook = open_workbook(path)
    papers = Papers(workbook, about.heading, about.footer, about.is_synthetic, _("Unit: yuan"))
    for table in (*tables, *_findings(findings)):
        page = papers.page(table.name[:LONGEST_NAME], table.title, [heading.width for heading in table.headings])
        write_headings(page, FIRST_ROW, table.headings)
        page.signatures(write_rows(page, FIRST_ROW + 1, table.headings, table.rows))
    workbook.close()


def _findings(findings: Sequence[Finding]) -> list[PlanTable]:
    headings = (
        Heading(_("what"), 50, "wrapped"),
        Heading(_("where"), 30, "wrapped"),
        Heading(_("why"), 50, "wrapped"),
        Heading(_("what to do"), 50, "wrapped"),
    )
    rows = tuple((one.what, one.where, one.why, one.remedy) for one in findings)
    return (
        [PlanTable("findings", _("To know"), _("What should be known of this budget"), headings, rows)] if rows else []
    )
