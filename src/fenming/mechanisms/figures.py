"""Verbs over figures: the value is computed by the plain verb, the explanation is how it was called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fenming.kernel import Figure, Source
from fenming.mechanisms.verbs import verb

LEAVES = frozenset({"parameter", "table", "published", "calendar"})


@dataclass(frozen=True, slots=True)
class Name:
    """What a figure is called: dotted name, Chinese and English label, unit."""

    name: str
    label: str
    label_en: str
    unit: str = "fen"

    def child(self, suffix: str, label: str, label_en: str, unit: str = "fen") -> "Name":
        """The name of something that belongs to this one."""
        return Name(f"{self.name}.{suffix}", f"{self.label}·{label}", f"{self.label_en}: {label_en}", unit)

    def parts(self, parties: Iterable[str], labels: Mapping[str, tuple[str, str]]) -> dict[str, "Name"]:
        """Names of this whole's parts, by party; a party without a label is called by its own word."""
        words = {party: labels.get(party, (party, party.replace("_", " "))) for party in parties}
        return {party: self.child(party, *words[party], self.unit) for party in words}


def derive(name: Name, verb_name: str, inputs: Mapping[str, Figure], basis: tuple[Figure, ...] = ()) -> Figure:
    """The figure that `verb_name` makes of `inputs`, which are keyed by the verb's own parameter names."""
    value = verb(verb_name).function(**{role: figure.value for role, figure in inputs.items()})
    return Figure(name.name, value, name.unit, verb_name, name.label, name.label_en, dict(inputs), basis)


def derive_parts(
    names: Mapping[str, Name], verb_name: str, inputs: Mapping[str, Figure], basis: tuple[Figure, ...] = ()
) -> dict[str, Figure]:
    """One figure for each party of a verb that returns parts by party, e.g. `split`; `names` by the same parties."""
    values = verb(verb_name).function(**{role: figure.value for role, figure in inputs.items()})
    shared = dict(inputs)
    return {
        party: Figure(
            names[party].name,
            value,
            names[party].unit,
            verb_name,
            names[party].label,
            names[party].label_en,
            shared,
            basis,
            pick=party,
        )
        for party, value in values.items()
    }


def collect(name: Name, parts: Mapping[str, Figure]) -> Figure:
    """Several figures as one, by party: weights for a split, amounts for a ranking."""
    return derive(name, "collected", parts)


def total(name: Name, parts: Iterable[Figure], basis: tuple[Figure, ...] = ()) -> Figure:
    """The sum of `parts`, each input keyed by its own figure's name."""
    return derive(name, "total", {part.name: part for part in parts}, basis)


def given(name: Name, value: Any, source: Source) -> Figure:
    """A figure read from rows: an integer, or integers by party."""
    return Figure(name.name, value, name.unit, "table", name.label, name.label_en, source=source)


def recompute(figure: Figure) -> Any:
    """What the verb makes of the inputs' values, now; leaves (parameters, rows) stand for themselves."""
    if figure.verb in LEAVES:
        return figure.value
    value = verb(figure.verb).function(**{role: lower.value for role, lower in figure.inputs.items()})
    return value[figure.pick] if figure.pick else value
