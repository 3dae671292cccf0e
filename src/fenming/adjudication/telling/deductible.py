"""The deductible and why this one: listed, for the person, repeated, in a chain of transfers, what is left of it."""

from collections.abc import Iterator

from fenming.adjudication.law.terms import EACH_DAY, EACH_MONTH
from fenming.adjudication.plan.claim import NO_STAY
from fenming.adjudication.plan.standard import Standard, is_in_chain, standard_of
from fenming.adjudication.telling.listed import listed_steps
from fenming.adjudication.telling.repeated import is_named_by_admission, repeat_steps
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject, ending_in
from fenming.adjudication.telling.words import category_word, person_word
from fenming.kernel import PPM, format_ppm, format_yuan
from fenming.kernel.language import _

DUE = "deductible_standard_fen"
APPLIED = "deductible_applied_fen"


def deductible_steps(subject: Subject) -> Iterator[Step]:
    """How the deductible came about, then what of it this bill bears."""
    bill = subject.bill
    standard = standard_of(bill.claim, bill.cover, bill.year)
    yield from ending_in(tuple(_standard(subject, standard)), DUE)
    if standard.due_fen:
        yield _applied(subject, standard.due_fen)


def _standard(subject: Subject, standard: Standard) -> Iterator[Step]:
    bill = subject.bill
    if bill.claim.stay != NO_STAY and bill.year.stay == bill.claim.stay:
        yield from _rest_of_stay(subject)
        return
    in_chain = is_in_chain(bill.claim, bill.cover, bill.year)
    if in_chain or not is_named_by_admission(subject):
        yield from listed_steps(subject)
        yield from _for_person(subject, standard)
    if in_chain:
        yield _after_transfer(subject, standard)
    elif bill.cover.is_stay:
        yield from repeat_steps(subject, standard.for_person_fen)
    yield from _left(subject, standard)
    yield from _within_yearly_total(subject, standard)


def _rest_of_stay(subject: Subject) -> Iterator[Step]:
    year = subject.bill.year
    whole = Named("deductible_of_stay_fen", _("deductible of the whole stay"))
    yield taken(whole, _("as on the first bill of this stay"), year.stay_standard_fen)
    if year.stay_deductible_fen:
        left = {"amount": year.stay_standard_fen, "limit": year.stay_deductible_fen}
        yield by_verb(Named(DUE, _("less what earlier bills of the stay have borne")), "excess", left)


def _for_person(subject: Subject, standard: Standard) -> Iterator[Step]:
    """What person group and category make of the listed deductible."""
    claim, cover = subject.bill.claim, subject.bill.cover
    factors = (
        ("person", cover.deductible_factor_by_person[claim.person_group], person_word(claim.person_group)),
        ("category", cover.deductible_factor_by_category[claim.category], category_word(claim.category)),
    )
    amount = standard.listed_fen
    for by, factor, who in factors:
        if factor != PPM and amount:
            named = Named(f"deductible_for_{by}_fen", _("deductible for {who}").format(who=who))
            inputs = {"whole": amount, "rate": factor}
            step = by_verb(named, "share", inputs, subject.clauses(f"deductible_factor_by_{by}"))
            amount = step.value
            yield step


def _after_transfer(subject: Subject, standard: Standard) -> Step:
    """Inside a chain of referred transfers: the difference upward, downward nothing or a part given back."""
    year, cover = subject.bill.year, subject.bill.cover
    taken_so_far = year.chain_deductible_fen
    clauses = subject.clauses("transfer", "transfer_window")
    if standard.in_chain_fen < 0:
        named = Named("deductible_in_chain_fen", _("given back after the transfer to a lower level"))
        formula = _("−({taken} borne before the transfer × {rate})").format(
            taken=format_yuan(taken_so_far), rate=format_ppm(cover.transfer_given_back)
        )
        return taken(named, formula, standard.in_chain_fen, clauses + subject.clauses("transfer_given_back"))
    label = _("deductible after a referred transfer: only the rise above what was borne before")
    inputs = {"amount": standard.for_person_fen, "limit": taken_so_far}
    return by_verb(Named("deductible_in_chain_fen", label), "excess", inputs, clauses)


def _left(subject: Subject, standard: Standard) -> Iterator[Step]:
    """What is left of a deductible that is due once a day, month or year."""
    if standard.left_fen == standard.in_stay_fen:
        return
    label = {
        EACH_DAY: _("left of the day's deductible"),
        EACH_MONTH: _("left of the month's deductible"),
    }.get(subject.bill.cover.deductible_basis, _("left of the year's deductible, due once at the highest level"))
    inputs = {"amount": standard.in_stay_fen, "limit": _taken(subject)}
    yield by_verb(Named("deductible_left_fen", label), "excess", inputs, subject.clauses("deductible_basis"))


def _taken(subject: Subject) -> int:
    """What the bills of the same day, month or year have borne of it."""
    year, care = subject.bill.year, subject.bill.claim.care
    by_basis = {EACH_DAY: year.day_deductible_fen, EACH_MONTH: year.month_deductible_fen}
    return int(by_basis.get(subject.bill.cover.deductible_basis, year.care_deductible_fen)[care])


def _within_yearly_total(subject: Subject, standard: Standard) -> Iterator[Step]:
    if standard.due_fen == standard.left_fen:
        return
    total = subject.bill.cover.deductible_yearly_total_fen
    borne = subject.bill.year.care_deductible_fen[subject.bill.claim.care]
    clauses = subject.clauses("deductible_yearly_total")
    left = Named("deductible_total_left_fen", _("left of the most that deductibles may come to in a year"))
    yield by_verb(left, "difference", {"whole": total, "part": borne}, clauses)
    inputs = {"amount": standard.left_fen, "limit": total - borne}
    yield by_verb(Named(DUE, _("deductible within it")), "cap", inputs)


def _applied(subject: Subject, due: int) -> Step:
    """What of the deductible this bill bears."""
    claim, paid = subject.bill.claim, subject.bill.paid
    if due < 0:
        return taken(Named(APPLIED, _("deductible given back with this bill")), _("the amount above"), due)
    inputs = {"amount": claim.eligible_fen - paid.copay_first_fen, "standard": due}
    return by_verb(Named(APPLIED, _("deductible that this bill bears")), "deductible", inputs)
