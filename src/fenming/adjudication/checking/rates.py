"""Rates that contradict what they are for: more is paid at lower levels, at home, and for those who were referred."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from fenming.adjudication.checking.on_day import OnDay
from fenming.adjudication.law.terms import NEVER_FEN, NOT_WRITTEN
from fenming.adjudication.law.words import AREAS, LEVELS, LOCAL, REFERRALS
from fenming.adjudication.plan.rate import rate_reached
from fenming.kernel import PPM, Finding, format_ppm, format_yuan
from fenming.kernel.language import _

Curve = tuple[list[int], list[int]]  # lower edges and rates of one area and level
UNREFERRED, REFERRED, EMERGENCY = (REFERRALS.index(word) for word in ("unreferred", "referred", "emergency"))


def rate_contradictions(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    """Rates that rise with the level or away from home, that exceed the whole cost, and referrals that cost more."""
    yield from _rising_by_level(rules, scheme, care)
    yield from _higher_away(rules, scheme, care)
    yield from _above_whole(rules, scheme, care)
    yield from _dead_segments(rules, scheme, care)
    yield from _referral_order(rules, scheme, care)


def rate_name(rules: OnDay, scheme: str, care: str, area: int, level: int) -> str:
    """The full name of the parameter that writes the rate of an area and level."""
    written = rules.written(scheme, care)
    away = f"{AREAS[area]}_rate"
    figure = written.figure(away) if area != LOCAL else None
    if figure is not None and (isinstance(figure.value, int) or LEVELS[level] in figure.value):
        return written.named(away)
    return written.named(f"segments.{LEVELS[level]}") or written.named("rate")


def _curves(rules: OnDay, scheme: str, care: str, area: int) -> list[tuple[int, Curve]]:
    """Level and curve of every level that the area covers, from the lowest up."""
    cover = rules.cover(scheme, care)
    return [
        (level, (cover.edges_fen[area][level], cover.rates[area][level]))
        for level in range(len(LEVELS))
        if cover.rates[area][level][0] != NOT_WRITTEN and any(cover.rates[area][level])
    ]


def _crossing(lower: Curve, higher: Curve, is_wrong: Callable[[int, int], bool]) -> tuple[int, int, int] | None:
    """The first edge above which the two rates stand in the wrong relation, with both rates."""
    for edge in sorted({*lower[0], *higher[0]} - {NEVER_FEN}):
        rates = rate_reached(edge + 1, *lower), rate_reached(edge + 1, *higher)
        if is_wrong(*rates):
            return edge, *rates
    return None


def _rising_by_level(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    for area in range(len(AREAS)):
        for (level, curve), (above, upper) in pairwise(_curves(rules, scheme, care, area)):
            found = _crossing(curve, upper, lambda low, high: high > low)
            name = rate_name(rules, scheme, care, area, above)
            if found is None or (area != LOCAL and name == rate_name(rules, scheme, care, LOCAL, above)):
                continue
            edge, low, high = found
            yield Finding(
                "policy.rate_rises",
                _("{name}: {above} pays {high}, {level} only {low}").format(
                    name=name, above=LEVELS[above], high=format_ppm(high), level=LEVELS[level], low=format_ppm(low)
                )
                + _from(edge),
                rules.where(name),
                _("rates fall as the level rises, so that people go to the lowest level that can treat them"),
                _("compare both with the document; keys of levels are easily exchanged"),
            )


def _from(edge: int) -> str:
    return _(" above {edge}").format(edge=format_yuan(edge)) if edge else ""


def _higher_away(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    for nearer, farther in pairwise(range(len(AREAS))):
        near = dict(_curves(rules, scheme, care, nearer))
        for level, curve in _curves(rules, scheme, care, farther):
            found = _crossing(near[level], curve, lambda low, high: high > low) if level in near else None
            if found is None:
                continue
            edge, low, high = found
            name = rate_name(rules, scheme, care, farther, level)
            yield Finding(
                "policy.rate_away_higher",
                _("{name}: {level} pays {high} in {farther}, {low} in {nearer}").format(
                    name=name,
                    level=LEVELS[level],
                    high=format_ppm(high),
                    farther=AREAS[farther],
                    low=format_ppm(low),
                    nearer=AREAS[nearer],
                )
                + _from(edge),
                rules.where(name),
                _("care nearer home is paid at least as well as care farther away"),
                _("compare both with the document"),
            )


def _above_whole(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    for area in range(len(AREAS)):
        for level, (_edges, rates) in _curves(rules, scheme, care, area):
            if max(rates) > PPM:
                name = rate_name(rules, scheme, care, area, level)
                yield Finding(
                    "policy.rate_above_whole",
                    _("{name}: the rate {rate} is more than the whole cost").format(
                        name=name, rate=format_ppm(max(rates))
                    ),
                    rules.where(name),
                    _("no fund pays more than was charged"),
                    _("correct the rate after the document"),
                )


def _dead_segments(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    """Segments of the counted cost that end below the deductible, so that nothing ever falls into them."""
    written, cover = rules.written(scheme, care), rules.cover(scheme, care)
    axis = written.figure("segment_axis")
    if axis is None or axis.value != "eligible":
        return
    for level, (edges, _rates) in _curves(rules, scheme, care, LOCAL):
        deductible = cover.deductible_fen[LOCAL][level]
        name = written.named(f"segments.{LEVELS[level]}")
        if name and edges[1] != NEVER_FEN and edges[1] <= deductible:
            yield Finding(
                "policy.tier_never_reached",
                _("{name}: the segment up to {edge} lies below the deductible of {deductible}").format(
                    name=name, edge=format_yuan(edges[1]), deductible=format_yuan(deductible)
                ),
                rules.where(name),
                _("with `segment_axis: eligible` edges measure the cost with the deductible inside"),
                _("write `segment_axis: base` if the edges count from the deductible on, or correct the edges"),
            )


def _referral_order(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    written, cover = rules.written(scheme, care), rules.cover(scheme, care)
    reductions, copays = cover.reduction[-1], cover.copay_first[-1]
    for better, worse in ((REFERRED, UNREFERRED), (EMERGENCY, UNREFERRED)):
        for taken, name in ((reductions, f"{REFERRALS[better]}_reduction"), (copays, "copay_first")):
            if taken[better] > taken[worse]:
                yield Finding(
                    "policy.referral_order",
                    _("{name}: {better} loses {more}, {worse} only {less}").format(
                        name=written.named(name),
                        better=REFERRALS[better],
                        more=format_ppm(taken[better]),
                        worse=REFERRALS[worse],
                        less=format_ppm(taken[worse]),
                    ),
                    rules.where(written.named(name)),
                    _("who was referred or came in an emergency is not paid less than who went without"),
                    _("compare both with the document"),
                )
