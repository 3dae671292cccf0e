"""The deductible that the list names: by area and level, or as a share of the whole bill."""

from collections.abc import Iterator

from fenming.adjudication.law.terms import NEVER_FEN, NOT_WRITTEN
from fenming.adjudication.law.words import AREAS, LEVELS, LOCAL
from fenming.adjudication.plan.standard import listed_standard
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject
from fenming.adjudication.telling.words import at_level, at_place
from fenming.kernel import PPM
from fenming.kernel.language import _

LISTED = "deductible_listed_fen"


def listed_steps(subject: Subject) -> Iterator[Step]:
    """The listed deductible, in one step unless a factor or a share of the bill made it."""
    claim, cover = subject.bill.claim, subject.bill.cover
    if cover.is_deductible_by_total[claim.area]:
        yield from _by_total(subject)
    elif cover.deductible_fen[claim.area][claim.level] == NOT_WRITTEN:
        yield from _by_factor(subject)
    else:
        yield _by_level(subject)


def _by_level(subject: Subject) -> Step:
    claim, cover = subject.bill.claim, subject.bill.cover
    amount = listed_standard(claim, cover)
    own = f"{AREAS[claim.area]}_deductible"
    parameter = own if claim.area != LOCAL and subject.names(own, LEVELS[claim.level]) else "deductible"
    clauses = subject.clauses(parameter)
    formula = at_place(claim.level, claim.area) if clauses else _("the rules name none")
    return taken(Named(LISTED, _("deductible")), formula, amount, clauses)


def _by_factor(subject: Subject) -> Iterator[Step]:
    """In another city: the deductible at home, times a factor."""
    claim, cover = subject.bill.claim, subject.bill.cover
    at_home, factor = cover.deductible_fen[LOCAL][claim.level], cover.other_city_deductible_factor
    if factor == PPM or at_home == 0:
        yield _home(subject, Named(LISTED, _("deductible")), at_home)
        return
    yield _home(subject, Named("deductible_at_home_fen", _("deductible at home")), at_home)
    named = Named(LISTED, _("deductible in another city of the province"))
    inputs = {"whole": at_home, "rate": factor}
    yield by_verb(named, "share", inputs, subject.clauses("other_city_deductible_factor"))


def _home(subject: Subject, named: Named, amount: int) -> Step:
    clauses = subject.clauses("deductible")
    formula = at_level(subject.bill.claim.level) if clauses else _("the rules name none")
    return taken(named, formula, amount, clauses)


def _by_total(subject: Subject) -> Iterator[Step]:
    """Out of the province: a share of the whole bill, between the least and the most."""
    claim, cover, area = subject.bill.claim, subject.bill.cover, AREAS[subject.bill.claim.area]
    rate, least, most = (
        terms[claim.area]
        for terms in (cover.deductible_of_total, cover.deductible_least_fen, cover.deductible_most_fen)
    )
    share = by_verb(
        Named(LISTED, _("deductible: a share of the whole bill")),
        "share",
        {"whole": claim.total_fen, "rate": rate},
        subject.clauses(f"{area}_deductible_rate"),
    )
    yield share
    if share.value < least:
        inputs = {"amount": share.value, "least": least}
        named = Named("deductible_raised_fen", _("deductible, at least the lowest"))
        yield by_verb(named, "floor", inputs, subject.clauses(f"{area}_deductible_min"))
    if most < NEVER_FEN and max(share.value, least) > most:
        inputs = {"amount": max(share.value, least), "limit": most}
        named = Named("deductible_lowered_fen", _("deductible, at most the highest"))
        yield by_verb(named, "cap", inputs, subject.clauses(f"{area}_deductible_max"))
