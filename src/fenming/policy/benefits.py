"""Which parameters may stand below benefits/, how each may be written, and what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from fenming.policy.models import ParameterText
from fenming.policy.vocabulary import (
    ADMISSIONS,
    CARE_LEVELS,
    CARES,
    CATEGORIES,
    DELIVERIES,
    ITEM_CLASSES,
    PERSONS,
    REFERRALS,
    SCHEMES,
)

LAYERS = ("critical_illness", "large_amount", "civil_servant", "medical_aid", "line")  # folders beside those of cares
SEGMENTS = "segments"
COVERING = ("rate", SEGMENTS, "fixed_amount")
FLOOR_AREAS = ("local", "in_province", "out_of_province")
ANSWERS = {"yes": {"label": "是", "label_en": "yes"}, "no": {"label": "否", "label_en": "no"}}
KEYS: dict[str, tuple[str, ...] | None] = {  # None: words that the pack's codes name
    "level": CARE_LEVELS,
    "referral": REFERRALS,
    "person": PERSONS,
    "category": CATEGORIES,
    "admission": ADMISSIONS,
    "delivery": DELIVERIES,
    "floor_area": FLOOR_AREAS,
    "item_class": ITEM_CLASSES,
    "disease": None,
}


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a parameter: `kind`, and for tables the cells' kind and what the keys are."""

    kind: str
    of: str = ""
    by: str = ""

    @classmethod
    def read(cls, written: str) -> "Form":
        """From `rate by level`, `amount`, `choice`."""
        cells, _by, keys = written.partition(" by ")
        return cls("table", cells, keys) if keys else cls(cells)

    def fits(self, text: ParameterText) -> bool:
        """Whether the file is written in this way."""
        return text.kind == self.kind and (self.kind != "table" or text.of == self.of)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one benefit parameter is: its names, its forms, the unit of its amounts, the options of a choice."""

    label: str
    label_en: str
    meaning: str
    forms: tuple[Form, ...]
    unit: str
    options: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a benefit parameter stands: `group` is care, segments, scheme or a layer; `name` is its own name."""

    scheme: str
    group: str
    care: str
    name: str


@cache
def meanings() -> Mapping[str, Mapping[str, Meaning]]:
    """Every benefit parameter by group (care, segments, scheme, each layer) and name."""
    text = (files("fenming.policy") / "benefit_parameters.yaml").read_text("utf8")
    data: dict[str, dict[str, dict[str, Any]]] = YAML(typ="safe").load(text)
    return {group: {name: _meaning(entry) for name, entry in entries.items()} for group, entries in data.items()}


def _meaning(entry: Mapping[str, Any]) -> Meaning:
    options = entry.get("options", {})
    forms = tuple(map(Form.read, entry["forms"]))
    unit = entry.get("unit", "")
    return Meaning(
        entry["label"],
        entry["label_en"],
        entry["meaning"],
        forms,
        unit,
        ANSWERS if options == "yes_or_no" else options,
    )


def place_of(dotted: str) -> Place | None:
    """Where `benefits.resident.inpatient.rate` stands; None when its path leads to no scheme, care or layer there is."""
    root, *path = dotted.split(".")
    if root != "benefits" or len(path) < 2 or path[0] not in SCHEMES:
        return None
    scheme, *rest = path
    match rest:
        case [name]:
            return Place(scheme, "scheme", "", name)
        case [layer, name] if layer in LAYERS:
            return Place(scheme, layer, "", name)
        case [care, name] if care in CARES:
            return Place(scheme, "care", care, name)
        case [care, "segments", level] if care in CARES:
            return Place(scheme, SEGMENTS, care, level)
        case _:
            return None


def meaning_of(place: Place) -> Meaning | None:
    """What the parameter at `place` is; None when its name is none there is."""
    if place.group == SEGMENTS:
        return meanings()[SEGMENTS]["by_level"] if place.name in CARE_LEVELS else None
    return meanings()[place.group].get(place.name)


def names_beside(place: Place) -> tuple[str, ...]:
    """The names that may stand where `place` does."""
    return CARE_LEVELS if place.group == SEGMENTS else tuple(meanings()[place.group])
