"""Cells of a fund statement read exactly: days, amounts with their unit, printed months."""

import calendar
import re
import unicodedata
from datetime import date

from fenming.kernel import BadInput, parse_yuan
from fenming.kernel.language import _

UNITS = {"元": "元", "yuan": "元", "人民币元": "元", "万元": "万元", "万": "万元", "亿元": "亿元"}
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2}))?日?(?:[T ].*)?月?")
_MINUS = str.maketrans("−－—–", "----")


def plain(text: str) -> str:
    """`text` with full-width letters narrowed and every dash a minus."""
    return unicodedata.normalize("NFKC", text).translate(_MINUS).strip()


def day(text: str, *, is_last: bool) -> date:
    """The day that a cell names; of a bare month its first day, or its last where `is_last`. Raises BadInput."""
    found = _DAY.fullmatch(plain(text).rstrip("月"))
    try:
        year, month, of_month = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
        if not of_month:
            of_month = calendar.monthrange(year, month)[1] if is_last else 1
        return date(year, month, of_month)
    except ValueError:
        raise BadInput(
            "statement.day",
            what=_("'{text}' is no day").format(text=text),
            remedy=_("write it like 2025-03-31 or 2025年3月31日"),
        ) from None


def amount(text: str, unit: str) -> int:
    """Fen in a cell; its own unit goes before `unit`, brackets mean minus. Raises BadInput."""
    written = plain(text).removeprefix("¥")
    if written.startswith("(") and written.endswith(")"):
        written = f"-{written[1:-1]}"
    return parse_yuan(written + unit if written[-1:].isdigit() else written)


def months(text: str) -> tuple[int, int]:
    """Millionths of a month in a printed number of months, and how many decimals it was printed with. Raises BadInput."""
    found = re.fullmatch(r"(-?\d+)(?:\.(\d{1,6}))?(?:个?月|months?)?", plain(text).replace(" ", ""))
    if found is None:
        raise BadInput(
            "statement.months",
            what=_("'{text}' is no number of months").format(text=text),
            remedy=_("write it like 34.72"),
        )
    decimals = found[2] or ""
    whole = int(found[1] + decimals.ljust(6, "0"))
    return whole, len(decimals)
