"""The deductible of one bill, from the list to what is due now (起付标准)."""

from typing import Any, NamedTuple

from fenming.adjudication.law.terms import (
    CREDIT_AND_HALF,
    EACH_DAY,
    EACH_MONTH,
    EACH_YEAR,
    NOT_WRITTEN,
    SEPARATE,
)
from fenming.adjudication.law.words import ADMISSIONS, LOCAL, REFERRED
from fenming.adjudication.plan.claim import NO_STAY, Claim
from fenming.kernel.compiled import compiled
from fenming.mechanisms.cap import cap
from fenming.mechanisms.floor import floor
from fenming.mechanisms.share import share


class Standard(NamedTuple):
    """The deductible after each rule, in fen; each rule that does not apply leaves it as it was."""

    listed_fen: int  # by area and level, or a share of the bill
    for_person_fen: int
    repeated_fen: int  # after the rule for repeated admissions
    in_chain_fen: int  # after the rule for referred transfers; negative: given back
    in_stay_fen: int  # less what earlier parts of the stay have had taken
    left_fen: int  # of the day, month or year
    due_fen: int  # within the yearly total


@compiled
def standard_of(claim: Claim, cover: Any, year: Any) -> Standard:
    """The deductible of this bill before it meets the cost."""
    listed = listed_standard(claim, cover)
    for_person = share(listed, cover.deductible_factor_by_person[claim.person_group])
    for_person = share(for_person, cover.deductible_factor_by_category[claim.category])
    if claim.stay != NO_STAY and year.stay == claim.stay:
        whole = year.stay_standard_fen
        due = max(whole - year.stay_deductible_fen, 0)
        return Standard(listed, for_person, whole, whole, due, due, due)
    repeated, in_chain = for_person, for_person
    if is_in_chain(claim, cover, year):
        in_chain = transfer_standard(claim, for_person, cover, year)
    elif cover.is_stay:
        repeated = repeat_standard(claim, for_person, cover, year)
        in_chain = repeated
    left = left_standard(claim, in_chain, cover, year)
    due = cap(left, cover.deductible_yearly_total_fen - year.care_deductible_fen[claim.care])
    return Standard(listed, for_person, repeated, in_chain, in_chain, left, due)


@compiled
def listed_standard(claim: Claim, cover: Any) -> int:
    """The deductible that the list names for area and level, or a share of the whole bill between its ends."""
    if cover.is_deductible_by_total[claim.area] == 0:
        listed: int = cover.deductible_fen[claim.area][claim.level]
        if listed == NOT_WRITTEN:
            return share(cover.deductible_fen[LOCAL][claim.level], cover.other_city_deductible_factor)
        return listed
    of_total = share(claim.total_fen, cover.deductible_of_total[claim.area])
    return cap(floor(of_total, cover.deductible_least_fen[claim.area]), cover.deductible_most_fen[claim.area])


@compiled
def repeat_standard(claim: Claim, standard: int, cover: Any, year: Any) -> int:
    """The deductible of the year's n-th admission: named for itself, or by factor and reduction, not below its minimum."""
    place = min(max(year.admissions, 0), len(ADMISSIONS) - 1)
    repeated: int = cover.repeat_deductible_fen[place]
    if repeated < 0:
        repeated = share(standard, cover.repeat_factor[place]) - year.admissions * cover.repeat_reduction_fen
    return int(max(repeated, min(cover.repeat_minimum_fen[claim.level], standard), 0))


@compiled
def is_in_chain(claim: Claim, cover: Any, year: Any) -> bool:
    """Whether this admission follows the last stay by referral, within the window."""
    if cover.transfer == SEPARATE or NO_STAY in (claim.stay, year.stay) or claim.referral != REFERRED:
        return False
    return bool(0 <= claim.began - year.stay_ended <= cover.transfer_window)


@compiled
def transfer_standard(claim: Claim, standard: int, cover: Any, year: Any) -> int:
    """Inside a chain: upward the difference, downward nothing, or a part of what was taken is given back."""
    if cover.transfer == CREDIT_AND_HALF and claim.level < year.stay_level:
        return -share(max(year.chain_deductible_fen, 0), cover.transfer_given_back)
    return int(max(standard - year.chain_deductible_fen, 0))


@compiled
def left_standard(claim: Claim, standard: int, cover: Any, year: Any) -> int:
    """What of the standard is still due in its day, month or year."""
    care, taken = claim.care, 0
    if cover.deductible_basis == EACH_YEAR:
        taken = year.care_deductible_fen[care]
    elif cover.deductible_basis == EACH_DAY and year.day[care] == claim.day:
        taken = year.day_deductible_fen[care]
    elif cover.deductible_basis == EACH_MONTH and year.month[care] == claim.month:
        taken = year.month_deductible_fen[care]
    return max(standard - taken, 0) if standard > 0 else standard
