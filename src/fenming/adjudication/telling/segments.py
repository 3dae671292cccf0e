"""The segments of a bill's rates, each at its own rate, told with their arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fenming.adjudication.law.terms import NEVER_FEN
from fenming.adjudication.plan.rate import Span, by_parts, points_of, rate_with
from fenming.adjudication.telling.history import Judged
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.kernel import Figure, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms.share import share


@dataclass(frozen=True, slots=True)
class Segments:
    """Lower edges and rates at the bill's level and area, the points on top, and the terms they stand in."""

    edges: list[int]
    rates: list[int]
    points: int
    cover: Any
    is_whole: bool

    @classmethod
    def of(cls, bill: Judged) -> "Segments":
        """The segments that count for the bill."""
        claim, cover = bill.claim, bill.cover
        edges, rates, is_whole = (
            terms[claim.area][claim.level] for terms in (cover.edges_fen, cover.rates, cover.is_whole)
        )
        return cls(edges, rates, points_of(claim, cover), cover, bool(is_whole))

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(edge < NEVER_FEN for edge in self.edges)

    def rate(self, place: int) -> int:
        """The rate of one segment with the points, in ppm."""
        return rate_with(self.rates[place], self.points, self.cover)

    def parts(self, span: Span) -> list[tuple[int, int]]:
        """Each segment that the span touches: its place, and how many fen of the span lie in it."""
        uppers = [*self.edges[1 : self.count], span.end]
        found = [
            (place, min(span.end, upper) - max(span.start, self.edges[place])) for place, upper in enumerate(uppers)
        ]
        return [(place, part) for place, part in found if part > 0]

    def paid(self, span: Span) -> int:
        """What the plan pays on the span."""
        return by_parts(span, self.edges, self.rates, self.points, self.cover)


def segment_steps(
    segments: Segments, span: Span, clauses: tuple[Figure, ...], rounding: tuple[Figure, ...]
) -> Iterator[Step]:
    """One step for each segment that the span touches, and their sum."""
    parts = segments.parts(span)
    for place, part in parts:
        label = _("segment above {edge}").format(edge=format_yuan(segments.edges[place]))
        formula = f"{format_yuan(part)} × {_rate_text(segments, place)}"
        yield taken(Named(f"segment_{place + 1}_fen", label), formula, share(part, segments.rate(place)), clauses)
    named = Named("by_rate_fen", _("payment by rate"))
    if segments.cover.rounds_sum and len(parts) > 1:
        yield taken(named, parts_text(segments, span), segments.paid(span), rounding)
    elif len(parts) > 1:
        sums = {str(place): share(part, segments.rate(place)) for place, part in parts}
        yield by_verb(named, "total", sums)


def parts_text(segments: Segments, span: Span) -> str:
    """The span as a sum of parts times rates; whether each part is rounded or only their sum."""
    parts = segments.parts(span)
    texts = [f"{format_yuan(part)} × {_rate_text(segments, place)}" for place, part in parts]
    whole = " + ".join(texts) or format_yuan(0)
    return _("{sum}, rounded once").format(sum=whole) if segments.cover.rounds_sum and len(parts) > 1 else whole


def _rate_text(segments: Segments, place: int) -> str:
    """A segment's rate, with the points where they change it."""
    listed, rate = segments.rates[place], segments.rate(place)
    if rate != listed + segments.points or not segments.points:
        return format_ppm(rate)
    sign = "−" if segments.points < 0 else "+"
    return f"({format_ppm(listed)} {sign} {format_ppm(abs(segments.points))})"
