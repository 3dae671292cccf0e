"""The value of an indicator as its card shows it."""

from fenming.kernel import PPM, format_ppm, format_yuan
from fenming.kernel.language import _


def shown_value(shown_as: str, value: int) -> str:
    """`value` as percent, per ten thousand, yuan, a plain count or a ratio; whole numbers in the unit of the card."""
    if shown_as == "yuan":
        return format_yuan(value)
    if shown_as == "count":
        return f"{value:,}"
    if shown_as == "per_ten_thousand":
        return _("{value} per 10,000").format(value=f"{value // 100:,}.{value % 100:02d}")
    if shown_as == "ratio":
        return f"{value // PPM:,}.{value % PPM // 100:04d}"
    return format_ppm(value)
