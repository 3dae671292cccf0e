"""A table on a page: headings, rows with their styles, a live line of sums below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from fenming.kernel.language import _
from fenming.reports.workbook.page import LINE_HEIGHT, Page, breadth
from fenming.reports.workbook.term import unit_share, yuan


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what it is called, how wide it is, and the style of its cells.

    `fen` is shown as yuan, `percent` reads parts per million, `score` the same as points of a hundred.
    """

    words: str
    width: int
    style: str = "text"


def write_headings(page: Page, row: int, headings: Sequence[Heading]) -> None:
    """The line of headings, as high as the longest needs."""
    needed = max(
        sum(-(-breadth(line) // max(heading.width - 2, 1)) for line in heading.words.split("\n"))
        for heading in headings
    )
    page.sheet.set_row(row, LINE_HEIGHT * needed + 4)
    page.header([heading.words for heading in headings], row)


def write_rows(page: Page, first: int, headings: Sequence[Heading], rows: Iterable[Sequence[Any]]) -> int:
    """The rows from `first` on; None leaves a cell empty. Gives the row below the last one."""
    row = first
    wrapped = [place for place, heading in enumerate(headings) if heading.style == "wrapped"]
    for row, values in enumerate(rows, first):
        if wrapped:
            page.fit(row, {place: str(values[place]) for place in wrapped}, [heading.width for heading in headings])
        for place, (heading, value) in enumerate(zip(headings, values, strict=True)):
            _write_cell(page, (row, place), heading.style, value)
        first = row + 1
    return first


def _write_cell(page: Page, at: tuple[int, int], style: str, value: Any) -> None:
    if value is None:
        page.text(*at, "", style)
    elif style == "fen":
        page.number(*at, yuan(value), style)
    elif style == "whole":
        page.number(*at, value, style)
    elif style in ("points", "percent"):
        page.number(*at, unit_share(value), style)
    elif style == "score":
        page.number(*at, 100 * unit_share(value), style)
    else:
        page.text(*at, str(value), style)


def write_sums(page: Page, rows: tuple[int, int], headings: Sequence[Heading], sums: Sequence[Any]) -> None:
    """A line at the second of `rows` that adds up what stands from the first on; None is no sum. The first cell says so."""
    first, row = rows
    page.text(row, 0, _("together"), "section")
    for place, (heading, value) in enumerate(zip(headings[1:], sums, strict=True), 1):
        if value is None or first == row:
            page.text(row, place, "", "section")
            continue
        column = xl_col_to_name(place)
        shown = {"fen": yuan, "points": unit_share}.get(heading.style, lambda number: number)(value)
        style = page.papers.formats[heading.style]
        page.sheet.write_formula(row, place, f"=SUM({column}{first + 1}:{column}{row})", style, shown)
