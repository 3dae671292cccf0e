"""What moves between two sets of group tables, as a workbook."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from fenming.grouping.compare import Comparison, Move
from fenming.kernel.language import _

_MONEY, _WEIGHT = "#,##0.00", "#,##0.000000"
Cell = Any


def write_comparison(found: Comparison, path: Path) -> None:
    """Write `path`: groups before and after with cases, money and weight; hospitals; MDCs; the tables themselves."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as workbook:
        formats = {name: workbook.add_format({"num_format": name}) for name in (_MONEY, _WEIGHT)}
        bold = workbook.add_format({"bold": True, "bg_color": "#E8EEF4"})
        for title, headings, rows in _sheets(found):
            sheet = workbook.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            for place, heading in enumerate(headings):
                sheet.set_column(place, place, 16)
                sheet.write_string(0, place, heading, bold)
            for row, cells in enumerate(rows, 1):
                for place, cell in enumerate(cells):
                    _write(sheet, (row, place), cell, formats)
            sheet.autofilter(0, 0, max(1, sheet.dim_rowmax or 1), len(headings) - 1)


def _write(sheet: Any, at: tuple[int, int], cell: Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, tuple):
        sheet.write_number(*at, cell[0], formats[cell[1]])
    elif isinstance(cell, int):
        sheet.write_number(*at, cell)
    else:
        sheet.write_string(*at, cell)


def _sheets(found: Comparison) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]:
    sums = (_("cases"), _("yuan"), _("weight before"), _("weight after"))
    all_moves = sorted(found.moves.items())
    yield (
        _("Groups"),
        (_("before"), _("after"), *sums),
        [(before, after, *_cells(move)) for (before, after), move in all_moves],
    )
    yield (
        _("Hospitals"),
        (_("hospital"), *sums, _("cases moved"), _("yuan moved"), _("weight before"), _("weight after")),
        [(name, *_cells(whole), *_cells(moved)) for name, (whole, moved) in sorted(found.institutions.items())],
    )
    yield (
        _("MDCs"),
        (_("MDC before"), _("MDC after"), _("cases")),
        [(before, after, count) for (before, after), count in found.mdc_moves.most_common()],
    )
    yield (
        _("Tables"),
        (_("level"), _("code"), found.before, found.after),
        [(one.level, one.code, one.before or "–", one.after or "–") for one in found.changes],
    )


def _cells(move: Move) -> tuple[Cell, ...]:
    """Fen become yuan and ppm become weights only for the eye: a sheet has no other numbers."""
    weights = ((one / 1_000_000, _WEIGHT) for one in (move.weight_before_ppm, move.weight_after_ppm))
    return move.cases, (move.total_fen / 100, _MONEY), *weights
