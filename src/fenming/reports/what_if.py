"""One input changed, the figures above it computed again by their own verbs: the nearest change that alters a verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fenming.kernel import Figure
from fenming.mechanisms import verb

LARGEST = 10**15  # ten million million yuan: beyond it a verdict does not depend on the figure


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`figure` as a function of one of the figures below it, `changed`; everything else stays as it was.

    `along` are figures that move by as much as `changed` does: sums of which it is a part.
    """

    figure: Figure
    changed: Figure
    along: tuple[Figure, ...] = ()

    def value(self, value: int) -> Any:
        """What `figure` would be if `changed` were `value`."""
        return self._again(self.figure, self._given(value), self._touched())

    def largest(self, holds: Callable[[Any], bool]) -> int | None:
        """The largest value of `changed`, zero or above, at which `holds(figure)`; None where even zero does not help.

        It must hold everywhere below the answer, as it does for a verdict on spend.
        """
        touched = self._touched()

        def is_good(value: int) -> bool:
            return holds(self._again(self.figure, self._given(value), touched))

        if not is_good(0):
            return None
        upper = max(1, self.changed.value)
        while is_good(upper):
            upper *= 2
            if upper > LARGEST:
                return None
        return _last_good(0, upper, is_good)

    def least(self, holds: Callable[[Any], bool], upper: int) -> int | None:
        """The least value of `changed`, from what it is now up to `upper`, at which `holds(figure)`; None where even `upper` does not help.

        It must hold everywhere above the answer, as it does for a score that more people done never lowers.
        """
        touched = self._touched()

        def is_short(value: int) -> bool:
            return not holds(self._again(self.figure, self._given(value), touched))

        if is_short(upper):
            return None
        now = int(self.changed.value)
        return _last_good(now, upper, is_short) + 1 if is_short(now) else now

    def _given(self, value: int) -> dict[str, Any]:
        """`changed` at `value`, and what moves along with it."""
        moved = value - self.changed.value
        return {self.changed.name: value} | {figure.name: figure.value + moved for figure in self.along}

    def _touched(self) -> set[str]:
        """Names of the figures that `changed`, or what moves along, is below of."""
        known: dict[str, bool] = dict.fromkeys((one.name for one in (self.changed, *self.along)), True)

        def touches(figure: Figure) -> bool:
            if figure.name not in known:
                known[figure.name] = False
                known[figure.name] = sum(map(touches, figure.inputs.values())) > 0
            return known[figure.name]

        touches(self.figure)
        return {name for name, is_touched in known.items() if is_touched}

    def _again(self, figure: Figure, known: dict[str, Any], touched: set[str]) -> Any:
        if figure.name not in touched:
            return figure.value
        if figure.name not in known:
            inputs = {role: self._again(lower, known, touched) for role, lower in figure.inputs.items()}
            known[figure.name] = _applied(figure, inputs)
        return known[figure.name]


def _applied(figure: Figure, inputs: Mapping[str, Any]) -> Any:
    value = verb(figure.verb).function(**inputs)
    return value[figure.pick] if figure.pick else value


def _last_good(good: int, bad: int, is_good: Callable[[int], bool]) -> int:
    """The last value for which it holds, between one that does and one that does not."""
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if is_good(middle) else (good, middle)
    return good
