"""What changed from one assessment to the next, score by score, for the screen and as a workbook."""

from collections.abc import Sequence
from pathlib import Path

from fenming.assessment.comparing import Change, compare
from fenming.facts.run_tables import Row
from fenming.kernel.language import _
from fenming.reports.adjudicated.table import Heading
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.assessment.overview import indicator_label, party_name, scheme_label
from fenming.reports.assessment.workbook import about_assessment, points_unit
from fenming.reports.payment.workbook import Table, write_payment_workbook
from fenming.reports.wording import party_word, score_text

NUMBERS = (4, 5, 6)  # places of the columns that are points


def read_changes(before: AssessmentFolder, after: AssessmentFolder) -> list[Change]:
    """Every item and total that differs, with why."""
    return compare(before.tables, after.tables)


def change_rows(after: AssessmentFolder, changes: Sequence[Change]) -> tuple[list[str], list[list[str]]]:
    """Headings and lines for the screen: whose, which scheme and item, points before and after, why."""
    lines = [
        [*_words(after, one), *(_points(row) for row in (one.before, one.after)), _difference(one), why_words(one)]
        for one in changes
    ]
    return [*_headings(), _("points before"), _("points after"), _("points won or lost"), _("why")], lines


def write_changes_workbook(after: AssessmentFolder, changes: Sequence[Change], path: Path) -> None:
    """The same as a workbook, every change."""
    headings = [Heading(words, width) for words, width in zip(_headings(), (24, 30, 30, 10), strict=True)]
    headings += [Heading(_("points before"), 10, "score"), Heading(_("points after"), 10, "score")]
    headings += [Heading(_("points won or lost"), 12, "score"), Heading(_("why"), 40, "wrapped")]
    rows = [
        [*_words(after, one), _score(one.before), _score(one.after), one.difference_ppm, why_words(one)]
        for one in changes
    ]
    title = _("What changed")
    write_payment_workbook(
        path, about_assessment(after, title), [Table(title, title, headings, rows, is_summed=False)], points_unit()
    )


def why_words(change: Change) -> str:
    """Why a score changed, in words, with the appeals that decided it."""
    words = {
        "new": _("was not scored before"),
        "gone": _("is not scored any more"),
        "state": _("something missing was handed in, or is missing now"),
        "appeal": _("an appeal was accepted"),
        "count": _("other counts"),
        "value": _("the card works the value out otherwise"),
        "county": _("the county's rate, to which small numbers are drawn"),
        "rule": _("small numbers are judged otherwise"),
        "target": _("another target"),
        "weight": _("another weight"),
        "others": _("its peers changed, or the method"),
        "items": _("the sum of items that changed"),
    }
    told = [words.get(one, one) for one in change.why]
    return _("; ").join([*told, *(_("appeal {id}").format(id=one) for one in change.appeals)])


def _headings() -> list[str]:
    return [_("whose"), _("assessment scheme"), _("item"), _("period")]


def _words(after: AssessmentFolder, change: Change) -> list[str]:
    scheme, party, item, period = change.key
    row = change.after or change.before or {}
    named = indicator_label(after, str(row.get("indicator_id", item))) if item else _("total points")
    return [
        party_name(after, party),
        scheme_label(after, scheme),
        named,
        "" if period == "year" else party_word(period),
    ]


def _points(row: Row | None) -> str:
    return "–" if row is None or row["score_ppm"] is None else score_text(row["score_ppm"])


def _score(row: Row | None) -> int | None:
    return None if row is None else row["score_ppm"]


def _difference(change: Change) -> str:
    difference = change.difference_ppm
    if difference is None:
        return "–"
    return f"+{score_text(difference)}" if difference > 0 else score_text(difference)
