"""Each addition to the rate and each reduction of it."""

from collections.abc import Iterator

from fenming.adjudication.law.words import REFERRALS
from fenming.adjudication.telling.step import Named, Step, taken
from fenming.adjudication.telling.subject import Subject
from fenming.adjudication.telling.words import category_word, person_word, referral_word
from fenming.kernel import format_ppm
from fenming.kernel.language import _


def points_steps(subject: Subject) -> Iterator[Step]:
    """The points that person, age, contract and referral add to the rate or take from it."""
    claim, cover = subject.bill.claim, subject.bill.cover
    person, category = person_word(claim.person_group), category_word(claim.category)
    yield from _step(subject, "addition_by_person", cover.addition_by_person[claim.person_group], person)
    yield from _step(subject, "addition_by_category", cover.addition_by_category[claim.category], category)
    of_age = _("{count} years × {rate}").format(count=claim.age, rate=format_ppm(cover.age_addition))
    yield from _step(subject, "age_addition", cover.age_addition * claim.age, of_age)
    if claim.is_contracted:
        contracted = _("contracted with a family doctor")
        yield from _step(subject, "contracted_addition", cover.contracted_addition, contracted)
    reduction = -cover.reduction[claim.area][claim.referral]
    away = _("away from home {how}").format(how=referral_word(claim.referral))
    yield from _step(subject, f"{REFERRALS[claim.referral]}_reduction", reduction, away)


def _step(subject: Subject, parameter: str, points: int, why: str) -> Iterator[Step]:
    """The points of one parameter; nothing where it adds none."""
    if points:
        label = _("points added to the rate") if points > 0 else _("points taken off the rate")
        yield taken(Named(parameter, label, "ppm"), why, points, subject.clauses(parameter))
