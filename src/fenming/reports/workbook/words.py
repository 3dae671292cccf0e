"""What rules and units are called in tables, in short."""

import re

from fenming.kernel import Figure
from fenming.kernel.language import _, language
from fenming.reports.wording import label_of


def unit_word(unit: str) -> str:
    """The unit as tables write it."""
    words = {
        "fen": _("yuan"),
        "ppm": "",
        "person": _("persons"),
        "unit": _("units"),
        "place": _("place"),
        "flag": _("yes or no"),
        "weight": _("parts"),
        "split": _("parts"),
        "choice": _("choice"),
        "count": _("count"),
        "micro_point": _("points"),
        "micro_yuan": _("yuan"),
        "micro_month": _("months"),
    }
    return words.get(unit, unit)


def rule_in_short(figure: Figure) -> str:
    """What the figure is made of, in one line."""
    sentence = _sentences().get(figure.verb, "")
    words = {role: _short(lower) for role, lower in figure.inputs.items()}
    if figure.verb in ("total", "collected"):
        return _sum_of(list(words.values()))
    return re.sub(r"{(\w+)}", lambda found: words.get(found[1], found[1]), sentence)


def _sum_of(parts: list[str]) -> str:
    if not parts:
        return _("nothing to add")
    if len(parts) > 4:
        return _("sum of {count} amounts").format(count=len(parts))
    return " + ".join(parts)


def _short(figure: Figure) -> str:
    separator = "·" if language() == "zh" else ": "
    return label_of(figure).rpartition(separator)[2]


def _sentences() -> dict[str, str]:
    return {
        "share": "{whole} × {rate}",
        "times": "{count} × {amount}",
        "difference": "{whole} − {part}",
        "negative": "−{amount}",
        "excess": _("{amount} − {limit}, not below zero"),
        "cap": _("{amount}, at most {limit}"),
        "floor": _("{amount}, at least {least}"),
        "split": _("{whole} by {weights}, largest remainder"),
        "equal": _("{whole} in equal parts"),
        "corridor": _("{overspend} by tiers of {annual_budget}"),
        "per_head": "{whole} ÷ {heads}",
        "ratio": "{part} ÷ {whole}",
        "point_value": "({fund} + {patients}) ÷ {points}",
        "floored_split": _("{fund} and {patients} by {points}, less {patients}, nobody below zero"),
        "growth": "({spend} ÷ {heads}) ÷ ({spend_before} ÷ {heads_before})",
        "mean_growth": _("mean of {growths}"),
        "slower": _("{growth} below 100% or below {mean}"),
        "comparable": _("can be compared with the year before"),
        "scored_quarters": _("{whole} by quarter, each times its score"),
        "met_items": _("{whole} in equal parts, paid where the target was met"),
        "rank": _("place among {amounts}, the lowest first"),
        "parameter": _("policy"),
        "table": _("rows on file"),
        "calendar": _("calendar"),
    }
