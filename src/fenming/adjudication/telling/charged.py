"""What was charged, what of it the rules do not count, and what the person pays first away from home."""

from collections.abc import Iterator

from fenming.adjudication.plan.claim import NOT_STATED
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject
from fenming.adjudication.telling.words import referral_word
from fenming.kernel import format_yuan
from fenming.kernel.language import _


def charged_steps(subject: Subject) -> Iterator[Step]:
    """From the bill's cost to the cost that the rules count; a refund's cost is told as one amount."""
    claim = subject.bill.claim
    yield taken(Named("total_fen", _("charged")), _("as the bill states"), claim.total_fen)
    if claim.total_fen < 0:
        return
    outside = tuple(_outside(subject))
    yield from outside
    yield _eligible(subject, outside)


def _outside(subject: Subject) -> Iterator[Step]:
    """What was charged and does not count, by kind where the bill says so."""
    bill, stated = subject.bill, _("as the bill states")
    parts = {
        "excluded_fen": (_("outside the insurance list"), bill.excluded_fen),
        "over_limit_fen": (_("above the price limit"), bill.over_limit_fen),
        "upfront_copay_fen": (_("paid upfront by the person, for items of class B"), bill.claim.upfront_fen),
    }
    if NOT_STATED in (bill.excluded_fen, bill.over_limit_fen):
        rest = bill.claim.total_fen - bill.claim.upfront_fen - bill.claim.eligible_fen
        del parts["over_limit_fen"]
        parts["excluded_fen"] = _("outside the insurance list or above the price limit"), rest
    for name, (label, value) in parts.items():
        if value:
            yield taken(Named(name, label), stated, value)


def _eligible(subject: Subject, outside: tuple[Step, ...]) -> Step:
    claim, named = subject.bill.claim, Named("eligible_fen", _("cost that the rules count"))
    left = claim.total_fen - sum(step.value for step in outside)
    if left != claim.eligible_fen:
        formula = _("as the bill states; what is left of its parts would be {amount}")
        return taken(named, formula.format(amount=format_yuan(left)), claim.eligible_fen)
    formula = " − ".join([format_yuan(claim.total_fen), *(step.shown for step in outside)])
    return taken(named, formula if outside else _("all of it"), claim.eligible_fen)


def copay_steps(subject: Subject) -> Iterator[Step]:
    """The share that is paid first for care away from home, and what is counted then."""
    claim, cover = subject.bill.claim, subject.bill.cover
    rate = cover.copay_first[claim.area][claim.referral]
    if not rate:
        return
    label = _("paid first by the person, away from home {how}").format(how=referral_word(claim.referral))
    inputs = {"whole": claim.eligible_fen, "rate": rate}
    first = by_verb(Named("copay_first_fen", label), "share", inputs, subject.clauses("copay_first"))
    yield first
    left = {"whole": claim.eligible_fen, "part": first.value}
    yield by_verb(Named("counted_fen", _("counted then")), "difference", left)
