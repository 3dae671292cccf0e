"""Small files that people keep by hand, row by row with their lines."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _

Row = dict[str, str]


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """Where each row stands (`file:line`) and its cells without blanks around them; other columns are left out.

    Raises BadInput `drg.columns` when the first line does not name every one of `columns`, and `drg.not_text` when the
    file is no text in UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            _refuse_without(columns, rows.fieldnames or (), path)
            for row in rows:
                yield f"{path.name}:{rows.line_num}", {name: (row[name] or "").strip() for name in columns}
    except UnicodeDecodeError:
        raise BadInput(
            "drg.not_text",
            _("{file} cannot be read as text").format(file=path.name),
            path.name,
            _("it is not a CSV file in UTF-8"),
            _("save it from the spreadsheet as: CSV UTF-8"),
        ) from None


def day(written: str, where: str) -> date | Finding:
    """The day in `2024-05-01`, or what is wrong with it."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return Finding(
            "drg.bad_date",
            _("'{value}' is not a date").format(value=written),
            where,
            _("days are written year-month-day and must exist"),
            _("write it like 2024-01-01"),
        )


def _refuse_without(columns: Sequence[str], named: Sequence[str], path: Path) -> None:
    missing = [name for name in columns if name not in named]
    if missing:
        raise BadInput(
            "drg.columns",
            _("{file} has no column {names}").format(file=path.name, names=", ".join(missing)),
            path.name,
            _("its first line must name the columns"),
            _("let the first line be: {columns}").format(columns=",".join(columns)),
        )
