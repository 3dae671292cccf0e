"""One sheet of the workbook: title, unit, header, cells in their formats, place to sign, A4 landscape."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from fenming.kernel.language import _, language
from fenming.reports.workbook.plan import Place
from fenming.reports.workbook.term import Term, unit_share, yuan

FIRST_ROW = 5
LINE_HEIGHT = 14
GREY, EDITABLE, HEADER = "#808080", "#FFF8DC", "#E8EEF4"
NUMBER_FORMATS = {
    "fen": "#,##0.00;[Red]-#,##0.00",
    "ppm": "0.0000%",
    "whole": "#,##0",
    "micro": "#,##0.000000",
    "text": "@",
}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "subtitle": {"font_color": GREY, "align": "left"},
    "header": {
        "bold": True,
        "bg_color": HEADER,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
    },
    "key": {"font_color": GREY, "font_size": 8, "text_wrap": True, "border": 1, "border_color": "#D0D0D0"},
    "section": {"bold": True, "bg_color": "#F4F4F4", "border": 1, "border_color": "#D0D0D0"},
    "text": {"border": 1, "border_color": "#D0D0D0"},
    "wrapped": {"text_wrap": True, "border": 1, "border_color": "#D0D0D0"},
    "fen": {"num_format": NUMBER_FORMATS["fen"], "border": 1, "border_color": "#D0D0D0"},
    "ppm": {"num_format": NUMBER_FORMATS["ppm"], "border": 1, "border_color": "#D0D0D0"},
    "points": {"num_format": "#,##0.0000", "border": 1, "border_color": "#D0D0D0"},
    "percent": {"num_format": "0.00%", "border": 1, "border_color": "#D0D0D0"},
    "score": {"num_format": "0.00", "border": 1, "border_color": "#D0D0D0"},
    "whole": {"num_format": NUMBER_FORMATS["whole"], "border": 1, "border_color": "#D0D0D0"},
    "micro": {"num_format": NUMBER_FORMATS["micro"], "border": 1, "border_color": "#D0D0D0"},
    "flag": {"align": "center", "border": 1, "border_color": "#D0D0D0"},
    "working": {"num_format": "0", "font_color": GREY, "border": 1, "border_color": "#E4E4E4"},
    "fen_editable": {"num_format": NUMBER_FORMATS["fen"], "bg_color": EDITABLE, "border": 1},
    "ppm_editable": {"num_format": NUMBER_FORMATS["ppm"], "bg_color": EDITABLE, "border": 1},
    "whole_editable": {"num_format": NUMBER_FORMATS["whole"], "bg_color": EDITABLE, "border": 1},
    "synthetic_left": {"bold": True, "font_color": "#C00000"},
    "signature": {"font_size": 10, "align": "left"},
}


def breadth(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-breadth(line) // width)) for line in text.split("\n"))


def shown_as(unit: str) -> str:
    """The format a unit is shown in: `fen` as yuan, `ppm` as percent, `flag` as yes or no, millionths as the whole unit.

    The rest are whole numbers.
    """
    if unit.startswith("micro_"):
        return "micro"
    return unit if unit in ("fen", "ppm", "flag") else "whole"


def _read_as(style: str, value: int) -> tuple[str, Decimal]:
    """What a formula divides a whole number by to be read in `style`, and what comes of it."""
    if style == "fen":
        return "/100", yuan(value)
    return ("/1000000", unit_share(value)) if style in ("ppm", "micro") else ("", Decimal(value))


class PlainSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas use only functions that spreadsheets have had for twenty years.

    The library would look every formula through for newer ones, which takes half of the writing time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


@dataclass
class Papers:
    """The workbook in the making, its formats, and the words that stand on every sheet."""

    workbook: Workbook
    heading: str
    footer: str
    is_synthetic: bool
    unit_words: str = ""  # the line that says what is counted in, where it is not the usual one
    formats: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        font = {"font_name": "宋体" if language() == "zh" else "Calibri", "font_size": 10}
        self.formats = {
            name: self.workbook.add_format(font | {"valign": "vcenter"} | style) for name, style in STYLES.items()
        }

    def page(self, name: str, title: str, widths: list[int], grey_from: int | None = None) -> "Page":
        """A new sheet. Columns from `grey_from` hold workings and are grouped, so that one click folds them."""
        sheet = self.workbook.add_worksheet(name, PlainSheet)
        page = Page(self, name, sheet, len(widths[:grey_from]))
        page.set_up(title, widths, grey_from)
        return page


@dataclass
class Page:
    """A sheet being written; rows and columns count from 0."""

    papers: Papers
    name: str
    sheet: Worksheet
    width: int

    def set_up(self, title: str, widths: list[int], grey_from: int | None) -> None:
        for column, width in enumerate(widths):
            is_grey = grey_from is not None and column >= grey_from
            self.sheet.set_column(column, column, width, None, {"level": 1} if is_grey else {})
        self.sheet.merge_range(0, 0, 0, min(self.width, 8) - 1, title, self.papers.formats["title"])
        self.text(1, 0, self.papers.heading, "subtitle")
        usual = _("Unit: yuan; workings in grey are whole fen, parts per million, heads")
        self.text(2, 0, self.papers.unit_words or usual, "subtitle")
        if self.papers.is_synthetic:
            self.text(3, 0, _("Synthetic data: made up, of no real person or institution"), "synthetic_left")
        self._print_set_up()

    def _print_set_up(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        self.sheet.repeat_rows(0, FIRST_ROW - 1)
        self.sheet.set_footer(f"&L&8{self.papers.footer}&R&8&P / &N")
        self.sheet.freeze_panes(FIRST_ROW, 2)
        self.sheet.hide_gridlines(2)

    def header(self, words: list[str], row: int = FIRST_ROW - 1) -> None:
        for column, word in enumerate(words):
            self.text(row, column, word, "header")

    def text(self, row: int, column: int, words: str, style: str = "text") -> None:
        self.sheet.write_string(row, column, words, self.papers.formats[style])

    def fit(self, row: int, words: dict[int, str], widths: list[int]) -> None:
        """Make the row as high as its longest wrapped words need, line by line; a Chinese character is as wide as two others."""
        needed = max((_lines(text, widths[column]) for column, text in words.items()), default=1)
        self.sheet.set_row(row, LINE_HEIGHT * max(1, needed))

    def number(self, row: int, column: int, value: int | Decimal, style: str) -> None:
        self.sheet.write_number(row, column, value, self.papers.formats[style])

    def formula(self, row: int, column: int, given: Term, style: str = "working") -> None:
        """A live cell with the value it gives, so that viewers that do not calculate show it too."""
        self.sheet.write_formula(row, column, f"={given.text}", self.papers.formats[style], given.value)

    def shown(self, row: int, column: int, given: Term, unit: str) -> None:
        """What people read: `given` fen as yuan, ppm as percent, flags as yes or no."""
        style = shown_as(unit)
        if style == "flag":
            words = (_("yes"), _("no"))
            formula, value = f'=IF({given.text}=1,"{words[0]}","{words[1]}")', words[given.value != 1]
            self.sheet.write_formula(row, column, formula, self.papers.formats[style], value)
            return
        divisor, amount = _read_as(style, given.value)
        text = f"({given.text})" if given.binds and divisor else given.text
        self.sheet.write_formula(row, column, f"={text}{divisor}", self.papers.formats[style], amount)

    def fixed(self, row: int, column: int, value: int, unit: str) -> None:
        """What people read of a number that is too large for a formula."""
        style = shown_as(unit)
        self.number(row, column, _read_as(style, value)[1], style)

    def place(self, row: int, column: int) -> Place:
        return Place(self.name, column, row)

    def signatures(self, row: int) -> None:
        """The lines to sign below the table, beginning at `row`, and the print area that ends there."""
        line = _("Prepared by:                  Reviewed by:                  Seal:                  Date:        ")
        self.text(row + 1, 0, line, "signature")
        self.sheet.print_area(0, 0, row + 1, self.width - 1)
