"""One amount of a bill, told so that a reader can recompute it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fenming.kernel import Figure, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms import verb

PARTS = ("charged", "deductible", "rate", "pool", "layers", "payers")


@dataclass(frozen=True, slots=True)
class Step:
    """One amount on the way to a bill's payment.

    `name` is its column in the adjudicated table where it has one; `formula` says how it came about, in the reader's
    language and with the numbers in it; `unit` is fen or ppm; `clauses` are the pack's figures that the step rests on;
    `part` is the part of the telling that it belongs to, one of PARTS.
    """

    name: str
    label: str
    formula: str
    value: int
    unit: str = "fen"
    clauses: tuple[Figure, ...] = ()
    part: str = ""

    @property
    def shown(self) -> str:
        """The value as people write it: yuan, or a percentage."""
        return _shown(self.value, self.unit)

    def as_dict(self) -> dict[str, Any]:
        """For export: clauses by the names of their parameters."""
        return {
            "name": self.name,
            "label": self.label,
            "formula": self.formula,
            "value": self.value,
            "unit": self.unit,
            "part": self.part,
            "clauses": [clause.name for clause in self.clauses],
        }


@dataclass(frozen=True, slots=True)
class Named:
    """What a step is called: `name` as in Step, and its label in the reader's language."""

    name: str
    label: str
    unit: str = "fen"


def by_verb(named: Named, verb_name: str, inputs: Mapping[str, Any], clauses: tuple[Figure, ...] = ()) -> Step:
    """The step that `verb_name` makes of `inputs`, keyed by the verb's own parameter names."""
    found = verb(verb_name)
    units = {role: "ppm" if role in ("rate", "rates") else named.unit for role in inputs}
    shown = {role: _shown(inputs[role], units[role]) for role in inputs}
    shown = {role: _bracketed(text) if place else text for place, (role, text) in enumerate(shown.items())}
    formula = _(found.explain).format(all=" + ".join(shown.values()), **shown)
    return Step(named.name, named.label, formula, int(found.function(**inputs)), named.unit, clauses)


def taken(named: Named, formula: str, value: int, clauses: tuple[Figure, ...] = ()) -> Step:
    """A step whose value is taken over from a clause, the bill or the year before."""
    return Step(named.name, named.label, formula, int(value), named.unit, clauses)


def _bracketed(text: str) -> str:
    """A negative number in brackets where it follows a sign of its own."""
    return f"({text})" if text.startswith("−") else text


def _shown(value: Any, unit: str) -> str:
    if isinstance(value, Sequence):
        return _(", ").join(_shown(one, unit) for one in value)
    return format_ppm(value) if unit == "ppm" else format_yuan(value)
