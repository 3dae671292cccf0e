"""What a person's benefit year has used up, in one scheme: read by the plan, counted in after each bill."""

from typing import Any

import numpy as np

from fenming.adjudication.law.record import record_type
from fenming.adjudication.law.terms import CARE_COUNT, SCHEME_COUNT
from fenming.adjudication.law.words import DISEASES_MAX
from fenming.adjudication.plan.claim import NO_STAY, Claim, Paid
from fenming.adjudication.plan.reason import REFUND, is_refused, refund_reason
from fenming.kernel.compiled import compiled

YEAR = {
    "owner": (),  # the person whose year this is
    "pool_fen": (),  # and base: of care that counts to the yearly cap
    "base_fen": (),
    "large_base_fen": (),
    "large_fen": (),
    "critical_base_fen": (),  # eligible cost that the pool did not pay
    "critical_fen": (),
    "civil_base_fen": (),
    "civil_fen": (),
    "aid_base_fen": (),
    "aid_fen": (),
    "tilted_base_fen": (),
    "tilted_fen": (),
    "admissions": (),
    "stay": (),  # the stay last seen, with what its parts so far have used
    "stay_level": (),
    "stay_ended": (),
    "stay_standard_fen": (),
    "stay_deductible_fen": (),
    "stay_base_fen": (),
    "stay_counted_fen": (),
    "stay_admission": (),
    "stay_parts": (),
    "chain_deductible_fen": (),  # taken from all stays that followed each other by referral
    "care_pool_fen": (CARE_COUNT,),
    "care_deductible_fen": (CARE_COUNT,),
    "care_base_fen": (CARE_COUNT,),
    "day": (CARE_COUNT,),
    "day_pool_fen": (CARE_COUNT,),
    "day_deductible_fen": (CARE_COUNT,),
    "month": (CARE_COUNT,),
    "month_pool_fen": (CARE_COUNT,),
    "month_deductible_fen": (CARE_COUNT,),
    "supplied_until": (CARE_COUNT,),  # the first day not supplied by the last prescription
    "disease_pool_fen": (DISEASES_MAX,),
}
NOBODY = -1
BLANK = {"owner": NOBODY, "stay": NO_STAY}


def blank_years(count: int) -> Any:
    """Working room for the compiled loop: one record of a person's year for each of so many years and each scheme."""
    records = np.zeros(count * SCHEME_COUNT, record_type(YEAR))
    records["owner"] = NOBODY
    return records


@compiled
def count_in(year: Any, claim: Claim, cover: Any, paid: Paid, sign: int) -> None:
    """Let `year` know what a bill used; with sign −1, give back what it had used, as a refund does."""
    if is_refused(paid.reason):
        return
    care = claim.care
    if cover.counts_to_annual_cap:
        year.pool_fen += sign * paid.pool_fen
        year.base_fen += sign * paid.base_fen
    year.large_base_fen += sign * paid.large_amount_base_fen
    year.large_fen += sign * paid.large_amount_fen
    year.critical_base_fen += sign * paid.critical_base_fen
    year.critical_fen += sign * paid.critical_illness_fen
    year.civil_base_fen += sign * civil_base(claim, paid)
    year.civil_fen += sign * paid.civil_servant_fen
    year.aid_base_fen += sign * paid.medical_aid_base_fen
    year.aid_fen += sign * paid.medical_aid_fen
    year.tilted_base_fen += sign * (paid.medical_aid_base_fen - paid.medical_aid_fen)
    year.tilted_fen += sign * paid.tilted_aid_fen
    year.admissions += sign * paid.admission
    year.care_pool_fen[care] += sign * paid.pool_fen
    year.care_deductible_fen[care] += sign * paid.deductible_applied_fen
    year.care_base_fen[care] += sign * paid.base_fen
    year.disease_pool_fen[claim.disease] += sign * paid.pool_fen
    count_time(year, claim, paid, sign)
    if claim.stay != NO_STAY:
        count_stay(year, claim, paid, sign)


