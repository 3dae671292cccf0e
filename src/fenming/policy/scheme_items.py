"""One scored line of a scheme: what its method needs, as whole numbers, and what contradicts its card."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from fenming.kernel import PPM, BadInput, Finding
from fenming.kernel.language import _
from fenming.policy.card_models import ItemText, SchemeText
from fenming.policy.cards import Card
from fenming.policy.parameter import placed
from fenming.policy.shown_as import parse_points, parse_shown, whole
from fenming.policy.written import rate, show
from fenming.policy.yaml_text import Text

NEEDS: Mapping[str, tuple[str, ...]] = {
    "met": ("target",),
    "proportional": ("target",),
    "deduction": ("target", "step", "points"),
    "sample": ("item_id", "veto_at"),
    "spread": (),
    "bands": ("bands",),
    "interval": ("low", "high"),
}
MAY: Mapping[str, tuple[str, ...]] = {"deduction": ("floor",)}
KEYS = ("target", "step", "points", "floor", "item_id", "veto_at", "bands", "low", "high")
TERM_UNITS = {"weight": "ppm", "points": "ppm", "floor": "ppm", "veto_at": "count", "item_id": "text", "bands": "bands"}
TERM_LABELS = {
    "weight": ("权重", "weight"),
    "target": ("目标值", "target"),
    "step": ("扣分步长", "step of deduction"),
    "points": ("每步扣分", "points off for each step"),
    "floor": ("最低得分", "least score"),
    "item_id": ("抽查项目", "item checked by sample"),
    "veto_at": ("一票否决数", "untrue ones that veto"),
    "bands": ("名次档次", "bands of places"),
    "low": ("区间下限", "lower end"),
    "high": ("区间上限", "upper end"),
}
COARSENESS = {"unit": 0, "township": 1, "institution": 1, "lead": 2, "consortium": 2, "county": 3}


@dataclass(frozen=True, slots=True, eq=False)
class SchemeItem:
    """An item as scored; `terms` are whole numbers by the keys of the file, `written` is how the file writes them."""

    item_id: str
    indicator: str
    method: str
    terms: Mapping[str, Any]
    written: Mapping[str, str]
    unit: str
    label: str
    label_en: str
    area: str
    first_level: str
    first_level_en: str
    where: str

    @property
    def weight_ppm(self) -> int:
        """Ppm of a hundred points."""
        weight: int = self.terms["weight"]
        return weight

    @property
    def target(self) -> int | None:
        """In the unit of the card; None where the method knows none."""
        return self.terms.get("target")


def read_item(
    file: Text, scheme: SchemeText, position: int, cards: Mapping[str, Card], findings: list[Finding]
) -> SchemeItem | None:
    """The item at `position`, or None and findings where it cannot be scored."""
    text, place, before = scheme.items[position], ("items", position), len(findings)
    findings.extend(_keys(file, text, place))
    card = cards.get(text.indicator)
    if card is None:
        findings.append(_unknown(file.where(*place, "indicator"), text.indicator, cards))
        return None
    findings.extend(_against_card(file, scheme, text, place, card))
    terms = dict(_terms(file, text, place, card, findings))
    findings.extend(_beyond(file, text, place, terms))
    if len(findings) > before:
        return None
    data = file.data["items"][position]
    return SchemeItem(
        text.id or text.indicator,
        text.indicator,
        text.method,
        terms,
        {key: _shown(data[key]) for key in terms},
        card.unit,
        card.label,
        card.label_en,
        text.area or "",
        text.first_level or "",
        text.first_level_en or "",
        file.where(*place),
    )


def _shown(written: Any) -> str:
    if isinstance(written, list):
        return "; ".join(f"{band['places']}: {band['points']}" for band in written)
    return show(written)


def _keys(file: Text, text: ItemText, place: tuple[str | int, ...]) -> Iterator[Finding]:
    needs, may = NEEDS[text.method], MAY.get(text.method, ())
    for key in KEYS:
        given = getattr(text, key) is not None
        if key in needs and not given:
            yield Finding(
                "policy.missing_key",
                _("the method {method} needs '{key}'").format(method=text.method, key=key),
                file.where(*place, "method"),
                _("without it the item cannot be scored"),
                _("add '{key}'").format(key=key),
            )
        if given and key not in (*needs, *may):
            yield Finding(
                "policy.unknown_key",
                _("the method {method} does not use '{key}'").format(method=text.method, key=key),
                file.where(*place, key),
                _("it would be ignored silently"),
                _("remove it, or choose another method; {method} uses: {known}").format(
                    method=text.method, known=", ".join((*needs, *may)) or "–"
                ),
            )
    if (text.first_level is None) != (text.first_level_en is None):
        yield Finding(
            "policy.missing_key",
            _("'first_level' and 'first_level_en' belong together"),
            file.where(*place),
            _("reports name it in Chinese and English"),
            _("write both"),
        )


def _unknown(where: str, indicator: str, cards: Mapping[str, Card]) -> Finding:
    near = get_close_matches(indicator, cards, 1)
    return Finding(
        "policy.unknown_indicator",
        _("there is no indicator '{indicator}'").format(indicator=indicator),
        where,
        _("indicators are the files of indicators/ in this pack or one above it"),
        _("did you mean '{key}'?").format(key=near[0])
        if near
        else _("write indicators/{indicator}.yaml, or use one of: {known}").format(
            indicator=indicator, known=", ".join(list(cards)[:20]) or "–"
        ),
    )


def _against_card(
    file: Text, scheme: SchemeText, text: ItemText, place: tuple[str | int, ...], card: Card
) -> Iterator[Finding]:
    where = file.where(*place, "indicator")
    if not card.is_measured:
        yield Finding(
            "policy.evidence_only",
            _("{indicator} is shown by evidence and has no value").format(indicator=text.indicator),
            where,
            _("no method could score it"),
            _("take an indicator with a verb, or give this card one"),
        )
    if COARSENESS[scheme.assesses] < COARSENESS[card.text.grain]:
        yield Finding(
            "policy.grain",
            _("{indicator} is not meaningful for a {party}").format(indicator=text.indicator, party=scheme.assesses),
            where,
            _("its card says that the finest party it is meaningful for is: {grain}").format(grain=card.text.grain),
            _("take an indicator of a finer grain"),
        )
    if scheme.period == "quarter" and card.text.period == "year":
        yield Finding(
            "policy.period",
            _("{indicator} is known by the year, and the scheme scores quarters").format(indicator=text.indicator),
            where,
            _("no quarter would ever have a value"),
            _("take a quarterly indicator, or let the scheme score the year"),
        )


def _terms(
    file: Text, text: ItemText, place: tuple[str | int, ...], card: Card, findings: list[Finding]
) -> Iterator[tuple[str, Any]]:
    for key in ("weight", *KEYS):
        written = getattr(text, key)
        if written is None:
            continue
        try:
            yield key, _term(key, written, card)
        except BadInput as problem:
            findings.extend(placed(problem, file.where(*place, key)))


def _term(key: str, written: Any, card: Card) -> Any:
    reading: Callable[[Any], Any] | None = READINGS.get(key)
    return reading(written) if reading else parse_shown(card.text.shown_as, written)


def _bands(bands: Any) -> tuple[dict[str, int], ...]:
    return tuple({"places": rate(band.places), "points": rate(band.points)} for band in bands)


READINGS: Mapping[str, Callable[[Any], Any]] = {
    "weight": parse_points,
    "points": parse_points,
    "floor": parse_points,
    "item_id": str,
    "veto_at": whole,
    "bands": _bands,
}


def _beyond(file: Text, text: ItemText, place: tuple[str | int, ...], terms: Mapping[str, Any]) -> Iterator[Finding]:
    """Terms that are numbers and yet score nothing sensible."""
    above_nothing = ("weight", "step", "points", "veto_at", *(("target",) if text.method == "proportional" else ()))
    for key in above_nothing:
        if key in terms and terms[key] <= 0:
            yield _no_sense(file.where(*place, key), key, getattr(text, key), _("more than nothing"))
    if "floor" in terms and not 0 <= terms["floor"] <= terms.get("weight", PPM):
        yield _no_sense(file.where(*place, "floor"), "floor", text.floor, _("from 0 分 up to the weight"))
    if {"low", "high"} <= set(terms) and not 0 <= terms["low"] <= terms["high"]:
        yield _no_sense(file.where(*place, "low"), "low", text.low, _("not below nothing and not above `high`"))
    bands = terms.get("bands", ())
    places = [band["places"] for band in bands]
    if bands and (min(places) <= 0 or sum(places) > PPM):
        yield _no_sense(file.where(*place, "bands"), "bands", _shown_bands(text), _("places that make at most 100%"))
    if any(not 0 <= band["points"] <= PPM for band in bands):
        yield _no_sense(file.where(*place, "bands"), "bands", _shown_bands(text), _("points from 0% to 100%"))


def _shown_bands(text: ItemText) -> str:
    return "; ".join(f"{band.places}: {band.points}" for band in text.bands or ())


def _no_sense(where: str, key: str, written: Any, expected: str) -> Finding:
    return Finding(
        "policy.bad_value",
        _("'{value}' cannot stand at '{key}'").format(value=written, key=key),
        where,
        _("expected: {expected}").format(expected=expected),
        _("correct it after the document"),
    )
