"""From what a document writes to exact integers: fen, parts per million, counts."""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from fenming.kernel import BadInput, parse_ppm, parse_yuan
from fenming.kernel.language import _
from fenming.policy.models import ParameterText

MONEY = re.compile(r"(?P<money>元|万元|万|亿元|亿)(?:/(?P<per>\S+))?")
NUMBER_WITH_UNIT = re.compile(r"[+-]?\d[\d,.]*\s*(?P<unit>\D.*)?")
WHOLE = re.compile(r"(?P<number>[+-]?\d[\d,]*)\s*(?P<unit>\D.*)?")
ABSENT = "absent"  # a value: the document is known to have no such rule
UNIT_OF = {"amount": "fen", "rate": "ppm", "count": "count"}


def parse(parameter: ParameterText, written: Any) -> Any:
    """`written` as the kind of `parameter` says: int fen, int ppm, int, dict or str. Raises BadInput."""
    return PARSERS[parameter.kind](parameter, written)


def unit_of(parameter: ParameterText) -> str:
    """The unit of the parsed value: fen, ppm or count, or the kind itself where values are structured."""
    return UNIT_OF.get(parameter.of or parameter.kind, parameter.kind)


def show(written: Any) -> str:
    """What stands in the file, on one line."""
    if isinstance(written, Mapping):
        return ", ".join(f"{key}: {value}" for key, value in written.items())
    if isinstance(written, list):
        return "; ".join(
            f">{step.get('above')}: {step.get('rate')}" if isinstance(step, dict) else str(step) for step in written
        )
    return "" if written is None else str(written)


def amount(written: Any, unit: Any) -> int:
    """Fen in `1050 元/人年`; the part after the slash must be that of `unit`."""
    declared = MONEY.fullmatch(unit) if isinstance(unit, str) else None
    if declared is None:
        raise _bad_unit(unit, "元, 元/人年, 万元")
    number = NUMBER_WITH_UNIT.fullmatch(written) if isinstance(written, str) else None
    given = MONEY.fullmatch(number["unit"].strip()) if number and number["unit"] else None
    if given is None:
        raise without_unit(written, "1050 元")
    if given["per"] is not None and given["per"] != declared["per"]:
        raise _other_unit(written, unit)
    return parse_yuan(written.split("/")[0])


def rate(written: Any) -> int:
    """Ppm in `40%` or `5‰`."""
    if not isinstance(written, str) or written.strip()[-1:] not in ("%", "‰"):
        raise without_unit(written, "40%, 5‰")
    return parse_ppm(written)


def count(written: Any, unit: Any) -> int:
    """A whole number, bare or with the declared unit: `47`, `47 组`."""
    if not isinstance(unit, str) or not unit:
        raise _bad_unit(unit, "组, 人, 个月")
    found = WHOLE.fullmatch(str(written)) if isinstance(written, str | int) else None
    if found is None:
        raise _unfit(written, _("a whole number, such as 47 {unit}").format(unit=unit))
    if found["unit"] and found["unit"].strip() != unit:
        raise _other_unit(written, unit)
    return int(found["number"].replace(",", ""))


def cell(kind: str | None, written: Any, unit: Any) -> int:
    """One amount, rate or count."""
    if kind == "rate":
        return rate(written)
    return amount(written, unit) if kind == "amount" else count(written, unit)


def _scalar(parameter: ParameterText, written: Any) -> int:
    return cell(parameter.kind, written, parameter.unit)


def _table(parameter: ParameterText, written: Any) -> dict[str, int]:
    if parameter.of is None:
        raise _unfit(parameter.of, _("`of: amount`, `of: rate` or `of: count`, the type of the table's cells"))
    if not isinstance(written, dict) or not written:
        raise _unfit(written, "{primary: 85%, county: 80%}")
    return {key: cell(parameter.of, value, parameter.unit) for key, value in written.items()}


