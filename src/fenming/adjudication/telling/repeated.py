"""What the year's n-th admission makes of the deductible."""

from collections.abc import Iterator

from fenming.adjudication.law.words import ADMISSIONS
from fenming.adjudication.plan.standard import repeat_standard
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject
from fenming.kernel import PPM, format_yuan
from fenming.kernel.language import _

REPEATED = "deductible_repeated_fen"


def is_named_by_admission(subject: Subject) -> bool:
    """Whether the deductible depends on nothing but which admission of the year this is."""
    cover = subject.bill.cover
    return bool(cover.is_stay and cover.repeat_deductible_fen[_place(subject)] >= 0)


def repeat_steps(subject: Subject, amount: int) -> Iterator[Step]:
    """From `amount` to the deductible of this admission; nothing where the rules do not tell admissions apart."""
    bill = subject.bill
    named = bill.cover.repeat_deductible_fen[_place(subject)]
    if named >= 0:
        label = _("deductible of the year's admission no. {number}").format(number=bill.year.admissions + 1)
        yield taken(Named(REPEATED, label), _("named for it"), named, subject.clauses("repeat_deductible"))
        yield from _not_below_least(subject, named, amount)
        return
    lowered = tuple(_lowered(subject, amount))
    yield from lowered
    yield from _not_below_least(subject, lowered[-1].value if lowered else amount, amount)


def _place(subject: Subject) -> int:
    return int(min(max(subject.bill.year.admissions, 0), len(ADMISSIONS) - 1))


def _lowered(subject: Subject, amount: int) -> Iterator[Step]:
    """By a factor for this admission, then by an amount for each earlier one."""
    cover, before = subject.bill.cover, subject.bill.year.admissions
    label = _("deductible of the year's admission no. {number}").format(number=before + 1)
    factor = cover.repeat_factor[_place(subject)]
    if factor != PPM and amount:
        inputs = {"whole": amount, "rate": factor}
        step = by_verb(Named(REPEATED, label), "share", inputs, subject.clauses("repeat_factor"))
        amount = step.value
        yield step
    if before and cover.repeat_reduction_fen:
        reduction = cover.repeat_reduction_fen
        formula = _("{amount} − {count} earlier admissions × {reduction}").format(
            amount=format_yuan(amount), count=before, reduction=format_yuan(reduction)
        )
        clauses = subject.clauses("repeat_reduction")
        yield taken(Named(REPEATED, label), formula, amount - before * reduction, clauses)


def _not_below_least(subject: Subject, amount: int, first: int) -> Iterator[Step]:
    """Raised to the least deductible of a repeated admission, which never raises one that was lower at first."""
    bill = subject.bill
    kept = repeat_standard(bill.claim, first, bill.cover, bill.year)
    if kept != amount:
        named = Named("deductible_least_fen", _("deductible of a repeated admission, not below the least"))
        yield by_verb(named, "floor", {"amount": amount, "least": kept}, subject.clauses("repeat_minimum"))
