"""All figures of a run by name, written flat and read back as the same tree."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from difflib import get_close_matches
from itertools import islice
from typing import Any

from fenming.kernel.figure import Citation, Figure, Grade, Reading, Source
from fenming.kernel.finding import BadInput
from fenming.kernel.language import _


class Book:
    """Figures by their unique names, in the order they were made, each after everything it stands on."""

    def __init__(self, figures: Iterable[Figure] = ()) -> None:
        self._figures: dict[str, Figure] = {}
        self._grades: dict[str, Grade] = {}
        for figure in figures:
            self.add(figure)

    def add(self, figure: Figure) -> Figure:
        """Enter `figure` and all below it. Two different figures under one name are a bug: ValueError."""
        known = self._figures.get(figure.name)
        if known is figure:
            return figure
        for lower in figure.below:
            self.add(lower)
        if known is not None:
            if (known.value, known.verb) != (figure.value, figure.verb):
                raise ValueError(f"two different figures are named {figure.name}")
            return known
        self._figures[figure.name] = figure
        grades = (self._grades[lower.name] for lower in figure.below)
        self._grades[figure.name] = max(grades, default=Grade.RECORDED)
        self._grades[figure.name] = max(self._grades[figure.name], figure.own_grade)
        return figure

    def restore(self, figure: Figure, grade: Grade) -> Figure:
        """Enter a figure that was read with its grade; what it stands on may be there in part only."""
        self._grades[self.add(figure).name] = grade
        return figure

    def __getitem__(self, name: str) -> Figure:
        if name not in self._figures:
            near = self.nearest(name)
            raise BadInput(
                "figure.unknown",
                what=_("this run has no figure '{name}'").format(name=name),
                why=_("the nearest names are: {names}").format(names=", ".join(near))
                if near
                else _("no name is spelled like it"),
                remedy=_("list them with: fenming figures RUN"),
            )
        return self._figures[name]

    def get(self, name: str) -> Figure | None:
        """The figure called `name`, or None."""
        return self._figures.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._figures

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._figures.values())

    def __len__(self) -> int:
        return len(self._figures)

    def grade(self, name: str) -> Grade:
        """The weakest evidence grade at or below the figure `name`."""
        return self._grades[name]

    def nearest(self, name: str, count: int = 5) -> list[str]:
        """Names spelled most like `name`, the likest first; where there are none, names with the same last part."""
        last = name.rpartition(".")[2]
        same_end = (other for other in self._figures if other.rpartition(".")[2] == last)
        return get_close_matches(name, self._figures, n=count) or list(islice(same_end, count))

    def under(self, prefix: str) -> list[Figure]:
        """Figures whose dotted name starts with `prefix` and a dot."""
        return [figure for name, figure in self._figures.items() if name.startswith(f"{prefix}.")]

    def to_json(self) -> str:
        """Canonical JSON: the same figures give the same bytes."""
        rows = {name: figure_row(figure, self._grades[name]) for name, figure in self._figures.items()}
        return "{\n" + ",\n".join(f"{dump(name)}:{dump(row)}" for name, row in rows.items()) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> "Book":
        """The book that `to_json` wrote."""
        book = cls()
        for name, row in json.loads(text).items():
            book.add(figure_of(name, row, book._figures))
        return book


def dump(value: Any) -> str:
    """Canonical JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def figure_row(figure: Figure, grade: Grade) -> dict[str, Any]:
    """A figure as it is written: inputs and basis by name."""
    row: dict[str, Any] = {"value": figure.value, "unit": figure.unit, "verb": figure.verb}
    row |= {"label": figure.label, "label_en": figure.label_en, "grade": grade.word}
    if figure.inputs:
        row["inputs"] = {role: lower.name for role, lower in figure.inputs.items()}
    if figure.basis:
        row["basis"] = [lower.name for lower in figure.basis]
    if figure.cite:
        row["cite"] = asdict(figure.cite) | {"grade": figure.cite.grade.word}
    for key in ("reading", "source"):
        if getattr(figure, key):
            row[key] = asdict(getattr(figure, key))
    return row | {key: getattr(figure, key) for key in ("pick", "written") if getattr(figure, key)}


def figure_of(name: str, row: Mapping[str, Any], known: Mapping[str, Figure]) -> Figure:
    """The figure that `figure_row` wrote; `known` holds those it stands on."""
    cite = row.get("cite")
    return Figure(
        name=name,
        value=row["value"],
        unit=row["unit"],
        verb=row["verb"],
        label=row["label"],
        label_en=row["label_en"],
        inputs={role: known[lower] for role, lower in row.get("inputs", {}).items()},
        basis=tuple(known[lower] for lower in row.get("basis", ())),
        pick=row.get("pick", ""),
        cite=Citation(**(cite | {"grade": Grade[cite["grade"].upper()]})) if cite else None,
        reading=Reading(**row["reading"]) if "reading" in row else None,
        source=Source(**row["source"]) if "source" in row else None,
        written=row.get("written", ""),
    )
