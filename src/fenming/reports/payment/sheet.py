"""A printable sheet for one institution: how its amount came about, line by line, to be stamped, signed or disputed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from fenming.kernel import format_yuan
from fenming.reports.capital import capital_yuan
from fenming.reports.paper import template


@dataclass(frozen=True, slots=True)
class About:
    """What stands on every sheet: place, title, period in words, year, and where the figures are kept."""

    county: str
    title: str
    period: str
    year: int
    kept: str
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One step to the amount: its words, its rule in short, its text (yuan, points, cases), the figure behind it."""

    words: str
    rule: str
    text: str
    figure: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A table below the lines: title, headings, rows of texts; the first columns in `words` are set to the left."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one institution is handed. `fen` is the amount it signs for; `code` tells the paper from a changed one."""

    id: str
    name: str
    kind: str
    lines: Sequence[Line]
    amount_words: str
    fen: int
    code: str
    listings: Sequence[Listing] = ()

    @property
    def file(self) -> str:
        return f"{quote(self.id, safe='')}.html"

    @property
    def amount(self) -> str:
        return format_yuan(self.fen)

    @property
    def capitals(self) -> str:
        return capital_yuan(self.fen)

    @property
    def is_dense(self) -> bool:
        """Whether the page needs small type to stay one page."""
        return len(self.lines) + sum(len(listing.rows) for listing in self.listings) > 22


def write_sheets(sheets: Sequence[Sheet], about: About, folder: Path) -> list[Path]:
    """Write one page for each sheet, `index.html`, and `all.html` to print everything, in the language in use."""
    folder.mkdir(parents=True, exist_ok=True)
    page = template("page.html")
    bodies = {one.file: template("payment.html").render(one=one, about=about) for one in sheets}
    files = {
        one.file: page.render(title=one.name, body=bodies[one.file], about=about)
        for one in sheets
    }  # fmt: skip
    files["all.html"] = page.render(title=about.title, body="\n".join(bodies.values()), about=about)
    listed = template("payment_index.html").render(sheets=sheets, about=about)
    files["index.html"] = page.render(title=about.title, body=listed, about=about)
    for file, text in files.items():
        (folder / file).write_text(text, "utf8")
    return [folder / file for file in files]
