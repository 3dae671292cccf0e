"""How an indicator's value is written and shown, and the whole number behind it."""

import re
from typing import Any

from fenming.kernel import PPM, BadInput, parse_yuan
from fenming.kernel.language import _
from fenming.policy.written import WHOLE, rate, without_unit

UNIT = {"percent": "ppm", "per_ten_thousand": "ppm", "ratio": "ppm", "yuan": "fen", "count": "count"}
EXAMPLE = {
    "percent": "85%, 5‰",
    "per_ten_thousand": "1.37/万",
    "ratio": "1.5 倍, 12 人次, 85%",
    "yuan": "12000 元, 1.2 万元",
    "count": "47, 47 人",
}
DECIMAL = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d[\d,]*)(?:\.(?P<part>\d+))?\s*(?P<unit>\D*)")
POINT = 10_000  # ppm of a hundred points
POINTS = "分"
EACH = {"/万": 100, "每万": 100, "倍": PPM, "人次": PPM}  # ppm in one
AMOUNT = re.compile(r"[+-]?\d[\d,.]*\s*(?:元|万元|万|亿元|亿)")


def unit_shown(shown_as: str) -> str:
    """ppm, fen or count."""
    return UNIT[shown_as]


def parse_shown(shown_as: str, written: Any) -> int:
    """`written` as a whole number of the unit of `shown_as`: ppm for shares and ratios, fen, or a count. Raises BadInput."""
    if shown_as == "yuan" and isinstance(written, str) and AMOUNT.fullmatch(written.strip()):
        return parse_yuan(written)
    if shown_as == "count" and isinstance(written, str | int) and not isinstance(written, bool):
        return whole(written)
    if shown_as == "percent":
        return rate(written)
    if shown_as in ("per_ten_thousand", "ratio") and isinstance(written, str):
        return rate(written) if written.strip()[-1:] in ("%", "‰") else _scaled(written, EACH, EXAMPLE[shown_as])
    raise without_unit(written, EXAMPLE[shown_as])


def parse_points(written: Any) -> int:
    """Ppm of a hundred points in `10 分`: a point is 10,000. Raises BadInput."""
    if not isinstance(written, str):
        raise without_unit(written, "10 分")
    return _scaled(written, {POINTS: POINT}, "10 分")


def whole(written: Any) -> int:
    """A whole number, bare or with a word after it: `3`, `3 份`. Raises BadInput."""
    found = WHOLE.fullmatch(str(written))
    if found is None:
        raise without_unit(written, "47, 47 人")
    return int(found["number"].replace(",", ""))


def _scaled(written: str, units: dict[str, int], example: str) -> int:
    found = DECIMAL.fullmatch(written.strip())
    if found is None or found["unit"].strip() not in units:
        raise without_unit(written, example)
    factor, part = units[found["unit"].strip()], found["part"] or ""
    digits = int(found["whole"].replace(",", "") + part) * factor
    scaled, left = divmod(digits, int(10 ** len(part)))
    if left:
        raise BadInput(
            "amount.too_fine",
            what=_("'{text}' is finer than Fenming counts").format(text=written),
            remedy=_("give whole fen for money and whole parts per million for rates"),
        )
    return -scaled if found["sign"] == "-" else scaled
