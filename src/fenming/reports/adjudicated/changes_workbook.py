"""What a new judgement changed, as a workbook: by amount, by month, by person, and each bill with both amounts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fenming.kernel.language import _
from fenming.reports.adjudicated.changes import Changes, Part
from fenming.reports.adjudicated.columns import column_words, layer_words
from fenming.reports.adjudicated.table import Heading, write_headings, write_rows, write_sums
from fenming.reports.adjudicated.workbook import About, open_workbook, write_lines
from fenming.reports.workbook.page import FIRST_ROW, Papers

SHOWN = ("act_pay_dedc", "hifp_pay", "hifmi_pay", "fund_pay_sumamt", "psn_part_amt")


def write_changes(path: Path, about: About, changes: Changes, bills: Sequence[dict[str, Any]]) -> None:
    """Write the workbook to `path`. `bills` are those that changed, perhaps not all of them."""
    workbook = open_workbook(path)
    papers = Papers(workbook, about.heading, about.footer, about.is_synthetic, _("Unit: yuan"))
    _write_summary(papers, about, changes)
    _write_parts(papers, _("By month"), _("What changed, by month of settlement"), _("month"), changes.months)
    _write_parts(papers, _("By person"), _("What changed, by person"), _("person"), changes.persons)
    _write_bills(papers, changes, bills)
    workbook.close()


def _write_summary(papers: Papers, about: About, changes: Changes) -> None:
    headings = [
        Heading(_("amount"), 40),
        Heading(_("national name"), 20),
        Heading(_("bills that changed"), 14, "whole"),
        Heading(_("before"), 18, "fen"),
        Heading(_("now"), 18, "fen"),
        Heading(_("risen by"), 16, "fen"),
        Heading(_("fallen by"), 16, "fen"),
    ]
    page = papers.page(_("Summary"), _("What the new judgement changed"), [heading.width for heading in headings])
    row = write_lines(page, FIRST_ROW, (*about.lines, *_counts(changes)))
    words = column_words()
    write_headings(page, row, headings)
    rows = [
        (words[one.name], one.name, one.bills, one.before_fen, one.now_fen, one.risen_fen, one.fallen_fen)
        for one in changes.amounts
    ]
    page.signatures(write_rows(page, row + 1, headings, rows))


def _counts(changes: Changes) -> list[tuple[str, str]]:
    counted = [
        (_("bills as before"), f"{changes.same:,}"),
        (_("bills that changed"), f"{changes.changed:,}"),
        (_("bills judged only now"), f"{changes.came:,}"),
        (_("bills judged only before"), f"{changes.went:,}"),
    ]
    missing = ", ".join(changes.not_compared)
    return counted + ([(_("not in the earlier output"), missing)] if missing else [])


def _write_parts(papers: Papers, name: str, title: str, key: str, parts: Sequence[Part]) -> None:
    headings = [
        Heading(key, 20),
        Heading(_("bills that changed"), 14, "whole"),
        Heading(_("bills judged only now"), 14, "whole"),
        Heading(_("bills judged only before"), 14, "whole"),
        Heading(_("all funds, before"), 18, "fen"),
        Heading(_("all funds, now"), 18, "fen"),
        Heading(_("more or less"), 18, "fen"),
    ]
    page = papers.page(name, title, [heading.width for heading in headings])
    write_headings(page, FIRST_ROW - 1, headings)
    rows = [
        (one.key, one.changed, one.came, one.went, one.before_fen, one.now_fen, one.now_fen - one.before_fen)
        for one in parts
    ]
    last = write_rows(page, FIRST_ROW, headings, rows)
    write_sums(page, (FIRST_ROW, last), headings, [sum(row[place] for row in rows) for place in range(1, 7)])
    page.signatures(last + 1)


def _write_bills(papers: Papers, changes: Changes, bills: Sequence[dict[str, Any]]) -> None:
    names = [name for name in SHOWN if name not in changes.not_compared]
    headings = _bill_headings(names)
    page = papers.page(
        _("Changed bills"), _("Bills that changed, the largest first"), [heading.width for heading in headings]
    )
    every = changes.changed + changes.came + changes.went
    if len(bills) < every:
        said = _("the {count} largest of {all} bills that changed; the two outputs hold them all")
        page.text(3, 3, said.format(count=f"{len(bills):,}", all=f"{every:,}"), "subtitle")
    write_headings(page, FIRST_ROW - 1, headings)
    last = write_rows(page, FIRST_ROW, headings, (_bill(bill, names) for bill in bills))
    if bills:
        page.sheet.autofilter(FIRST_ROW - 1, 0, last - 1, len(headings) - 1)
    page.signatures(last)


def _bill_headings(names: Sequence[str]) -> list[Heading]:
    layers = layer_words()
    amounts = [Heading(f"{layers[name]}\n{when}", 13, "fen") for name in names for when in (_("before"), _("now"))]
    return [
        Heading(_("bill"), 20),
        Heading(_("person"), 17),
        Heading(_("institution"), 14),
        Heading(_("care"), 6),
        Heading(_("settled on"), 11),
        Heading(_("what happened"), 12),
        *amounts,
        Heading(_("funds: more or less"), 13, "fen"),
    ]


def _bill(bill: dict[str, Any], names: Sequence[str]) -> tuple[Any, ...]:
    happened = _("changed") if bill["was"] and bill["is_now"] else _("only now") if bill["is_now"] else _("only before")
    return (
        *(bill[name] for name in ("setl_id", "psn_no", "fixmedins_code", "med_type")),
        bill["setl_time"].date().isoformat(),
        happened,
        *(bill[f"{name}_{when}"] for name in names for when in ("before", "now")),
        (bill["fund_pay_sumamt_now"] or 0) - (bill["fund_pay_sumamt_before"] or 0),
    )
