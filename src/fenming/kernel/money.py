"""Money is whole fen, rates are whole parts per million; here is the one rounding."""

import re
from decimal import Decimal

from fenming.kernel.compiled import compiled
from fenming.kernel.finding import BadInput
from fenming.kernel.language import _

PPM = 1_000_000
UNITS = {"元": 100, "万元": 1_000_000, "万": 1_000_000, "亿元": 10_000_000_000, "亿": 10_000_000_000}
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")


@compiled
def divide(numerator: int, denominator: int) -> int:
    """Whole quotient of two whole numbers, rounded half away from zero.

    `denominator` must be positive. The only place where Fenming rounds money.
    """
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))


def parse_yuan(text: str) -> int:
    """Fen in an amount as documents write it: `1,050.00 元`, `4,981.40万`, `7.838亿`, or bare yuan.

    Raises BadInput when it is no amount or is finer than one fen.
    """
    return _scaled(text, UNITS, 100, "1050.00 元, 581 万元, 7.838 亿元")


def parse_ppm(text: str) -> int:
    """Parts per million in a rate: `99%`, `5‰`, or a bare share such as `0.99`. Raises BadInput."""
    return _scaled(text, {"%": 10_000, "‰": 1_000}, PPM, "99%, 5‰, 0.99")


def _scaled(text: str, units: dict[str, int], bare: int, example: str) -> int:
    stripped = text.strip()
    number = _NUMBER.match(stripped)
    unit = stripped[number.end() :].strip() if number else stripped
    factor = units.get(unit) if unit else bare
    if number is None or factor is None:
        raise BadInput(
            "amount.unreadable",
            what=_("'{text}' cannot be read as a number").format(text=text),
            remedy=_("write it like one of: {example}").format(example=example),
        )
    exact = Decimal(number.group().replace(",", "")) * factor
    if exact != exact.to_integral_value():
        raise BadInput(
            "amount.too_fine",
            what=_("'{text}' is finer than Fenming counts").format(text=text),
            remedy=_("give whole fen for money and whole parts per million for rates"),
        )
    return int(exact)


def format_yuan(fen: int, unit: str = "元") -> str:
    """`fen` as yuan with thousands separated and every fen kept: 77799031200 → `777,990,312.00`.

    Other units (`万元`, `亿元`) keep all digits too, trailing zeros cut down to two places.
    """
    scale = UNITS[unit]
    whole, part = divmod(abs(fen), scale)
    digits = str(part).zfill(len(str(scale)) - 1)
    digits = digits[:2] + digits[2:].rstrip("0")
    return f"{'−' if fen < 0 else ''}{whole:,}.{digits}"


def format_ppm(ppm: int) -> str:
    """`ppm` as a percentage without loss: 535850 → `53.585%`."""
    sign = "−" if ppm < 0 else ""
    whole, part = divmod(abs(ppm), 10_000)
    decimals = str(part).zfill(4).rstrip("0")
    return f"{sign}{whole}{'.' + decimals if decimals else ''}%"
