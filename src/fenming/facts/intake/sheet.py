"""Spreadsheets: every sheet as a table of texts, cells as a person reads them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from fenming.kernel.finding import BadInput
from fenming.kernel.language import _

TITLE_ROWS = 20


def sheets(path: Path) -> Iterator[tuple[str, tuple[tuple[str, ...], ...], pa.Table]]:
    """Name, first rows and all rows (columns `c0`, `c1`, …) of every sheet that holds anything."""
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = workbook.sheet_names
        read = [(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names]
    except (CalamineError, OSError, ValueError) as reason:
        raise BadInput(
            "file.broken",
            what=_("the spreadsheet cannot be opened"),
            where=path.name,
            why=str(reason),
            remedy=_("save it again as XLSX"),
        ) from None
    filled = [(name, rows) for name, rows in read if any(any(cell != "" for cell in row) for row in rows)]
    if not filled:
        raise BadInput("file.empty", what=_("the spreadsheet is empty"), where=path.name, remedy=_("export it again"))
    for name, rows in filled:
        texts = [[cell_text(cell) for cell in row] for row in rows]
        tops = tuple(tuple(cell or "" for cell in row) for row in texts[:TITLE_ROWS])
        yield name, tops, _table(texts)


def _table(rows: list[list[str | None]]) -> pa.Table:
    width = max(len(row) for row in rows)
    columns = [
        pa.array([row[place] if place < len(row) else None for row in rows], pa.string()) for place in range(width)
    ]
    return pa.table(dict(zip((f"c{place}" for place in range(width)), columns, strict=True)))


def cell_text(cell: object) -> str | None:
    """A cell as text: numbers with the fewest digits that tell them apart, dates as ISO, whole numbers without `.0`."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    text = str(cell)
    return text.removesuffix(".0") if not isinstance(cell, str) else text
