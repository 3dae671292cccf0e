"""A share in a few words: what it is called and how it came about."""

from fenming.kernel import Figure
from fenming.kernel.language import _, language
from fenming.reports.wording import label_of, number_text


def share_words(figure: Figure, *, with_unit: bool = True) -> str:
    """The figure's label; without its first word, which names the unit or consortium, unless `with_unit`."""
    separator = "·" if language() == "zh" else ": "
    words = label_of(figure).split(separator)
    return separator.join(words if with_unit or len(words) == 1 else words[1:])


def share_rule(figure: Figure, *, is_one: bool = True) -> str:
    """How the amount came about: `{whole} × 7/10`, own heads among all heads, a score; amounts only where `is_one`."""
    makers = {"split": _split, "equal": _equal, "scored_quarters": _scored, "met_items": _met, "negative": _given_up}
    maker = makers.get(figure.verb)
    return maker(figure, is_one) if maker else ""


def _last(figure: Figure) -> str:
    separator = "·" if language() == "zh" else ": "
    return label_of(figure).rpartition(separator)[2]


def _whole(figure: Figure, *, is_one: bool) -> str:
    whole = figure.inputs["whole"]
    separator = "·" if language() == "zh" else ": "
    said = separator.join(label_of(whole).split(separator)[-2:])
    return f"{said} {number_text(whole.value, whole.unit)}" if is_one else said


def _split(figure: Figure, is_one: bool) -> str:
    weights = figure.inputs["weights"]
    whole, own, total = _whole(figure, is_one=is_one), weights.value[figure.pick], sum(weights.value.values())
    if weights.verb == "parameter":
        return f"{whole} × {own}/{total}"
    if not is_one:
        return _("{whole} by {weights}").format(whole=whole, weights=_last(weights))
    return _("{whole} × {own} of {total} ({weights})").format(
        whole=whole, own=f"{own:,}", total=f"{total:,}", weights=_last(weights)
    )


def _equal(figure: Figure, is_one: bool) -> str:
    count = len(figure.inputs["parties"].value)
    return _("{whole} in {count} equal parts").format(whole=_whole(figure, is_one=is_one), count=count)


def _scored(figure: Figure, is_one: bool) -> str:
    return _("{whole} by quarter, each times its score").format(whole=_whole(figure, is_one=is_one))


def _met(figure: Figure, is_one: bool) -> str:
    met = figure.inputs["met"].value
    if not is_one:
        return _("{whole}, paid for the items met").format(whole=_whole(figure, is_one=False))
    counted = {"met": sum(map(bool, met.values())), "all": len(met)}
    return _("{whole}, {met} of {all} items met").format(whole=_whole(figure, is_one=True), **counted)


def _given_up(figure: Figure, is_one: bool) -> str:
    amount = figure.inputs["amount"]
    return _("− {amount}").format(amount=_last(amount)) if is_one else ""
