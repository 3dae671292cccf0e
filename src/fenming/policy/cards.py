"""Indicator cards: what is measured, from which measures, how it is shown, and between what it is to be expected."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fenming.kernel import BadInput, Citation, Finding
from fenming.kernel.language import _
from fenming.policy.card_models import CardText
from fenming.policy.models import DocumentText
from fenming.policy.parameter import citation_of, placed, unresolved
from fenming.policy.shown_as import parse_shown, unit_shown
from fenming.policy.yaml_text import Text

FOLDER = "indicators"
MEASURE = re.compile(r"[a-z][a-z0-9_]{2,}(?:\.[A-Za-z0-9_]+)?")
CREDIBLE = "ratio"  # the verb whose part and whole are a count of persons out of a count of persons


@dataclass(frozen=True, slots=True)
class Measured:
    """One input of a card's verb: measures that are added, a policy parameter (`key`: one cell of it), or one measure for each key."""

    measures: tuple[str, ...] = ()
    policy: str = ""
    key: str = ""
    by: Mapping[str, str] | None = None

    @property
    def all_measures(self) -> tuple[str, ...]:
        """Every measure this input reads."""
        return self.measures or tuple((self.by or {}).values())


@dataclass(frozen=True, slots=True)
class Published:
    """A printed value of the indicator, in the unit of its card."""

    value: int
    what: str
    what_en: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Plausible:
    """Between what the value is to be expected, in the unit of its card, and why."""

    low: int
    high: int
    basis: str


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """One indicator of a pack; `inputs` are keyed by the verb's own parameter names, empty where evidence is asked for instead."""

    indicator_id: str
    region: str
    text: CardText
    inputs: Mapping[str, Measured]
    plausible: Plausible | None
    published: tuple[Published, ...]
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
    def verb(self) -> str:
        return self.text.verb or ""

    @property
    def unit(self) -> str:
        """ppm, fen or count, by how the value is shown."""
        return unit_shown(self.text.shown_as)

    @property
    def is_measured(self) -> bool:
        """Whether a number is worked out; otherwise evidence is asked for."""
        return self.text.verb is not None

    @property
    def is_credible(self) -> bool:
        """Whether small numbers are pulled towards the county's value before they are scored."""
        return self.text.small_numbers == "credible"

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure the card reads, each once."""
        return tuple(dict.fromkeys(one for measured in self.inputs.values() for one in measured.all_measures))

    @property
    def next_review(self) -> date:
        return self.text.next_review


@dataclass(frozen=True, slots=True)
class CardDraft:
    """A card file whose keys fit, before its values are read."""

    name: str
    region: str
    file: Text
    text: CardText


def read_card(draft: CardDraft, documents: Mapping[str, DocumentText], findings: list[Finding]) -> Card | None:
    """The card with its values parsed; None, with findings, where it has no citation or inputs that cannot be read."""
    text, file = draft.text, draft.file
    findings.extend(_contradictions(draft))
    findings.extend(
        unresolved(key, file.where("settled_by"), documents) for key in text.settled_by if key not in documents
    )
    citation = citation_of(text.cite, file.where("cite", "document"), documents, findings)
    inputs = {role: _measured(draft, role, findings) for role in text.inputs}
    plausible = _plausible(draft, findings)
    published = tuple(_published(draft, documents, findings))
    settled_by = tuple(documents[key].title for key in text.settled_by if key in documents)
    read = {role: measured for role, measured in inputs.items() if measured is not None}
    if citation is None:
        return None
    return Card(draft.name, draft.region, text, read, plausible, published, citation, settled_by, file)


def _measured(draft: CardDraft, role: str, findings: list[Finding]) -> Measured | None:
    written: Any = draft.text.inputs[role]
    found = _forms(written)
    if found is not None and all(MEASURE.fullmatch(one) for one in found.all_measures):
        return found
    findings.append(
        Finding(
            "policy.bad_value",
            _("'{value}' is no input of an indicator").format(value=written),
            draft.file.where("inputs", role),
            _("expected: {expected}").format(
                expected=_(
                    "a measure, a list of measures, {policy: a.parameter, key: a key of it} or {by: {key: measure}}"
                )
            ),
            _(
                "measures are named in small letters, digits and underscores, with one word after a dot where they have one"
            ),
        )
    )
    return None


def _forms(written: Any) -> Measured | None:
    match written:
        case str():
            return Measured((written,))
        case [*several] if several and all(isinstance(one, str) for one in several):
            return Measured(tuple(several))
        case {"policy": str() as name, **rest} if not rest:
            return Measured(policy=name)
        case {"policy": str() as name, "key": str() as key, **rest} if not rest:
            return Measured(policy=name, key=key)
        case {"by": {**by}, **rest} if by and not rest and all(isinstance(one, str) for one in by.values()):
            return Measured(by={str(key): str(one) for key, one in by.items()})
    return None


def _plausible(draft: CardDraft, findings: list[Finding]) -> Plausible | None:
    band = draft.text.plausible
    if band is None:
        return None
    low = read_shown(draft, band.low, ("plausible", "low"), findings)
    high = read_shown(draft, band.high, ("plausible", "high"), findings)
    if low is None or high is None:
        return None
    if low > high:
        findings.append(
            Finding(
                "policy.plausible_order",
                _("the plausible band from {low} to {high} holds nothing").format(low=band.low, high=band.high),
                draft.file.where("plausible"),
                _("every value would be called implausible"),
                _("write the smaller value at `low`"),
            )
        )
    return Plausible(low, high, band.basis)


def _published(draft: CardDraft, documents: Mapping[str, DocumentText], findings: list[Finding]) -> Iterator[Published]:
    for position, one in enumerate(draft.text.published):
        place = ("published", position)
        citation = citation_of(one.cite, draft.file.where(*place, "cite", "document"), documents, findings)
        value = read_shown(draft, one.value, (*place, "value"), findings)
        if citation is not None and value is not None:
            yield Published(value, one.what, one.what_en, citation)


def read_shown(draft: CardDraft, written: Any, place: tuple[str | int, ...], findings: list[Finding]) -> int | None:
    """The value at `place` in the unit of the card, or None and a finding."""
    try:
        return parse_shown(draft.text.shown_as, written)
    except BadInput as problem:
        findings.extend(placed(problem, draft.file.where(*place)))
        return None


def _contradictions(draft: CardDraft) -> Iterator[Finding]:
    text, file = draft.text, draft.file
    if text.next_review < text.checked_on:
        yield Finding(
            "policy.review_before_check",
            _("the next review ({review}) is before the day of the last check ({checked})").format(
                review=text.next_review, checked=text.checked_on
            ),
            file.where("next_review"),
            _("nobody could keep that day any more"),
            _("write a later day at `next_review`"),
        )
    if bool(text.evidence) == (text.verb is not None) or bool(text.inputs) != (text.verb is not None):
        yield Finding(
            "policy.card_measures",
            _("the card must say either a verb with its inputs or which evidence is asked for"),
            file.where("verb" if text.verb is not None else "evidence"),
            _("an indicator is either worked out or shown by evidence"),
            _("write `verb` and `inputs`, or `evidence` with a list of what must be shown"),
        )
    if text.small_numbers == "credible" and text.verb != CREDIBLE:
        yield Finding(
            "policy.credible_needs_ratio",
            _("small numbers cannot be made credible with the verb {verb}").format(verb=text.verb),
            file.where("small_numbers"),
            _("the rule weighs a count of persons out of a count of persons, so it needs the verb ratio"),
            _("write `small_numbers: as_counted`"),
        )