def _split(_parameter: ParameterText, written: Any) -> dict[str, int]:
    weights = written.values() if isinstance(written, dict) else ()
    if not weights or not all(isinstance(weight, int) for weight in weights):
        raise _unfit(written, _("whole-number weights by party, such as {county: 6, town: 3, village: 1}"))
    if any(weight < 0 for weight in weights) or sum(weights) == 0:
        raise BadInput(
            "policy.split_weights",
            _("the split {value} gives nothing to anyone").format(value=show(written)),
            why=_("weights must not be negative and at least one must be positive"),
            remedy=_("write the weights of the document, such as {county: 6, town: 3, village: 1}"),
        )
    return dict(written)


def _choice(parameter: ParameterText, written: Any) -> str:
    if not isinstance(written, str) or written not in parameter.options:
        raise BadInput(
            "policy.not_an_option",
            _("'{value}' is not one of the options").format(value=show(written)),
            why=_("a choice may only take what `options` lists"),
            remedy=_("use one of: {known}").format(known=", ".join(parameter.options)),
        )
    return str(written)


def _tiers(parameter: ParameterText, written: Any) -> dict[str, Any]:
    if parameter.reading not in ("marginal", "whole"):
        raise BadInput(
            "policy.tiers_reading",
            _("these tiers do not say how they are read"),
            why=_("by band and for the whole amount give different money"),
            remedy=_("add `reading: marginal` or `reading: whole`, and `open_question` if the document does not say"),
        )
    steps = tuple(_step(step, parameter.unit) for step in written) if isinstance(written, list) else ()
    edges = [above for above, _rate in steps]
    if not edges or edges[0] != 0 or any(lower >= upper for lower, upper in pairwise(edges)):
        raise BadInput(
            "policy.tiers_order",
            _("the tiers {value} do not start at 0 and rise").format(value=show(written)),
            why=_("every amount must fall into exactly one tier"),
            remedy=_("begin with `above: 0%` (or `0 元`) and let each `above` be larger than the one before"),
        )
    return {"reading": parameter.reading, "steps": steps}


def _step(step: Any, unit: Any) -> tuple[int, int]:
    if not isinstance(step, dict) or set(step) != {"above", "rate"}:
        raise _unfit(step, "{above: 5%, rate: 30%}")
    if not isinstance(unit, dict) or set(unit) != {"above", "rate"}:
        raise _bad_unit(unit, "{above: 占年度预算总额, rate: 医保基金承担比例}")
    edge = amount(step["above"], unit["above"]) if MONEY.fullmatch(unit["above"]) else rate(step["above"])
    return edge, rate(step["rate"])


PARSERS: dict[str, Callable[[ParameterText, Any], Any]] = {
    "amount": _scalar,
    "rate": _scalar,
    "count": _scalar,
    "table": _table,
    "split": _split,
    "tiers": _tiers,
    "choice": _choice,
}


def _bad_unit(unit: Any, example: str) -> BadInput:
    return BadInput(
        "policy.bad_unit",
        _("'{unit}' is not a unit for this kind").format(unit=unit),
        why=_("the unit says what the number counts, and per what"),
        remedy=_("write `unit:` like one of: {example}").format(example=example),
    )


def without_unit(written: Any, example: str) -> BadInput:
    """A number whose unit is missing or is not one of this kind."""
    return BadInput(
        "policy.bad_unit",
        _("'{value}' has no unit Fenming knows for this kind").format(value=written),
        why=_("a bare number could mean yuan, fen or percent"),
        remedy=_("write it with its unit, as the document does: {example}").format(example=example),
    )


def _other_unit(written: Any, unit: Any) -> BadInput:
    return BadInput(
        "policy.bad_unit",
        _("'{value}' is written in another unit than '{unit}'").format(value=written, unit=unit),
        why=_("value and `unit:` must agree"),
        remedy=_("correct one of them after the document"),
    )


def _unfit(written: Any, expected: str) -> BadInput:
    return BadInput(
        "policy.bad_value",
        _("'{value}' does not fit the kind").format(value=show(written)),
        why=_("expected: {expected}").format(expected=expected),
        remedy=_("see the guide beside the packs, README.md"),
    )
