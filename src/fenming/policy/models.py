"""What a pack writer may write: one model per kind of file; the editors' JSON Schema comes from here."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

Kind = Literal["amount", "rate", "count", "tiers", "split", "table", "choice"]
Level = Literal["national", "province", "city", "county"]
GradeWord = Literal["original", "summary", "reported", "named_only", "assumed"]
LEVELS: tuple[Level, ...] = ("national", "province", "city", "county")
Sentence = Annotated[str, Field(min_length=1)]

SCALAR: dict[str, Any] = {"type": ["string", "integer"]}
TIER: dict[str, Any] = {
    "type": "object",
    "properties": {"above": {"type": "string"}, "rate": {"type": "string"}},
    "required": ["above", "rate"],
    "additionalProperties": False,
}
BY_KEY: dict[str, Any] = {"type": "object", "additionalProperties": SCALAR}
ANY_VALUE: dict[str, Any] = {
    "description": "As the document writes it: 1050 元, 99%, 47 组, {county: 6, town: 3}, [{above: 0%, rate: 40%}]; null when unseen.",
    "anyOf": [SCALAR, {"type": "null"}, BY_KEY, {"type": "array", "items": TIER}],
}
TIER_UNIT: dict[str, Any] = {
    "type": "object",
    "properties": {"above": {"type": "string"}, "rate": {"type": "string"}},
    "required": ["above", "rate"],
    "additionalProperties": False,
}
Value = Annotated[Any, WithJsonSchema(ANY_VALUE)]
Unit = Annotated[Any, WithJsonSchema({"anyOf": [{"type": "string"}, TIER_UNIT]})]
Inputs = Annotated[
    dict[str, Any], WithJsonSchema({"type": "object", "additionalProperties": {"anyOf": [SCALAR, BY_KEY]}})
]
Expected = Annotated[Any, WithJsonSchema({"anyOf": [SCALAR, BY_KEY]})]


class Strict(BaseModel):
    """No unknown keys, no silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class LabelText(Strict):
    """A name in both languages."""

    label: Sentence
    label_en: Sentence


class CiteText(Strict):
    """Where the value is written: an id from documents.yaml, the clause, a few deciding words."""

    document: Sentence
    clause: Sentence
    quote: str = ""


class VersionText(Strict):
    """One value with the days it holds: from `from` up to but not including `to`."""

    from_: date = Field(alias="from")
    to: date | None = None
    value: Value
    cite: CiteText
    checked_on: date
    open_question: str | None = None
    settled_by: list[Sentence] = Field(default_factory=list)


class ExampleText(Strict):
    """A worked case: the verb's other inputs and what must come out."""

    name: Sentence
    verb: str | None = None
    on: date | None = None
    given: Inputs
    expect: Expected


class ParameterText(Strict):
    """One parameter file."""

    label: Sentence
    label_en: Sentence
    meaning: Sentence
    kind: Kind
    of: Literal["amount", "rate", "count"] | None = None
    unit: Unit = None
    set_by: list[Level] = Field(min_length=1)
    options: dict[str, LabelText] = Field(default_factory=dict)
    reading: str | None = None
    open_question: str | None = None
    settled_by: list[Sentence] = Field(default_factory=list)
    versions: list[VersionText] = Field(min_length=1)
    examples: list[ExampleText] = Field(default_factory=list)


class DocumentText(Strict):
    """One source in documents.yaml; what was never seen about it stays null."""

    title: Sentence
    number: str | None = None
    issuer: str | None = None
    published_on: date | None = None
    url: str | None = None
    grade: GradeWord
    note: str = ""


class PackText(Strict):
    """pack.yaml: what the folder is."""

    label: Sentence
    label_en: Sentence
    level: Level
    note: str = ""
