"""The JSON Schema of a parameter file, for editors that check while one types."""

import json
from typing import Any

from fenming.policy.models import ParameterText


def json_schema() -> dict[str, Any]:
    """Generated from the models; a test says that the copy beside the packs is current."""
    schema = ParameterText.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Fenming policy parameter"}


def json_schema_text() -> str:
    """The schema as the file beside the packs holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
