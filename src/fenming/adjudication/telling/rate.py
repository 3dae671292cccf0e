"""The payment by rate: the listed rate, each addition and reduction of points, each segment."""

from collections.abc import Iterator

from fenming.adjudication.law.terms import ON_ELIGIBLE, ON_YEAR
from fenming.adjudication.law.words import AREAS, LEVELS, LOCAL
from fenming.adjudication.plan.rate import (
    Span,
    by_segments,
    points_of,
    rate_reached,
    rate_with,
    span_of,
    transfer_payment,
)
from fenming.adjudication.telling.points import points_steps
from fenming.adjudication.telling.segments import Segments, parts_text, segment_steps
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject, ending_in
from fenming.adjudication.telling.words import at_place
from fenming.kernel import Figure, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms.share import share

BY_RATE = "by_rate_fen"


def rate_steps(subject: Subject) -> Iterator[Step]:
    """From the base to the payment by rate; one step where nothing is left to pay on."""
    bill = subject.bill
    named = Named(BY_RATE, _("payment by rate"))
    if bill.paid.base_fen == 0 and bill.paid.by_rate_fen == 0:
        yield taken(named, _("no cost is left to pay on"), 0)
        return
    paid = tuple(_paid(subject))
    if not transfer_payment(bill.claim, bill.paid.deductible_applied_fen, bill.paid.base_fen, bill.cover, bill.year):
        yield from ending_in(paid, BY_RATE)
        return
    yield from paid
    added = _for_transfer(subject)
    yield added
    yield by_verb(named, "total", {"by_rate": paid[-1].value, "transfer": added.value})


def _paid(subject: Subject) -> Iterator[Step]:
    """The payment by the rates of the place and the points of the person."""
    bill = subject.bill
    segments = Segments.of(bill)
    span = span_of(bill.claim, bill.paid.deductible_applied_fen, bill.paid.base_fen, bill.cover, bill.year)
    if segments.count == 1 and _is_plain(subject, segments, span):
        yield from _single(subject, segments)
        return
    yield from points_steps(subject)
    if segments.is_whole:
        yield from _whole(subject, segments, span)
    elif span.start > 0 and bill.cover.segment_axis != ON_ELIGIBLE:
        yield from _risen(subject, segments, span)
    else:
        yield from _by_segments(subject, segments, span)


def _is_plain(subject: Subject, segments: Segments, span: Span) -> bool:
    """Whether one share of the base is what is paid; earlier bills on the same axis may change its last fen."""
    bill = subject.bill
    return share(bill.paid.base_fen, segments.rate(0)) == by_segments(bill.claim, span, segments.points, bill.cover)


def _single(subject: Subject, segments: Segments) -> Iterator[Step]:
    """One rate for all of the base."""
    bill, listed, rate = subject.bill, segments.rates[0], segments.rate(0)
    name = "rate" if rate == listed else "rate_listed"
    where = at_place(bill.claim.level, bill.claim.area)
    yield taken(Named(name, _("rate"), "ppm"), where, listed, rate_clauses(subject))
    if rate != listed:
        yield from points_steps(subject)
        yield with_points(subject, listed)
    inputs = {"whole": bill.paid.base_fen, "rate": rate}
    yield by_verb(Named(BY_RATE, _("payment by rate")), "share", inputs)


def with_points(subject: Subject, listed: int) -> Step:
    """The rate that counts: the listed one with the points, within its ends."""
    cover, points = subject.bill.cover, points_of(subject.bill.claim, subject.bill.cover)
    rate = rate_with(listed, points, cover)
    sign = "−" if points < 0 else "+"
    formula = f"{format_ppm(listed)} {sign} {format_ppm(abs(points))}"
    if rate == listed + points:
        return taken(Named("rate", _("rate that counts"), "ppm"), formula, rate)
    within = _("{sum}, at most {most} and not below zero").format(sum=formula, most=format_ppm(cover.rate_max))
    return taken(Named("rate", _("rate that counts"), "ppm"), within, rate, subject.clauses("rate_max"))


def rate_clauses(subject: Subject) -> tuple[Figure, ...]:
    """Where the rates of the bill's level and area are written, and which care they are the rates of."""
    claim, level = subject.bill.claim, LEVELS[subject.bill.claim.level]
    away = f"{AREAS[claim.area]}_rate"
    segments = f"segments.{level}"
    named = "rate" if subject.care.figure(segments) is None else segments
    if claim.area != LOCAL and subject.names(away, level):
        named = away
    is_own = subject.care.named(named).startswith(f"{subject.care.path}.")
    return subject.clauses(named) if is_own else subject.clauses(named, "same_as")


def _whole(subject: Subject, segments: Segments, span: Span) -> Iterator[Step]:
    """All of the base at the rate of the segment that it reaches."""
    bill = subject.bill
    reached = rate_reached(span.end, segments.edges, segments.rates)
    rate = rate_with(reached, segments.points, bill.cover)
    named = Named("rate" if rate == reached else "rate_listed", _("rate for the whole base"), "ppm")
    formula = _("the segment that {amount} reaches").format(amount=format_yuan(span.end))
    yield taken(named, formula, reached, rate_clauses(subject))
    if rate != reached:
        yield with_points(subject, reached)
    yield by_verb(Named(BY_RATE, _("payment by rate")), "share", {"whole": bill.paid.base_fen, "rate": rate})


def _by_segments(subject: Subject, segments: Segments, span: Span) -> Iterator[Step]:
    """Each segment for itself."""
    if span.start > 0:
        named = Named("base_before_fen", _("the segments count from zero; the base begins at"))
        below = _("the deductible, and the stay's cost before, lie below")
        yield taken(named, below, span.start, subject.clauses("segment_axis"))
    yield from segment_steps(segments, span, rate_clauses(subject), subject.clauses("rounding"))


def _risen(subject: Subject, segments: Segments, span: Span) -> Iterator[Step]:
    """Where earlier bills lie on the same axis: what all comes to now, less what it came to before."""
    axis = subject.bill.cover.segment_axis
    label = _("the year's base in this care before") if axis == ON_YEAR else _("the stay's base before")
    before = Named("base_before_fen", label)
    yield taken(before, _("counted by earlier bills"), span.start, subject.clauses("segment_axis"))
    clauses = rate_clauses(subject)
    whole, part = (Span(0, end) for end in (span.end, span.start))
    due = Named("by_rate_with_bill_fen", _("by segments on all of it with this bill"))
    yield taken(due, parts_text(segments, whole), segments.paid(whole), clauses)
    earlier = Named("by_rate_before_fen", _("by segments on what lies before"))
    yield taken(earlier, parts_text(segments, part), segments.paid(part))
    inputs = {"whole": segments.paid(whole), "part": segments.paid(part)}
    yield by_verb(Named(BY_RATE, _("payment by rate")), "difference", inputs)


def _for_transfer(subject: Subject) -> Step:
    """The points for a referred transfer, on the part of the cost below their limit."""
    cover, paid = subject.bill.cover, subject.bill.paid
    part = max(min(paid.base_fen, cover.transfer_addition_up_to_fen - max(paid.deductible_applied_fen, 0)), 0)
    named = Named("transfer_addition_fen", _("more for a referred transfer, on the cost below its limit"))
    clauses = subject.clauses("transfer_addition", "transfer_addition_up_to")
    return by_verb(named, "share", {"whole": part, "rate": cover.transfer_addition}, clauses)
