"""What differs from the platform, as a workbook to print and to sort: sums, institutions, bills, remarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.reports.adjudicated.columns import FUNDS, layer_words
from fenming.reports.adjudicated.differences import Differences, Group
from fenming.reports.adjudicated.lines import LineDifferences, write_line_sheet, write_line_sums
from fenming.reports.adjudicated.reason import reason_words
from fenming.reports.adjudicated.table import Heading, write_headings, write_rows, write_sums
from fenming.reports.workbook.build import MADE_ON
from fenming.reports.workbook.page import FIRST_ROW, Page, Papers


@dataclass(frozen=True, slots=True)
class About:
    """What stands at the head: whose rules, which files, rows in and where they went."""

    heading: str
    footer: str
    lines: tuple[tuple[str, str], ...]
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the workbook tells: the sums, the bills that differ (largest first, perhaps not all), fee lines, remarks on the files."""

    found: Differences
    bills: Sequence[dict[str, Any]]
    findings: Sequence[Finding]
    lines: LineDifferences | None = None


def write_differences(path: Path, about: About, told: Told) -> None:
    """Write the workbook to `path`."""
    workbook = open_workbook(path)
    papers = Papers(workbook, about.heading, about.footer, about.is_synthetic, _("Unit: yuan"))
    _write_summary(papers, about, told)
    _write_institutions(papers, told.found.institutions)
    _write_bills(papers, told.found, told.bills)
    if told.lines is not None:
        write_line_sheet(papers, told.lines)
    _write_findings(papers, told.findings)
    workbook.close()


def open_workbook(path: Path) -> Workbook:
    """An empty workbook that is written row by row; the same contents give the same bytes."""
    workbook = Workbook(str(path), {"constant_memory": True, "default_format_properties": {"font_size": 10}})
    workbook.set_properties({"title": path.stem, "created": MADE_ON})
    return workbook


def write_lines(page: Page, row: int, lines: Sequence[tuple[str, str]]) -> int:
    """Lines of a word and what it stands for; gives the row below, one left free."""
    for place, (word, text) in enumerate(lines, row):
        page.text(place, 0, word)
        page.sheet.merge_range(place, 1, place, page.width - 1, text, page.papers.formats["wrapped"])
    return row + len(lines) + 1


def _write_summary(papers: Papers, about: About, told: Told) -> None:
    headings = _layer_headings()
    page = papers.page(_("Summary"), _("What differs from the platform"), [heading.width for heading in headings])
    row = write_lines(page, FIRST_ROW, about.lines)
    row = _write_layers(page, row, headings, told)
    row = _write_reasons(page, row + 1, told.found)
    row = _write_cross(page, row + 1, told.found)
    if told.lines is not None:
        row = write_line_sums(page, row + 1, told.lines)
    page.signatures(row)


def _layer_headings() -> list[Heading]:
    return [
        Heading(_("layer"), 40),
        Heading(_("national name"), 18),
        Heading(_("bills compared"), 14, "whole"),
        Heading(_("bills that differ"), 14, "whole"),
        Heading(_("our amount"), 18, "fen"),
        Heading(_("the platform's"), 18, "fen"),
        Heading(_("the platform's is higher by"), 16, "fen"),
        Heading(_("the platform's is lower by"), 16, "fen"),
    ]


def _write_layers(page: Page, row: int, headings: list[Heading], told: Told) -> int:
    words = layer_words()
    write_headings(page, row, headings)
    rows = [
        (
            words[one.name],
            one.name,
            one.bills,
            one.differing,
            one.ours_fen,
            one.printed_fen,
            one.over_fen,
            one.under_fen,
        )
        for one in told.found.layers
        if told.lines is not None or one.name != "inscp_scp_amt"
    ]
    return write_rows(page, row + 1, headings, rows)


def _reason_headings() -> list[Heading]:
    return [
        Heading(_("reason"), 40, "wrapped"),
        Heading(_("code"), 18),
        Heading(_("bills"), 14, "whole"),
        Heading(_("bills that differ"), 14, "whole"),
        Heading(_("all funds, ours"), 18, "fen"),
        Heading(_("all funds, the platform's"), 18, "fen"),
        Heading(_("platform paid too much"), 16, "fen"),
        Heading(_("platform paid too little"), 16, "fen"),
    ]


def _write_reasons(page: Page, row: int, found: Differences) -> int:
    words, headings = reason_words(), _reason_headings()
    write_headings(page, row, headings)
    last = write_rows(page, row + 1, headings, [(words[one.key], *_amounts(one)) for one in found.reasons])
    write_sums(page, (row + 1, last), headings, [None, *sums_of(found.reasons)])
    return last + 1


