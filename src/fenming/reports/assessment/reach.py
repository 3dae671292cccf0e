"""What it would take: how many more people, or how much less money, until an item scores in full or reaches its next step."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from fenming.kernel import Figure
from fenming.kernel.language import _
from fenming.reports.assessment.words import short_words
from fenming.reports.what_if import WhatIf
from fenming.reports.wording import number_text, score_text

# The input of a card's verb, or of a scoring verb, that the party itself can change, and what bounds it from above.
CHANGED = {"part": "whole", "numerator": "denominator", "qualified": "sampled"}
SPENT = ("spend", "amount", "whole")  # money or counts that nothing bounds
COUNTED = ("table", "total")
STEPPED = ("deducted_score", "ranked_score")  # methods with steps on the way to full points
SEARCHED = 10**9  # beyond it lies no count of people of a county


@dataclass(frozen=True, slots=True)
class Step:
    """One change that would bring points: `changed` from what it is to `then`, and the score that gives, in ppm of a hundred."""

    changed: Figure
    then: int
    score_ppm: int
    gained_ppm: int
    is_full: bool

    @property
    def moved(self) -> int:
        """By how much the count or amount moves: more is positive."""
        return self.then - int(self.changed.value)

    def as_dict(self) -> dict[str, object]:
        """For programs: the figure to change, its unit, from, to, and points gained in ppm."""
        return {
            "figure": self.changed.name,
            "unit": self.changed.unit,
            "from": self.changed.value,
            "to": self.then,
            "gained_ppm": self.gained_ppm,
            "is_full": self.is_full,
        }


def steps_up(score: Figure, weight_ppm: int) -> list[Step]:
    """What would bring more points: the next step where the method has steps, and the full points, or the best there is.

    Everybody else's results stay as they are. Empty where nothing that the party counts would.
    """
    lever = _lever(score)
    if lever is None or score.value >= weight_ppm:
        return []
    return list(dict.fromkeys(_steps(_Search(score, *lever, weight_ppm))))


def needed_sentences(steps: list[Step]) -> list[str]:
    """The steps in words."""
    return [_sentence(step) for step in steps]


def _sentence(step: Step) -> str:
    words = {
        "label": short_words(step.changed),
        "now": number_text(step.changed.value, step.changed.unit),
        "then": number_text(step.then, step.changed.unit),
        "count": number_text(abs(step.moved), step.changed.unit),
        "gain": score_text(step.gained_ppm),
    }
    if step.is_full and step.moved > 0:
        return _("Full points (+{gain}): {count} more, {label} {then} instead of {now}.").format(**words)
    if step.is_full:
        return _("Full points (+{gain}): {count} less, {label} {then} instead of {now}.").format(**words)
    if step.moved > 0:
        return _("Next step (+{gain}): {count} more, {label} {then} instead of {now}.").format(**words)
    return _("Next step (+{gain}): {count} less, {label} {then} instead of {now}.").format(**words)


@dataclass(frozen=True, slots=True)
class _Search:
    score: Figure
    changed: Figure
    upper: int
    weight_ppm: int

    @property
    def trial(self) -> WhatIf:
        return WhatIf(self.score, self.changed, _moving_along(self.score, self.changed))

    def nearest(self, wanted_ppm: int) -> int | None:
        """The value nearest to what is now at which the score is at least `wanted_ppm`; None where none is."""
        reaches: Callable[[int], bool] = lambda value: value >= wanted_ppm  # noqa: E731
        if self.trial.value(self.upper) > self.score.value:
            return self.trial.least(reaches, self.upper)
        return self.trial.largest(reaches)

    def step(self, then: int) -> Step:
        reached = int(self.trial.value(then))
        return Step(self.changed, then, reached, reached - int(self.score.value), reached >= self.weight_ppm)


def _steps(search: _Search) -> Iterator[Step]:
    now = int(search.changed.value)
    full = search.nearest(search.weight_ppm)
    if search.score.verb in STEPPED or full is None:
        least_gain = 1 if search.score.verb in STEPPED else 10_000
        wanted = min(int(search.score.value) + least_gain, search.weight_ppm)
        better = search.nearest(wanted)
        if better is not None and better != now:
            yield search.step(better)
    if full is not None and full != now:
        yield search.step(full)


def _lever(score: Figure) -> tuple[Figure, int] | None:
    """The count or amount nearest below the score that the party itself can change, and the most that it can be."""
    for figure in score.walk():
        for role, bound in CHANGED.items():
            if _is_counted(figure.inputs, role):
                changed, whole = figure.inputs[role], figure.inputs.get(bound)
                is_part = whole is not None and whole.unit == changed.unit and whole.value >= changed.value
                return changed, int(whole.value) if whole is not None and is_part else SEARCHED
        for role in SPENT:
            if _is_counted(figure.inputs, role):
                changed = figure.inputs[role]
                return changed, max(SEARCHED, 2 * int(changed.value))
    return _plain_count(score)


def _plain_count(score: Figure) -> tuple[Figure, int] | None:
    """The count of a card that shows it as it is."""
    value = score.inputs.get("value")
    if value is None or value.verb not in COUNTED or not isinstance(value.value, int):
        return None
    changed = next(iter(value.inputs.values())) if len(value.inputs) == 1 else value
    return changed, max(SEARCHED, 2 * int(value.value))


def _is_counted(inputs: Mapping[str, Figure], role: str) -> bool:
    return role in inputs and inputs[role].verb in COUNTED and isinstance(inputs[role].value, int)


def _moving_along(score: Figure, changed: Figure) -> tuple[Figure, ...]:
    """The county's count of the same thing: what the party has more of, the county has more of."""
    _party, found, measure = changed.name.partition(".measure.")
    own = f"assessment.county.county.measure.{measure}"
    return tuple(one for one in score.walk() if found and one.name == own != changed.name)
