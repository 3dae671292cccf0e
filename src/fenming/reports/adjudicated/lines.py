"""What differs on fee lines: by reason, and the lines on which most money differs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from fenming.adjudication.lines.bill_sums import SumReason
from fenming.adjudication.lines.reason import LineReason
from fenming.adjudication.lines.summary import LinesSummary
from fenming.engines.local import parquet, run
from fenming.kernel.language import _
from fenming.reports.adjudicated.differences import LISTED
from fenming.reports.adjudicated.table import Heading, write_headings, write_rows, write_sums
from fenming.reports.workbook.page import FIRST_ROW, Page, Papers

PARTS = ("excluded_fen", "over_limit_fen", "upfront_copay_fen", "eligible_fen")


@dataclass(frozen=True, slots=True)
class OfReason:
    """Lines of one reason; `over_fen` and `under_fen` are what the platform counted as eligible too much, too little."""

    key: str
    lines: int
    eligible_fen: int
    over_fen: int
    under_fen: int


@dataclass(frozen=True, slots=True)
class LineDifferences:
    """All judged lines; `differing` have other parts than the platform printed. `bills` counts bills by how lines and bill fit."""

    lines: int
    differing: int
    reasons: tuple[OfReason, ...]
    bills: dict[str, int]
    largest: tuple[dict[str, Any], ...]

    def as_dict(self) -> dict[str, Any]:
        """Counts and sums; the single lines stand in the workbook."""
        return {name: value for name, value in asdict(self).items() if name != "largest"}


def line_differences(
    connection: duckdb.DuckDBPyConnection, lines: Path, judged: Path, summary: LinesSummary
) -> LineDifferences:
    """Count the judged lines, and join the largest differences with what was printed."""
    rows = run(
        connection,
        f"""SELECT reason, count(*), sum(eligible_fen)::BIGINT, sum(greatest(-difference_fen, 0))::BIGINT,
            sum(greatest(difference_fen, 0))::BIGINT FROM {parquet(judged)} GROUP BY reason ORDER BY 4 + 5 DESC, reason""",
    )
    return LineDifferences(
        summary.lines,
        sum(count for reason, count, *_sums in rows if _differs(LineReason(reason))),
        tuple(OfReason(LineReason(reason).name.lower(), *amounts) for reason, *amounts in rows),
        {reason.name.lower(): summary.bills.get(reason, 0) for reason in SumReason},
        tuple(_largest(connection, lines, judged)),
    )


def _differs(reason: LineReason) -> bool:
    return reason is not LineReason.SAME and not reason.is_as_printed


def _largest(connection: duckdb.DuckDBPyConnection, lines: Path, judged: Path) -> list[dict[str, Any]]:
    differing = ", ".join(str(int(reason)) for reason in LineReason if _differs(reason))
    printed = ", ".join(f"line.{name} AS printed_{name}" for name in PARTS)
    answer = connection.execute(
        f"""SELECT judged.*, line.item_id, line.item_class, line.total_fen, {printed} FROM (
            SELECT * FROM {parquet(judged)} WHERE reason IN ({differing})
            ORDER BY abs(difference_fen) DESC, bill_id, line_id LIMIT {LISTED}) AS judged
        JOIN {parquet(lines)} AS line USING (line_id, bill_id) ORDER BY abs(difference_fen) DESC, bill_id, line_id"""
    )
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def line_reason_words() -> dict[str, str]:
    """Every reason of a line in words, by its code."""
    return {reason.name.lower(): reason.words for reason in LineReason}


def write_line_sums(page: Page, row: int, found: LineDifferences) -> int:
    """Lines by reason, and how lines and bills fit, from `row` on; gives the row below."""
    return _write_bills(page, _write_reasons(page, row, found) + 1, found)


def write_line_sheet(papers: Papers, found: LineDifferences) -> None:
    """The sheet of the lines that differ, largest first."""
    headings = _line_headings()
    page = papers.page(_("Fee lines"), _("What differs on fee lines"), [heading.width for heading in headings])
    if len(found.largest) < found.differing:
        said = _("the {count} largest of {all} lines that differ")
        page.text(3, 3, said.format(count=f"{len(found.largest):,}", all=f"{found.differing:,}"), "subtitle")
    write_headings(page, FIRST_ROW - 1, headings)
    last = write_rows(page, FIRST_ROW, headings, map(_line, found.largest))
    if found.largest:
        page.sheet.autofilter(FIRST_ROW - 1, 0, last - 1, len(headings) - 1)
    page.signatures(last)


def _write_reasons(page: Page, row: int, found: LineDifferences) -> int:
    words = line_reason_words()
    headings = [
        Heading(_("reason"), 40, "wrapped"),
        Heading(_("code"), 18),
        Heading(_("lines"), 14, "whole"),
        Heading(_("eligible, ours"), 14, "fen"),
        Heading(_("the platform's is higher by"), 14, "fen"),
        Heading(_("the platform's is lower by"), 14, "fen"),
    ]
    write_headings(page, row, headings)
    rows = [
        (words[one.key], one.key, one.lines, one.eligible_fen, one.over_fen, one.under_fen) for one in found.reasons
    ]
    last = write_rows(page, row + 1, headings, rows)
    write_sums(page, (row + 1, last), headings, [None, *_totals(found)])
    return last + 1


def _totals(found: LineDifferences) -> list[int]:
    names = ("lines", "eligible_fen", "over_fen", "under_fen")
    return [sum(getattr(one, name) for one in found.reasons) for name in names]


def _write_bills(page: Page, row: int, found: LineDifferences) -> int:
    words = {reason.name.lower(): reason.words for reason in SumReason}
    headings = [
        Heading(_("how lines and bill fit"), 40, "wrapped"),
        Heading(_("code"), 18),
        Heading(_("bills"), 14, "whole"),
    ]
    write_headings(page, row, headings)
    return write_rows(page, row + 1, headings, [(words[key], key, count) for key, count in found.bills.items()]) + 1


def _line_headings() -> list[Heading]:
    parts = (
        _("wholly self-paid"),
        _("above the price limit"),
        _("paid upfront by the person"),
        _("within the policy's scope"),
    )
    amounts = [
        Heading(f"{part}\n{whose}", 12, "fen") for part in parts for whose in (_("our amount"), _("the platform's"))
    ]
    return [
        Heading(_("bill"), 18),
        Heading(_("fee line"), 16),
        Heading(_("item"), 25),
        Heading(_("charged"), 12, "fen"),
        *amounts,
        Heading(_("eligible: ours less the platform's"), 12, "fen"),
        Heading(_("reason"), 32, "wrapped"),
    ]


def _line(line: dict[str, Any]) -> Sequence[Any]:
    return (
        *(line[name] for name in ("bill_id", "line_id", "item_id", "total_fen")),
        *(line[f"{whose}{name}"] for name in PARTS for whose in ("", "printed_")),
        line["difference_fen"],
        LineReason(line["reason"]).words,
    )
