"""The first sheet: what this workbook is, of which run, and how far its evidence reaches."""

from collections import Counter
from typing import Any

from fenming.kernel.language import _, language
from fenming.reports.wording import grade_word
from fenming.reports.workbook.page import FIRST_ROW, Papers
from fenming.reports.workbook.plan import Plan

WIDTHS = [30, 100]


def write_about(name: str, plan: Plan, papers: Papers, manifest: dict[str, Any]) -> None:
    """Identity of the run, how to read the sheets, how many figures stand on which grade."""
    page = papers.page(
        name, _("Clearing of {county}, {year}").format(county=_county(manifest), year=manifest["year"]), WIDTHS
    )
    rows = [*_identity(manifest), ("", ""), *_guide(), ("", ""), *_grades(plan)]
    for row, (left, right) in enumerate(rows, FIRST_ROW):
        page.text(row, 0, left, "wrapped")
        page.text(row, 1, right, "wrapped")
    page.signatures(FIRST_ROW + len(rows))


def _county(manifest: dict[str, Any]) -> str:
    return str(manifest["county_label"] if language() == "zh" else manifest["county_label_en"])


def _identity(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("County"), f"{_county(manifest)} ({manifest['county']})"),
        (_("Year"), str(manifest["year"])),
        (_("Run"), manifest["run_id"]),
        (
            _("Data"),
            _("synthetic: made up, of no real person or institution")
            if manifest["synthetic"]
            else _("the county's own"),
        ),
        (_("Policy pack SHA-256"), manifest["pack_digest"]),
        (_("Facts SHA-256"), manifest["facts_digest"]),
        (_("Journal's last line SHA-256"), manifest["journal_head"]),
        (_("Fenming"), str(manifest["fenming"])),
    ]


def _guide() -> list[tuple[str, str]]:
    return [
        (_("Yellow cells"), _("policy numbers: change one and every sheet follows; nothing is sent back to Fenming")),
        (
            _("Grey columns"),
            _(
                "workings in whole fen and parts per million, exact in any spreadsheet program; the outline button folds them"
            ),
        ),
        (_("Figure"), _("the name to ask about: fenming explain RUN NAME shows clause, rule and rows")),
        (
            _("Rounding"),
            _(
                "half away from zero to the fen; splits give the fen left over to the largest remainders, ties to the first"
            ),
        ),
        (_("Printing"), _("A4 landscape, one page wide, workings left out; sign below the last row")),
    ]


def _grades(plan: Plan) -> list[tuple[str, str]]:
    counted = Counter(plan.book.grade(figure.name) for figure in plan.book)
    head = (_("Weakest evidence below a figure"), _("figures"))
    return [head, *((grade_word(grade), str(count)) for grade, count in sorted(counted.items()))]
