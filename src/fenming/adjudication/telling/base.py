"""The cost that the rates are applied to."""

from collections.abc import Iterator

from fenming.adjudication.law.terms import CAP_ON_BASE
from fenming.adjudication.telling.step import Named, Step, by_verb
from fenming.adjudication.telling.subject import Subject
from fenming.kernel.language import _


def base_steps(subject: Subject) -> Iterator[Step]:
    """The counted cost less the deductible, and within the scheme's yearly cap where that cuts the base."""
    bill = subject.bill
    counted = bill.claim.eligible_fen - bill.paid.copay_first_fen
    uncut = counted - bill.paid.deductible_applied_fen
    is_cut = bill.paid.base_fen < uncut
    if uncut != counted:
        name = "base_uncut_fen" if is_cut else "base_fen"
        inputs = {"whole": counted, "part": bill.paid.deductible_applied_fen}
        yield by_verb(Named(name, _("counted cost above the deductible")), "difference", inputs)
    if is_cut and bill.scheme.annual_cap_on == CAP_ON_BASE:
        yield from _within_cap(subject, uncut)


def _within_cap(subject: Subject, uncut: int) -> Iterator[Step]:
    """The rest of the base flows on into the layers above the pool."""
    bill, clauses = subject.bill, subject.of_scheme("annual_cap", "annual_cap_on")
    left = bill.scheme.annual_cap_fen - bill.year.base_fen
    inputs = {"whole": bill.scheme.annual_cap_fen, "part": bill.year.base_fen}
    yield by_verb(
        Named("base_left_fen", _("left of the cost that the pool takes in a year")), "difference", inputs, clauses
    )
    named = Named("base_fen", _("counted cost within it; the rest goes on to the next layer"))
    yield by_verb(named, "cap", {"amount": uncut, "limit": left})