@compiled
def civil_base(claim: Claim, paid: Paid) -> int:
    """What the civil-servant supplement pays on: the eligible cost that pool, large amount and critical illness leave."""
    if claim.is_civil_servant == 0:
        return 0
    return int(max(claim.eligible_fen - paid.pool_fen - paid.large_amount_fen - paid.critical_illness_fen, 0))


@compiled
def count_time(year: Any, claim: Claim, paid: Paid, sign: int) -> None:
    """Count a bill into its day and month, and its prescription into what is supplied."""
    care, month = claim.care, claim.month
    if year.day[care] != claim.day and sign > 0:
        year.day[care], year.day_pool_fen[care], year.day_deductible_fen[care] = claim.day, 0, 0
    if year.day[care] == claim.day:
        year.day_pool_fen[care] += sign * paid.pool_fen
        year.day_deductible_fen[care] += sign * paid.deductible_applied_fen
    if year.month[care] != month and sign > 0:
        year.month[care], year.month_pool_fen[care], year.month_deductible_fen[care] = month, 0, 0
    if year.month[care] == month:
        year.month_pool_fen[care] += sign * paid.pool_fen
        year.month_deductible_fen[care] += sign * paid.deductible_applied_fen
    if claim.supply_days > 0:
        until = claim.began + claim.supply_days
        if sign > 0:
            year.supplied_until[care] = max(year.supplied_until[care], until)
        elif year.supplied_until[care] == until:
            year.supplied_until[care] = claim.began


@compiled
def count_stay(year: Any, claim: Claim, paid: Paid, sign: int) -> None:
    """Count a bill into its stay and the chain of referrals; a refund gives back only while its stay is the last one."""
    if sign > 0 and year.stay != claim.stay:
        if paid.admission:
            year.chain_deductible_fen = 0
        year.stay, year.stay_parts, year.stay_standard_fen = claim.stay, 0, paid.deductible_standard_fen
        year.stay_deductible_fen, year.stay_base_fen, year.stay_counted_fen = 0, 0, 0
    if year.stay != claim.stay:
        return
    if sign > 0:
        year.stay_level, year.stay_ended = claim.level, claim.ended
    year.stay_parts += sign
    year.stay_deductible_fen += sign * paid.deductible_applied_fen
    year.chain_deductible_fen += sign * paid.deductible_applied_fen
    year.stay_base_fen += sign * paid.base_fen
    year.stay_counted_fen += sign * (claim.eligible_fen - paid.copay_first_fen)
    if year.stay_parts == 0:
        year.stay, year.stay_ended = NO_STAY, 0


@compiled
def given_back(claim: Claim, original: Paid) -> Paid:
    """A refund's payment: every amount of the original with its sign turned; the person gets the rest of the bill."""
    fund, given = -original.fund_fen, -original.given_fen
    account = -original.account_fen
    person = claim.total_fen - fund - given
    return Paid(
        copay_first_fen=-original.copay_first_fen,
        deductible_standard_fen=-original.deductible_standard_fen,
        deductible_applied_fen=-original.deductible_applied_fen,
        base_fen=-original.base_fen,
        by_rate_fen=-original.by_rate_fen,
        floor_fen=-original.floor_fen,
        pool_fen=-original.pool_fen,
        large_amount_base_fen=-original.large_amount_base_fen,
        large_amount_fen=-original.large_amount_fen,
        critical_base_fen=-original.critical_base_fen,
        critical_illness_fen=-original.critical_illness_fen,
        civil_servant_fen=-original.civil_servant_fen,
        medical_aid_base_fen=-original.medical_aid_base_fen,
        medical_aid_fen=-original.medical_aid_fen,
        tilted_aid_fen=-original.tilted_aid_fen,
        given_fen=given,
        fund_fen=fund,
        person_fen=person,
        account_fen=account,
        cash_fen=person - account,
        difference_fen=-original.pool_fen - claim.platform_pool_fen,
        admission=-original.admission,
        reason=refund_reason(claim, -original.pool_fen, -original.critical_illness_fen, REFUND),
    )
