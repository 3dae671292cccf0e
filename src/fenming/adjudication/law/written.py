"""The benefit parameters that a pack writes, as they stand on one day, asked for care by care."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fenming.adjudication.law.terms import NOT_WRITTEN
from fenming.adjudication.law.words import CARES
from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.policy import Pack

PREFIX = "benefits."
Figures = Mapping[str, Figure | None]  # None: written, but the value was never seen


def benefit_names(pack: Pack) -> list[str]:
    """The full names of all parameters below benefits/."""
    return [parameter.name for parameter in pack.parameters() if parameter.name.startswith(PREFIX)]


@dataclass(frozen=True)
class Written:
    """The parameters below one path, such as `benefits.resident.inpatient`, with those of `same_as` behind them."""

    path: str
    figures: Figures
    behind: str = ""

    @classmethod
    def of_care(cls, scheme: str, care: str, figures: Figures) -> "Written":
        """One care's parameters. Raises BadInput when `same_as` leads to no care or on to a further one."""
        own = cls(f"{PREFIX}{scheme}.{care}", figures)
        other = own.figure("same_as")
        if other is None:
            return own
        behind = f"{PREFIX}{scheme}.{other.value}"
        if other.value not in CARES[1:] or other.value == care or f"{behind}.same_as" in figures:
            raise unusable(other, _("it must name another care that stands for itself"))
        return cls(own.path, figures, behind)

    def named(self, name: str) -> str:
        """The full name of the file that holds parameter `name`, empty if none does."""
        for path in (self.path, self.behind):
            if path and f"{path}.{name}" in self.figures:
                return f"{path}.{name}"
        return ""

    def figure(self, name: str) -> Figure | None:
        """Parameter `name`, None where nobody writes it or its value was never seen."""
        found = self.named(name)
        return self.figures[found] if found else None

    def unknown(self) -> list[str]:
        """The parameters, named below this path, whose value was never seen."""
        own = [name.removeprefix(f"{self.path}.") for name in self.figures if name.startswith(f"{self.path}.")]
        starts = f"{self.behind}."
        behind = [name.removeprefix(starts) for name in self.figures if self.behind and name.startswith(starts)]
        return [name for name in dict.fromkeys(own + behind) if self.figures[self.named(name)] is None]

    def number(self, name: str, otherwise: int) -> int:
        """A single amount, rate or count."""
        figure = self.figure(name)
        if figure is None:
            return otherwise
        if not isinstance(figure.value, int):
            raise unusable(figure, _("one value is needed here, not several"))
        return figure.value

    def choice(self, name: str, options: Sequence[str], otherwise: int = 0) -> int:
        """The place of the option chosen."""
        figure = self.figure(name)
        if figure is None:
            return otherwise
        if figure.value not in options:
            raise unusable(figure, _("the plan can follow only: {known}").format(known=", ".join(options)))
        return options.index(figure.value)

    def by_key(self, name: str, keys: Sequence[str], otherwise: int | Sequence[int]) -> list[int]:
        """One value for each of `keys`: one written for all counts for each, one not named is `otherwise`."""
        rest = [otherwise] * len(keys) if isinstance(otherwise, int) else list(otherwise)
        figure = self.figure(name)
        if figure is None:
            return rest
        if isinstance(figure.value, int):
            return [figure.value] * len(keys)
        if not isinstance(figure.value, Mapping) or "steps" in figure.value:
            raise unusable(figure, _("a table by {keys} is needed here").format(keys=", ".join(keys)))
        _refuse_others(figure, figure.value, keys)
        return [figure.value.get(key, value) for key, value in zip(keys, rest, strict=True)]

    def going_on(self, name: str, keys: Sequence[str], first: int) -> list[int]:
        """One value for each of `keys` in order, where the last one written goes on for those behind it."""
        values = self.by_key(name, keys, NOT_WRITTEN)
        for place in range(len(values)):
            if values[place] == NOT_WRITTEN:
                values[place] = values[place - 1] if place else first
        return values

    def children(self, name: str) -> list[str]:
        """The words below `name` that have files of their own, such as the levels below `segments`."""
        starts = [f"{path}.{name}." for path in (self.path, self.behind) if path]
        return [full.removeprefix(start) for start in starts for full in self.figures if full.startswith(start)]


def _refuse_others(figure: Figure, value: Iterable[str], keys: Sequence[str]) -> None:
    others = [key for key in value if key not in keys]
    if others:
        raise unusable(
            figure,
            _("it names {others}, which is none of: {keys}").format(others=", ".join(others), keys=", ".join(keys)),
        )


def unusable(figure: Figure, why: str) -> BadInput:
    """A parameter that the plan cannot follow, told so that its writer can mend it."""
    written: Any = figure.written or figure.value
    return BadInput(
        "adjudication.unusable_parameter",
        _("the plan cannot work with {name} = {written}").format(name=figure.name, written=written),
        figure.cite.clause if figure.cite else "",
        why,
        _("write the parameter as the plan needs it, or ask for the plan to be extended"),
    )
