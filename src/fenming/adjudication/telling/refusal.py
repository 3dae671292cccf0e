"""Why the funds pay nothing on a bill, with the clause that says so or the file that leaves it out."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from fenming.adjudication.law.cover import cover_of
from fenming.adjudication.law.words import SCHEMES
from fenming.adjudication.law.written import Written
from fenming.adjudication.plan.judge import is_unknown_to
from fenming.adjudication.plan.reason import (
    NOT_COVERED,
    RULE_UNKNOWN,
    SUPPLY_OVERLAPS,
    SUPPLY_TOO_LONG,
    THIRD_PARTY,
    Reason,
)
from fenming.adjudication.telling.step import Named, Step, taken
from fenming.adjudication.telling.subject import Subject
from fenming.adjudication.telling.words import at_level, care_word, scheme_word
from fenming.kernel import Figure
from fenming.kernel.language import _

EPOCH = date(1970, 1, 1)
BY_DISEASE = ".disease_cap"  # names diseases by words of the pack, and never keeps a bill from being judged
Why = tuple[str, tuple[Figure, ...]]


def refusal_steps(subject: Subject, refused: int) -> Iterator[Step]:
    """One step: nothing is paid, and why."""
    reasons: dict[int, Callable[[Subject], Why]] = {
        NOT_COVERED: _not_covered,
        RULE_UNKNOWN: _unknown,
        THIRD_PARTY: _third_party,
        SUPPLY_TOO_LONG: _too_long,
        SUPPLY_OVERLAPS: _overlaps,
    }
    words = Reason(refused).words
    detail, clauses = reasons[refused](subject) if refused in reasons else ("", ())
    formula = _("{reason}: {detail}").format(reason=words, detail=detail) if detail else words
    yield taken(Named("pool_fen", _("paid by the pool")), formula, 0, clauses)


def _not_covered(subject: Subject) -> Why:
    """No rules for the scheme, the kind of care, or the level."""
    bill = subject.bill
    scheme, care = scheme_word(SCHEMES[bill.claim.scheme]), care_word(subject.care_word)
    if not bill.cover.is_covered:
        return _("the pack has no rules for {care} in the {scheme}").format(care=care, scheme=scheme), ()
    left_out = _("the rates for {care} name none {level}")
    return left_out.format(care=care, level=at_level(bill.claim.level)), subject.clauses("rate")


def _unknown(subject: Subject) -> Why:
    """The parameters whose value was never seen and that this bill needs."""
    unknown = [name for name in subject.bill.figures if subject.bill.figures[name] is None]
    deciding = [name for name in unknown if _decides(subject, name)]
    return _(", ").join(deciding or unknown), ()


def _decides(subject: Subject, name: str) -> bool:
    """Whether `name` alone, were all else known, would leave this bill unjudged."""
    claim, scheme, care = subject.bill.claim, SCHEMES[subject.bill.claim.scheme], subject.care_word
    known = {
        other: figure for other, figure in subject.bill.figures.items() if figure and not other.endswith(BY_DISEASE)
    }
    cover = cover_of(Written.of_care(scheme, care, known | {name: None}), scheme, care, ("",))
    return is_unknown_to(claim, cover)


def _third_party(subject: Subject) -> Why:
    return _("the bill is marked so, and the rules do not pay in another's place"), subject.clauses("third_party")


def _too_long(subject: Subject) -> Why:
    supplied = _("{days} days, at most {most}")
    most = subject.bill.cover.supply_days_max
    return supplied.format(days=subject.bill.claim.supply_days, most=most), subject.clauses("supply_days_max")


def _overlaps(subject: Subject) -> Why:
    claim, cover, year = subject.bill.claim, subject.bill.cover, subject.bill.year
    until = year.supplied_until[claim.care]
    text = _("it begins on {day}, {early} days before the last one ends on {end}; at most {allowed} days are allowed")
    told = text.format(day=_day(claim.began), early=until - claim.began, end=_day(until), allowed=cover.supply_overlap)
    return told, subject.clauses("supply_overlap")


def _day(number: int) -> date:
    return EPOCH + timedelta(days=number)
