"""One page for a health unit: its scores, where points were lost and what it takes, the money, a place to sign or dispute."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from fenming.facts.run_tables import Row
from fenming.kernel import Book, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.assessment.items import Explained, lost
from fenming.reports.assessment.missing import missing_words
from fenming.reports.assessment.overview import party_name, scheme_label
from fenming.reports.assessment.party import grade_of, unknown_party
from fenming.reports.assessment.reach import needed_sentences
from fenming.reports.assessment.workbook import about_assessment
from fenming.reports.health_unit import rank_sentences
from fenming.reports.paper import template
from fenming.reports.payment.sheet import Listing
from fenming.reports.run_folder import RunFolder
from fenming.reports.verification_code import short_code
from fenming.reports.wording import listed, party_word, score_text
from fenming.reports.workbook.page import breadth

LETTERS = (22, 44)  # in a line of the first two columns of what was lost
LINES = 16  # lines of all listings on a page of ordinary type
LINES_MOST = 31  # and of small type; items beyond them stand in `fenming assess explain`
MOST_LOST = 8
MEMBERS = "public_health.county.members"  # who shares in each band of the result pool
EARNED = ("process", "target", "result", "earned")


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What stands on one unit's page."""

    id: str
    name: str
    code: str
    sentences: tuple[str, ...]
    listings: tuple[Listing, ...]

    @property
    def file(self) -> str:
        return f"{quote(self.id, safe='')}.html"

    @property
    def is_dense(self) -> bool:
        """Whether the page needs small type to stay one page."""
        return sum(_lines(row) for listing in self.listings for row in listing.rows) + len(self.sentences) > LINES


def _lines(row: Sequence[str]) -> int:
    """How many lines a row of a listing needs."""
    words = zip(row, LETTERS, strict=False)
    return max(-(-breadth(text) // letters) or 1 for text, letters in words)


def write_unit_statements(
    assessment: AssessmentFolder, run: RunFolder | None, units: Sequence[str], folder: Path
) -> list[Path]:
    """Write one page for each of `units` (all where none is named) and `all.html` to print everything; the files written.

    `run` is the year settled by this assessment, where it was: its money stands on the page. Raises BadInput for an unknown unit.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listed = units or [row["unit_id"] for row in assessment.tables.units]
    about = about_assessment(assessment, _("Assessment of a health unit"))
    pages = [unit_page(assessment, run, unit_id) for unit_id in listed]
    page, sheets = template("page.html"), {}
    for one in pages:
        sheets[one.file] = template("assessment.html").render(one=one, about=about)
    files = {one.file: page.render(title=one.name, body=sheets[one.file], about=about) for one in pages}
    if len(pages) > 1:
        files["all.html"] = page.render(title=about.title, body="\n".join(sheets.values()), about=about)
    for file, text in files.items():
        (folder / file).write_text(text, "utf8")
    return [folder / file for file in files]


def unit_page(assessment: AssessmentFolder, run: RunFolder | None, unit_id: str) -> UnitPage:
    """The page of one health unit. Raises BadInput (`assessment.party_unknown`)."""
    rows = assessment.scores_of(unit_id)
    if not rows or rows[0]["assesses"] != "unit":
        raise unknown_party(assessment, unit_id)
    explained = Explained(assessment, assessment.book_of("unit", unit_id), rows)
    listings = [_totals(assessment, rows)]
    sentences = [" ".join(_sentences(explained.book, f"assessment.unit.{unit_id}"))]
    if run is not None:
        money = run.figures_under(*(f"{kind}.unit.{unit_id}." for kind in ("public_health", "settlement")), MEMBERS)
        listings.append(_money(money, unit_id))
        sentences.append(" ".join(rank_sentences(money, unit_id)))
    room = LINES_MOST - len(sentences) - sum(_lines(row) for listing in listings for row in listing.rows)
    listings.insert(1, _lost(explained, room))
    code = short_code(assessment.id, unit_id, *(str(row["score_ppm"]) for row in rows))
    return UnitPage(
        unit_id, party_name(assessment, unit_id), code, tuple(sentences), tuple(one for one in listings if one.rows)
    )


def _sentences(book: Book, base: str) -> Iterator[str]:
    chain = book.get(f"{base}.chain")
    if chain is not None:
        yield _("Score with the township's and the lead hospital's: {points}.").format(points=score_text(chain.value))
    if grade := grade_of(book, base):
        yield _("Grade: {grade}.").format(grade=grade)


def _totals(assessment: AssessmentFolder, rows: Sequence[Row]) -> Listing:
    """A line for each scheme: points of the year, those of its quarters, place among all."""
    lines = []
    for row in rows:
        if row["item"] or row["period"] != "year":
            continue
        quarters = [one for one in rows if _is_quarter_of(one, row)]
        told = listed(f"{party_word(one['period'])} {_points(one['score_ppm'])}" for one in quarters)
        lines.append(
            [scheme_label(assessment, row["scheme_id"]), told, _points(row["score_ppm"]), _place(assessment, row)]
        )
    return Listing(
        _("Scores"), (_("assessment scheme"), _("by quarter"), _("points scored"), _("place")), lines, words=2
    )


def _is_quarter_of(row: Row, total: Row) -> bool:
    return row["scheme_id"] == total["scheme_id"] and not row["item"] and row["period"] != "year"


def _points(score_ppm: int | None) -> str:
    return _("missing") if score_ppm is None else score_text(score_ppm)


def _place(assessment: AssessmentFolder, row: Row) -> str:
    if row["score_ppm"] is None:
        return "–"
    peers = assessment.totals[row["scheme_id"], row["period"]]
    place = 1 + sum(score > row["score_ppm"] for score in peers)
    return _("{place} of {count}").format(place=place, count=len(peers))


def _lost(explained: Explained, room: int) -> Listing:
    """Where points were lost, the most first, as far as there are lines for it."""
    items = [row for row in explained.rows if row["item"] and lost(row)]
    items.sort(key=lambda row: (-lost(row), row["item"], row["period"]))
    headings = (_("item"), _("what it takes"), _("value"), _("target"), _("points scored"), _("full points"))
    lines = [_lost_line(explained, row) for row in items[:MOST_LOST]]
    while sum(map(_lines, lines)) > room:
        lines.pop()
    title = _("Where points were lost")
    if len(items) > len(lines):
        title = _("Where most points were lost ({shown} of {count} items)").format(shown=len(lines), count=len(items))
    return Listing(title, headings, lines, words=2)


def _lost_line(explained: Explained, row: Row) -> list[str]:
    steps = explained.steps(row)
    takes = needed_sentences(steps)[-1] if steps else _("No count of its own would bring more points here.")
    if row["score_ppm"] is None:
        takes = missing_words(explained.assessment, row)
    value, target = (_percent(row[column]) for column in ("value_ppm", "target_ppm"))
    scored = "–" if row["score_ppm"] is None else score_text(row["score_ppm"])
    return [explained.label(row), takes, value, target, scored, score_text(row["weight_ppm"])]


def _percent(value: int | None) -> str:
    return "–" if value is None else format_ppm(value)


def _money(book: Book, unit_id: str) -> Listing:
    words = {
        "process": _("public health: process"),
        "target": _("public health: target"),
        "result": _("public health: result"),
        "earned": _("public health: together"),
    }
    lines = [
        [words[kind], format_yuan(figure.value)]
        for kind in EARNED
        if (figure := book.get(f"public_health.unit.{unit_id}.{kind}")) is not None
    ]
    return Listing(_("Money by this assessment"), (_("kind"), _("yuan")), lines, words=1)