def _write_cross(page: Page, row: int, found: Differences) -> int:
    """Ours less the platform's by reason and fund."""
    layers, words = layer_words(), reason_words()
    headings = [
        Heading(_("reason; ours less the platform's"), 40, "wrapped"),
        *(Heading(layers[layer.name], 14, "fen") for layer in FUNDS),
    ]
    write_headings(page, row, headings)
    rows = [(words[one.key], *one.layers.values()) for one in found.reasons if one.differing]
    last = write_rows(page, row + 1, headings, rows)
    sums = [sum(one.layers[layer.name] for one in found.reasons if one.differing) for layer in FUNDS]
    write_sums(page, (row + 1, last), headings, sums)
    return last + 1


def _amounts(group: Group) -> tuple[Any, ...]:
    counted = (group.key, group.bills, group.differing)
    return (*counted, group.ours_fen, group.printed_fen, group.over_fen, group.under_fen)


def sums_of(groups: Sequence[Group]) -> list[int]:
    """Bills, bills that differ, and the four amounts of all groups together."""
    names = ("bills", "differing", "ours_fen", "printed_fen", "over_fen", "under_fen")
    return [sum(getattr(group, name) for group in groups) for name in names]


def _write_institutions(papers: Papers, institutions: Sequence[Group]) -> None:
    headings = [Heading(_("institution"), 26), *_reason_headings()[2:]]
    page = papers.page(_("By institution"), _("What differs, by institution"), [heading.width for heading in headings])
    write_headings(page, FIRST_ROW - 1, headings)
    last = write_rows(page, FIRST_ROW, headings, [_amounts(one) for one in institutions])
    write_sums(page, (FIRST_ROW, last), headings, sums_of(institutions))
    page.signatures(last + 1)


def _bill_headings() -> list[Heading]:
    layers = layer_words()
    amounts = (layers["act_pay_dedc"], layers["hifp_pay"], _("further funds"))
    return [
        Heading(_("file and line"), 18, "wrapped"),
        Heading(_("bill"), 18),
        Heading(_("person"), 16),
        Heading(_("institution"), 13),
        Heading(_("care"), 5),
        Heading(_("settled on"), 10),
        Heading(_("within the policy's scope"), 12, "fen"),
        *(
            Heading(f"{amount}\n{whose}", 11, "fen")
            for amount in amounts
            for whose in (_("our amount"), _("the platform's"))
        ),
        Heading(_("platform paid too much"), 11, "fen"),
        Heading(_("platform paid too little"), 11, "fen"),
        Heading(_("reason"), 32, "wrapped"),
    ]


def _write_bills(papers: Papers, found: Differences, bills: Sequence[dict[str, Any]]) -> None:
    headings = _bill_headings()
    title = _("Bills that differ, the largest first")
    page = papers.page(_("Bills that differ"), title, [heading.width for heading in headings])
    if len(bills) < found.differing:
        said = _("the {count} largest of {all} bills that differ; the output holds them all")
        page.text(3, 3, said.format(count=f"{len(bills):,}", all=f"{found.differing:,}"), "subtitle")
    write_headings(page, FIRST_ROW - 1, headings)
    last = write_rows(page, FIRST_ROW, headings, map(_bill, bills))
    if bills:
        page.sheet.autofilter(FIRST_ROW - 1, 0, last - 1, len(headings) - 1)
    page.signatures(last)


def _bill(bill: dict[str, Any]) -> tuple[Any, ...]:
    further = [layer.name for layer in FUNDS if layer.name != "hifp_pay"]
    return (
        _("{file}, line {line}").format(file=bill["file"], line=bill["line"]),
        *(bill[name] for name in ("setl_id", "psn_no", "fixmedins_code", "med_type")),
        bill["setl_time"].date().isoformat(),
        bill["inscp_scp_amt"],
        *(bill[f"{name}{whose}"] for name in ("act_pay_dedc", "hifp_pay") for whose in ("", "_printed")),
        *(sum(bill[f"{name}{whose}"] or 0 for name in further) for whose in ("", "_printed")),
        *(bill[name] for name in ("over_fen", "under_fen", "reason")),
    )


def _write_findings(papers: Papers, findings: Sequence[Finding]) -> None:
    """What a reader should know of the files: rows set aside, and remarks on rows that were taken."""
    headings = [
        Heading(_("what was found"), 44, "wrapped"),
        Heading(_("where"), 26, "wrapped"),
        Heading(_("why"), 34, "wrapped"),
        Heading(_("what to do"), 44, "wrapped"),
        Heading(_("rows"), 10, "whole"),
        Heading(_("yuan"), 16, "fen"),
    ]
    page = papers.page(_("About the files"), _("What was found in the files"), [heading.width for heading in headings])
    write_headings(page, FIRST_ROW - 1, headings)
    rows = [(one.what, one.where, one.why, one.remedy, one.rows, one.fen) for one in findings]
    last = write_rows(page, FIRST_ROW, headings, rows or [(_("nothing"), "", "", "", 0, 0)])
    page.signatures(last)
