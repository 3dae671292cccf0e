"""What a pack writer may write in indicators/ and schemes/: an indicator's card, and a scheme that scores by cards."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from fenming.policy.models import CiteText, Level, Sentence, Strict

Grain = Literal["unit", "township", "institution", "consortium", "county"]
Assessed = Literal["unit", "township", "lead", "consortium", "county"]
PeriodWord = Literal["year", "quarter"]
ShownAs = Literal["percent", "per_ten_thousand", "yuan", "count", "ratio"]
Direction = Literal["up", "down", "none"]
SmallNumbers = Literal["credible", "as_counted"]
Method = Literal["met", "proportional", "deduction", "sample", "spread", "bands", "interval"]
Feeds = Literal["process_score", "target_result", "assessment_score"]

WRITTEN: dict[str, Any] = {
    "type": ["string", "integer"],
    "description": "As the document writes it, in the unit of the card: 85%, 1.37/万, 12000 元, 47 项, 1.5 倍.",
}
INPUT: dict[str, Any] = {
    "description": "A measure, measures that are added, {policy: a parameter, key: a cell of its table} or {by: {key: measure}}.",
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {
            "type": "object",
            "properties": {"policy": {"type": "string"}, "key": {"type": "string"}},
            "required": ["policy"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"by": {"type": "object", "additionalProperties": {"type": "string"}}},
            "required": ["by"],
            "additionalProperties": False,
        },
    ],
}
Written = Annotated[Any, WithJsonSchema(WRITTEN)]
InputText = Annotated[Any, WithJsonSchema(INPUT)]


class PlausibleText(Strict):
    """Between what a value is to be expected, and why."""

    low: Written
    high: Written
    basis: Sentence


class PublishedText(Strict):
    """A value that someone printed, to stand beside ours."""

    value: Written
    what: Sentence
    what_en: Sentence
    cite: CiteText


class CardText(Strict):
    """One indicator: how it is worked out, from what, why it matters, and how it could be gamed."""

    label: Sentence
    label_en: Sentence
    meaning: Sentence
    number: Sentence | None = None
    aim: Sentence | None = None
    verb: Sentence | None = None
    inputs: dict[str, InputText] = Field(default_factory=dict)
    evidence: list[Sentence] = Field(default_factory=list)
    grain: Grain
    period: PeriodWord
    shown_as: ShownAs
    direction: Direction
    small_numbers: SmallNumbers
    source: Sentence
    owner: Sentence
    why_it_matters: Sentence
    gaming_risk: Sentence
    plausible: PlausibleText | None = None
    published: list[PublishedText] = Field(default_factory=list)
    cite: CiteText
    open_question: str | None = None
    settled_by: list[Sentence] = Field(default_factory=list)
    checked_on: date
    reviewer: str | None
    next_review: date


class BandText(Strict):
    """The next so many places of a ranking, and the share of the weight they get."""

    places: Written
    points: Written


class ItemText(Strict):
    """One scored line of a scheme: indicator, weight, method, and what that method needs."""

    id: Sentence | None = None
    indicator: Sentence
    weight: Written
    area: Sentence | None = None
    first_level: Sentence | None = None
    first_level_en: Sentence | None = None
    method: Method
    target: Written = None
    step: Written = None
    points: Written = None
    floor: Written = None
    item_id: str | None = None
    veto_at: Written = None
    bands: list[BandText] | None = None
    low: Written = None
    high: Written = None


class SchemeText(Strict):
    """One assessment: whom it assesses, by which items, from when to when."""

    label: Sentence
    label_en: Sentence
    meaning: Sentence
    assesses: Assessed
    feeds: Feeds | None = None
    period: PeriodWord
    missing: Literal["refused", "left_out"]
    set_by: list[Level] = Field(min_length=1)
    reading: str | None = None
    open_question: str | None = None
    settled_by: list[Sentence] = Field(default_factory=list)
    from_: date = Field(alias="from")
    to: date | None = None
    cite: CiteText
    checked_on: date
    items: list[ItemText] = Field(min_length=1)
