"""Schemes: who is assessed by which indicators, with which weights, methods and targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fenming.kernel import BadInput, Citation, Figure, Finding, Period, Reading
from fenming.kernel.language import _
from fenming.policy.card_models import SchemeText
from fenming.policy.cards import Card
from fenming.policy.models import DocumentText
from fenming.policy.parameter import citation_of, placed, unresolved
from fenming.policy.scheme_items import TERM_LABELS, TERM_UNITS, SchemeItem, read_item
from fenming.policy.yaml_text import Text

FOLDER = "schemes"
WHOLE_WEIGHT = 1_000_000  # a hundred points


@dataclass(frozen=True, slots=True)
class SchemeDraft:
    """A scheme file whose keys fit, before its values are read."""

    name: str
    region: str
    file: Text
    text: SchemeText


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """One assessment as the nearest pack writes it; its items by their ids, in the order of the file."""

    scheme_id: str
    region: str
    text: SchemeText
    period: Period
    items: Mapping[str, SchemeItem]
    citation: Citation
    settled_by: tuple[str, ...]
    file: Text

    @property
    def label(self) -> str:
        return self.text.label

    @property
    def label_en(self) -> str:
        return self.text.label_en

    @property
    def assesses(self) -> str:
        return self.text.assesses

    @property
    def feeds(self) -> str:
        """The table settlement reads, or nothing."""
        return self.text.feeds or ""

    @property
    def is_quarterly(self) -> bool:
        return self.text.period == "quarter"

    def item(self, item_id: str) -> SchemeItem:
        """The item called `item_id`. Raises KeyError: which items there are is the scheme's own matter."""
        return self.items[item_id]

    def weight(self, item_id: str) -> Figure:
        """The weight of an item in ppm of a hundred points, with the scheme's clause."""
        return self.term(item_id, "weight")

    def target(self, item_id: str) -> Figure:
        """The target of an item in the unit of its card. Raises KeyError where its method has none."""
        return self.term(item_id, "target")

    def term(self, item_id: str, key: str) -> Figure:
        """What the file says at `key` of an item: weight, target, step, points, floor, veto_at, low, high, bands.

        Weight, points, floor are ppm of a hundred points; target, step, low, high in the unit of the card; bands hold
        `places` (ppm of those ranked) and `points` (ppm of the weight). Raises KeyError where the method has no such key.
        """
        item = self.items[item_id]
        label, label_en = TERM_LABELS[key]
        chosen, question = self.text.reading or "", self.text.open_question or ""
        return Figure(
            f"schemes.{self.scheme_id}.{item_id}.{key}",
            item.terms[key],
            TERM_UNITS.get(key, item.unit),
            "parameter",
            f"{self.label}·{item.label}·{label}",
            f"{self.label_en}: {item.label_en}: {label_en}",
            cite=self.citation,
            reading=Reading(chosen, question) if chosen or question else None,
            written=item.written[key],
        )


def read_scheme(
    draft: SchemeDraft, cards: Mapping[str, Card], documents: Mapping[str, DocumentText], findings: list[Finding]
) -> Scheme | None:
    """The scheme with its items parsed; None, with findings, where anything of it cannot be used."""
    text, file, before = draft.text, draft.file, len(findings)
    citation = citation_of(text.cite, file.where("cite", "document"), documents, findings)
    findings.extend(
        unresolved(key, file.where("settled_by"), documents) for key in text.settled_by if key not in documents
    )
    items: dict[str, SchemeItem] = {}
    for position in range(len(text.items)):
        item = read_item(file, text, position, cards, findings)
        if item is not None and item.item_id in items:
            findings.append(_twice(item, items[item.item_id]))
        elif item is not None:
            items[item.item_id] = item
    try:
        period = Period(text.from_, text.to)
    except BadInput as problem:
        findings.extend(placed(problem, file.where("to")))
        return None
    if len(findings) == before and (weight := sum(item.weight_ppm for item in items.values())) != WHOLE_WEIGHT:
        findings.append(_weights(draft, weight))
    if citation is None or len(findings) > before:
        return None
    settled_by = tuple(documents[key].title for key in text.settled_by)
    named = MappingProxyType(items)
    return Scheme(draft.name, draft.region, text, period, named, citation, settled_by, file)


def _twice(item: SchemeItem, first: SchemeItem) -> Finding:
    return Finding(
        "policy.duplicate_item",
        _("the item '{item}' stands twice in the scheme").format(item=item.item_id),
        item.where,
        _("it already stands at {where}; scores are kept by the item's id, and one would be lost").format(
            where=first.where
        ),
        _("give one of them another `id`, or remove it"),
    )


def _weights(draft: SchemeDraft, weight: int) -> Finding:
    points, part = divmod(weight, 10_000)
    shown = f"{points}.{part:04d}".rstrip("0").rstrip(".")
    return Finding(
        "policy.weights_sum",
        _("the weights of the scheme sum to {points} points").format(points=shown),
        draft.file.where("items"),
        _("scores are read as points of a hundred, so the items must share exactly 100"),
        _("correct the weights until they sum to 100 分"),
    )


def overriding(upper: Scheme | SchemeDraft, draft: SchemeDraft, level: str | None) -> list[Finding]:
    """A finding where the folder above does not let this folder's level set the scheme."""
    if level is None or level in upper.text.set_by:
        return []
    return [
        Finding(
            "policy.not_delegated",
            _("{region} may not set {name}").format(region=draft.region, name=f"{FOLDER}.{draft.name}"),
            draft.file.where("set_by"),
            _("{upper} lets only these levels set it: {levels}; this folder's level is {level}").format(
                upper=upper.file.where("set_by"), levels=", ".join(upper.text.set_by), level=level
            ),
            _("remove this file, or correct `set_by` above if the document delegates it"),
        )
    ]
