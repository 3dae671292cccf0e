"""The JSON Schemas of pack files, for editors that check while one types."""

import json
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from fenming.policy.card_models import CardText, SchemeText
from fenming.policy.case_models import CaseText
from fenming.policy.codes import CITE, WORDS, state_words
from fenming.policy.models import CiteText, ParameterText

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of a parameter file, generated from the models."""
    schema = ParameterText.model_json_schema(by_alias=True)
    return {"$schema": DRAFT, **schema, "title": "Fenming policy parameter"}


def cases_schema() -> dict[str, Any]:
    """The schema of a file of bill examples."""
    schema = TypeAdapter(list[CaseText]).json_schema(by_alias=True)
    return {"$schema": DRAFT, **schema, "title": "Fenming bill examples"}


def card_schema() -> dict[str, Any]:
    """The schema of an indicator's card."""
    return {"$schema": DRAFT, **CardText.model_json_schema(by_alias=True), "title": "Fenming indicator card"}


def scheme_schema() -> dict[str, Any]:
    """The schema of an assessment's scheme."""
    return {"$schema": DRAFT, **SchemeText.model_json_schema(by_alias=True), "title": "Fenming assessment scheme"}


def codes_schema() -> dict[str, Any]:
    """The schema of codes.yaml: sections of codes, each with a word there is or null."""
    cite = CiteText.model_json_schema()
    return {
        "$schema": DRAFT,
        "title": "Fenming codes",
        "type": "object",
        "additionalProperties": False,
        "properties": {section: _section(section, cite) for section in WORDS},
    }


def _section(section: str, cite: dict[str, Any]) -> dict[str, Any]:
    words = state_words() if section == "accumulator" else WORDS[section]
    word = {"type": ["string", "null"]} if words is None else {"enum": [*words, None]}
    return {"type": "object", "properties": {CITE: cite}, "additionalProperties": word}


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "parameter.schema.json": json_schema,
    "examples.schema.json": cases_schema,
    "codes.schema.json": codes_schema,
    "indicator.schema.json": card_schema,
    "scheme.schema.json": scheme_schema,
}


def schema_text(name: str) -> str:
    """The schema as the file `name` beside the packs holds it; a test says that it is current."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"
