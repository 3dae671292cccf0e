"""The payment of all institutions as a workbook to sort, print and hand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fenming.kernel.language import _
from fenming.reports.adjudicated.table import Heading, write_headings, write_rows, write_sums
from fenming.reports.adjudicated.workbook import open_workbook
from fenming.reports.payment.sheet import About
from fenming.reports.workbook.page import FIRST_ROW, Papers


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, title, headings, rows (fen and counts as whole numbers), and whether columns are added up."""

    name: str
    title: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Any]]
    is_summed: bool = True


def write_payment_workbook(path: Path, about: About, tables: Sequence[Table], unit: str = "") -> None:
    """Write the tables to `path`, a sheet each; columns of yuan and of whole numbers end in a live sum.

    `unit` says what the numbers are in, where it is not yuan.
    """
    workbook = open_workbook(path)
    heading = f"{about.county} · {about.period}"
    papers = Papers(workbook, heading, about.kept, about.is_synthetic, unit or _("Unit: yuan"))
    for table in tables:
        _write(papers, table)
    workbook.close()


def _write(papers: Papers, table: Table) -> None:
    headings = list(table.headings)
    page = papers.page(table.name, table.title, [heading.width for heading in headings])
    first = FIRST_ROW
    write_headings(page, first - 1, headings)
    last = write_rows(page, first, headings, table.rows)
    if table.is_summed:
        columns = list(zip(*table.rows, strict=True)) if table.rows else []
        sums = [_sum(heading, columns[place] if columns else ()) for place, heading in enumerate(headings)]
        write_sums(page, (first, last), headings, sums[1:])
        last += 1
    page.signatures(last)


def _sum(heading: Heading, values: Sequence[Any]) -> int | None:
    if heading.style not in ("fen", "whole", "points"):
        return None
    return sum(value or 0 for value in values)
