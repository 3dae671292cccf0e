"""One page for a health unit: its scores, where points were lost and what it takes, the money, a place to sign or dispute."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from fenming.facts.run_tables import Row
from fenming.kernel import Book, Figure, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.assessment.overview import indicator_label, scheme_label
from fenming.reports.assessment.party import party_name, state_word
from fenming.reports.assessment.reach import needed_sentence
from fenming.reports.assessment.workbook import about_assessment
from fenming.reports.health_unit import find_unit, rank_sentences
from fenming.reports.paper import template
from fenming.reports.payment.sheet import Listing
from fenming.reports.run_folder import RunFolder
from fenming.reports.verification_code import short_code
from fenming.reports.wording import party_word, score_text

MOST_LOST = 8  # items listed on the page; all stand in `fenming assess explain`
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
        return sum(len(listing.rows) for listing in self.listings) > 22


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
    """The page of one health unit. Raises BadInput (`unit.unknown`)."""
    find_unit(assessment.tables, unit_id)
    rows = assessment.scores_of(unit_id)
    book = assessment.book_of("unit", unit_id)
    chain = book.get(f"assessment.unit.{unit_id}.chain")
    sentences = (
        [_("Score with the township's and the lead hospital's: {points}.").format(points=score_text(chain.value))]
        if chain
        else []
    )
    listings = [_totals(assessment, rows), _lost(assessment, book, rows)]
    if run is not None:
        listings.append(_money(run, unit_id))
        sentences += rank_sentences(run.book, unit_id)
    code = short_code(assessment.id, unit_id, *(str(row["score_ppm"]) for row in rows))
    return UnitPage(
        unit_id, party_name(assessment, unit_id), code, tuple(sentences), tuple(one for one in listings if one.rows)
    )


def _totals(assessment: AssessmentFolder, rows: Sequence[Row]) -> Listing:
    lines = [
        [
            scheme_label(assessment, row["scheme_id"]),
            "" if row["period"] == "year" else party_word(row["period"]),
            score_text(row["score_ppm"]) if row["score_ppm"] is not None else _("missing"),
        ]
        for row in rows
        if not row["item"]
    ]
    return Listing(_("Scores"), (_("assessment scheme"), _("period"), _("points")), lines, words=2)


def _lost(assessment: AssessmentFolder, book: Book, rows: Sequence[Row]) -> Listing:
    """Where points were lost, the most first."""
    items = [row for row in rows if row["item"] and (row["score_ppm"] is None or row["score_ppm"] < row["weight_ppm"])]
    items.sort(key=lambda row: ((row["score_ppm"] or 0) - (row["weight_ppm"] or 0), row["item"], row["period"]))
    headings = (_("item"), _("what it takes"), _("value"), _("target"), _("points"), _("of"))
    lines = [_lost_line(assessment, book, row) for row in items[:MOST_LOST]]
    return Listing(_("Where points were lost"), headings, lines, words=2)


def _lost_line(assessment: AssessmentFolder, book: Book, row: Row) -> list[str]:
    suffix = "" if row["period"] == "year" else f".{row['period']}"
    figure = book.get(f"assessment.unit.{row['party_id']}.scheme.{row['scheme_id']}.{row['item']}{suffix}")
    label = indicator_label(assessment, row["indicator_id"])
    takes = " ".join(needed_sentence(figure, row["weight_ppm"])) if figure else state_word(row["state"])
    value, target = (_percent(row[column]) for column in ("value_ppm", "target_ppm"))
    scored = "–" if row["score_ppm"] is None else score_text(row["score_ppm"])
    named = label if row["period"] == "year" else f"{label} · {party_word(row['period'])}"
    return [named, takes, value, target, scored, score_text(row["weight_ppm"])]


def _percent(value: int | None) -> str:
    return "–" if value is None else format_ppm(value)


def _money(run: RunFolder, unit_id: str) -> Listing:
    words = {
        "process": _("public health: process"),
        "target": _("public health: target"),
        "result": _("public health: result"),
        "earned": _("public health: together"),
    }
    lines = [[words[kind], format_yuan(figure.value)] for kind, figure in _earned(run, unit_id)]
    return Listing(_("Money by this assessment"), (_("kind"), _("yuan")), lines, words=1)


def _earned(run: RunFolder, unit_id: str) -> Iterator[tuple[str, Figure]]:
    for kind in EARNED:
        figure = run.book.get(f"public_health.unit.{unit_id}.{kind}")
        if figure is not None:
            yield kind, figure
