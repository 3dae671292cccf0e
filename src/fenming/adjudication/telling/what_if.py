"""What a bill would have been paid elsewhere: the same person's year judged again with this bill's place of care changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fenming.adjudication.desk.bills import FIELDS
from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.law.terms import SEPARATE
from fenming.adjudication.law.words import LEVELS, LOCAL, REFERRALS, REFERRED
from fenming.adjudication.plan.claim import NO_STAY, Paid
from fenming.adjudication.plan.reason import NOT_COVERED, is_refused
from fenming.adjudication.telling.history import Judged, plain_results

PRIMARY, COUNTY = LEVELS.index("primary"), LEVELS.index("county")
UNREFERRED = REFERRALS.index("unreferred")
ALTERNATIVES: Mapping[str, Mapping[str, int]] = {
    "primary": {"level": PRIMARY, "area": LOCAL},
    "county": {"level": COUNTY, "area": LOCAL},
    "referred": {"referral": REFERRED},
}
FUND, PERSON, REASON = (Paid._fields.index(name) for name in ("fund_fen", "person_fen", "reason"))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the bill (or the whole stay it is part of) and all bills of its person come to, in fen, when care is given at `where`.

    `where` is `actual` or a word of ALTERNATIVES; `reason` says why nothing is paid there, 0 where something may be.
    """

    where: str
    fund_fen: int
    person_fen: int
    all_person_fen: int
    reason: int


def elsewhere(bills: Any, place: int, judged: Sequence[Judged], facts: Facts) -> list[Elsewhere]:
    """The bill at `place` as it was, then in each place where another amount would have been paid; costs stay as they are.

    `bills` are all of the person's as the plain engine reads them, `judged` what it made of them. Empty for a refund, a
    bill that was refunded, and one that no place could get paid.
    """
    if not _can_be_elsewhere(bills, place, judged):
        return []
    parts = _parts(bills, place)
    actual = _outcome("actual", bills, parts, facts)
    others = []
    for where in _alternatives(judged[place]):
        changed = bills.copy()
        for name, value in ALTERNATIVES[where].items():
            changed[FIELDS.index(name), parts] = value
        others.append(_outcome(where, changed, parts, facts))
    telling = [other for other in others if replace(other, where=actual.where) != actual]
    return [actual, *telling] if telling else []


def _can_be_elsewhere(bills: Any, place: int, judged: Sequence[Judged]) -> bool:
    bill = judged[place]
    originals = [int(original) for original in bills[FIELDS.index("original")]]
    is_undone = any(part in originals for part in _parts(bills, place))
    is_out = is_refused(bill.paid.reason) and bill.paid.reason != NOT_COVERED
    return not (bill.original or is_undone or is_out or not bill.cover.is_covered)


def _parts(bills: Any, place: int) -> list[int]:
    """The bill and the others of its stay."""
    stays = bills[FIELDS.index("stay")]
    if stays[place] == NO_STAY:
        return [place]
    return [part for part, stay in enumerate(stays) if stay == stays[place]]


def _alternatives(bill: Judged) -> Iterator[str]:
    """The places that differ from where the bill is from, and that the rules could tell apart from it."""
    claim = bill.claim
    for where in ("primary", "county"):
        if (claim.level, claim.area) != (ALTERNATIVES[where]["level"], LOCAL):
            yield where
    can_matter = claim.area != LOCAL or (bill.cover.is_stay and bill.cover.transfer != SEPARATE)
    if claim.referral == UNREFERRED and can_matter:
        yield "referred"


def _outcome(where: str, bills: Any, parts: Sequence[int], facts: Facts) -> Elsewhere:
    result = plain_results(bills, facts)
    reasons = [int(result[REASON, part]) for part in parts if is_refused(int(result[REASON, part]))]
    return Elsewhere(
        where,
        sum(int(result[FUND, part]) for part in parts),
        sum(int(result[PERSON, part]) for part in parts),
        sum(map(int, result[PERSON])),
        reasons[0] if reasons else 0,
    )
