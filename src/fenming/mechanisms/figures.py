"""Verbs over figures: the value is computed by the plain verb, the explanation is how it was called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fenming.kernel import Figure, Source
from fenming.mechanisms.verbs import verb

LEAVES = frozenset({"parameter", "table", "published"})


@dataclass(frozen=True, slots=True)
class Name:
    """What a figure is called: dotted name, Chinese and English label, unit."""

    name: str
    label: str
    label_en: str
    unit: str = "fen"

    def part(self, party: str, label: str = "", label_en: str = "") -> "Name":
        """The name of one part of this whole."""
        return Name(
            f"{self.name}.{party}",
            f"{self.label}·{label or party}",
            f"{self.label_en}: {label_en or party.replace('_', ' ')}",
            self.unit,
        )


def derive(name: Name, verb_name: str, inputs: Mapping[str, Figure], basis: tuple[Figure, ...] = ()) -> Figure:
    """The figure that `verb_name` makes of `inputs`, which are keyed by the verb's own parameter names."""
    value = verb(verb_name).function(**{role: figure.value for role, figure in inputs.items()})
    return Figure(name.name, value, name.unit, verb_name, name.label, name.label_en, dict(inputs), basis)


def derive_parts(
    name: Name, verb_name: str, inputs: Mapping[str, Figure], basis: tuple[Figure, ...] = ()
) -> dict[str, Figure]:
    """One figure for each part of a verb that returns parts by party, e.g. `split`."""
    values = verb(verb_name).function(**{role: figure.value for role, figure in inputs.items()})
    shared = dict(inputs)
    return {
        party: Figure(part.name, value, part.unit, verb_name, part.label, part.label_en, shared, basis, pick=party)
        for party, value in values.items()
        for part in (name.part(party),)
    }


def given(name: Name, value: Any, source: Source) -> Figure:
    """A figure read from rows: an integer, or integers by party."""
    return Figure(name.name, value, name.unit, "table", name.label, name.label_en, source=source)


def recompute(figure: Figure) -> Any:
    """What the verb makes of the inputs' values, now; leaves (parameters, rows) stand for themselves."""
    if figure.verb in LEAVES:
        return figure.value
    value = verb(figure.verb).function(**{role: lower.value for role, lower in figure.inputs.items()})
    return value[figure.pick] if figure.pick else value
