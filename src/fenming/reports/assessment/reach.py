"""What it would take: how many more people (or how much less money) until an item scores in full, or one step more."""

from collections.abc import Iterator

from fenming.kernel import Figure
from fenming.kernel.language import _
from fenming.reports.what_if import WhatIf
from fenming.reports.wording import label_of, number_text

COUNTED_UP = ("part", "numerator", "points", "done")
COUNTED_ON = ("whole", "denominator", "due")
SEARCHED = 10**9  # beyond it no count of people of a county lies


def needed_sentence(score: Figure, weight_ppm: int) -> list[str]:
    """What must change for the full points of an item and, where that is far, for the next better score; by counts."""
    counted = _counted(score)
    if counted is None:
        return []
    part, whole = counted
    upper = whole.value if whole is not None and whole.value >= part.value else SEARCHED
    texts = list(_more(score, part, upper, weight_ppm)) or list(_less(score, part, weight_ppm))
    return texts or [_("No count of its own would bring the full points: it is also measured against others.")]


def _more(score: Figure, part: Figure, upper: int, weight_ppm: int) -> Iterator[str]:
    trial = WhatIf(score, part)
    full = trial.least(lambda value: bool(value >= weight_ppm), upper)
    better = trial.least(lambda value: bool(value > score.value), upper)
    if full is not None and full > part.value:
        yield _("Full points take {count} more: {label} {then} instead of {now}.").format(**_counts(part, full))
    elif full is None and better is not None and better > part.value:
        yield _("The next better score takes {count} more: {label} {then} instead of {now}.").format(
            **_counts(part, better)
        )


def _less(score: Figure, part: Figure, weight_ppm: int) -> Iterator[str]:
    """For items where less is better."""
    edge = WhatIf(score, part).largest(lambda value: bool(value >= weight_ppm))
    if edge is not None and edge < part.value:
        yield _("Full points take {count} less: {label} {then} instead of {now}.").format(**_counts(part, edge))


def _counts(part: Figure, then: int) -> dict[str, str]:
    return {
        "count": number_text(abs(then - part.value), part.unit),
        "label": label_of(part),
        "then": number_text(then, part.unit),
        "now": number_text(part.value, part.unit),
    }


def _counted(score: Figure) -> tuple[Figure, Figure | None] | None:
    """The count that is done, and the count it is done on, nearest below the score."""
    for figure in score.walk():
        done = [
            lower for role, lower in figure.inputs.items() if role in COUNTED_UP and lower.verb in ("table", "total")
        ]
        if done:
            due = [lower for role, lower in figure.inputs.items() if role in COUNTED_ON]
            return done[0], due[0] if due else None
    return None
