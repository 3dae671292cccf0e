"""What the pool pays by rate on one bill: segments, and the points that person, place and referral add or take."""

from typing import Any, NamedTuple

from fenming.adjudication.law.terms import ON_ELIGIBLE, ON_YEAR
from fenming.adjudication.law.words import TIERS_MAX
from fenming.adjudication.plan.claim import NO_STAY, Claim
from fenming.adjudication.plan.standard import is_in_chain
from fenming.kernel.compiled import compiled
from fenming.kernel.money import PPM, divide
from fenming.mechanisms.share import share


class Span(NamedTuple):
    """Where a bill's base lies on the axis of the segments, in fen."""

    start: int
    end: int


@compiled
def span_of(claim: Claim, applied: int, base: int, cover: Any, year: Any) -> Span:
    """From where to where the base counts: this stay's base, its cost with the deductible inside, or the year's base."""
    start = 0
    in_stay = claim.stay != NO_STAY and year.stay == claim.stay
    if cover.segment_axis == ON_YEAR:
        start = year.care_base_fen[claim.care]
    elif cover.segment_axis == ON_ELIGIBLE:
        start = max(applied, 0) + (year.stay_counted_fen if in_stay else 0)
    elif in_stay:
        start = year.stay_base_fen
    return Span(start, start + base)


@compiled
def points_of(claim: Claim, cover: Any) -> int:
    """The points, in ppm, that are added to every segment's rate; negative when more is taken than added."""
    points = cover.addition_by_person[claim.person_group] + cover.addition_by_category[claim.category]
    points += cover.age_addition * claim.age
    if claim.is_contracted:
        points += cover.contracted_addition
    return int(points - cover.reduction[claim.area][claim.referral])


@compiled
def rate_with(rate: int, points: int, cover: Any) -> int:
    """A segment's rate with the points, never below zero nor above the highest rate."""
    return int(max(min(rate + points, cover.rate_max), 0))


@compiled
def by_segments(claim: Claim, span: Span, points: int, cover: Any) -> int:
    """The payment by rate on the span: each segment at its own rate, or the whole at the rate of the segment it reaches.

    Where earlier bills lie on the same axis, what the whole axis comes to now, less what it came to before.
    """
    edges, rates = cover.edges_fen[claim.area][claim.level], cover.rates[claim.area][claim.level]
    if cover.is_whole[claim.area][claim.level]:
        return share(span.end - span.start, rate_with(rate_reached(span.end, edges, rates), points, cover))
    if span.start > 0 and cover.segment_axis != ON_ELIGIBLE:
        return by_parts(Span(0, span.end), edges, rates, points, cover) - by_parts(
            Span(0, span.start), edges, rates, points, cover
        )
    return by_parts(span, edges, rates, points, cover)


@compiled
def by_parts(span: Span, edges: Any, rates: Any, points: int, cover: Any) -> int:
    """The parts of the span inside each segment at its rate; each part rounded, or only their sum."""
    paid, exact = 0, 0
    for tier in range(TIERS_MAX):
        upper = span.end if tier + 1 == TIERS_MAX else min(span.end, edges[tier + 1])
        part = upper - max(span.start, edges[tier])
        if part > 0:
            rate = rate_with(rates[tier], points, cover)
            paid += share(part, rate)
            exact += part * rate
        if upper == span.end:
            break
    return divide(exact, PPM) if cover.rounds_sum else paid


@compiled
def rate_reached(amount: int, edges: Any, rates: Any) -> int:
    """The rate of the highest segment whose lower edge lies below the amount."""
    rate = rates[0]
    for tier in range(1, TIERS_MAX):
        if amount > edges[tier]:
            rate = rates[tier]
    return int(rate)


@compiled
def transfer_payment(claim: Claim, applied: int, base: int, cover: Any, year: Any) -> int:
    """What the points for a referred transfer add, on the part of the cost between the deductible and their limit."""
    if cover.transfer_addition == 0 or not is_in_chain(claim, cover, year):
        return 0
    part = min(base, cover.transfer_addition_up_to_fen - max(applied, 0))
    return share(max(part, 0), cover.transfer_addition)
