"""The resident plan (scheme 390), care by care, written as the law reads.

A bill is judged against the rules in force on its day of settlement and what the person's year has used up before it.
Source: Anhui's resident benefits; every number comes from the pack's `benefits.*`.
"""

from fenming.adjudication.claim import (
    CHRONIC_OUTPATIENT,
    INPATIENT,
    ONCE_A_YEAR,
    OTHER_CITY,
    OUT_OF_PROVINCE,
    OUTPATIENT,
    Claim,
    Paid,
    Rules,
    Year,
)
from fenming.adjudication.reason import NO_ORIGINAL, NOT_COVERED, difference_reason
from fenming.kernel.compiled import compiled
from fenming.mechanisms.cap import cap
from fenming.mechanisms.deductible import deductible
from fenming.mechanisms.floor import floor
from fenming.mechanisms.share import share
from fenming.mechanisms.tiers import tiers


@compiled
def resident(claim: Claim, rules: Rules, year: Year) -> Paid:
    """What the plan pays on one bill that is no refund."""
    if claim.total_fen < 0 or claim.eligible_fen < 0:
        return nothing_paid(claim, NO_ORIGINAL)
    if claim.care == OUTPATIENT:
        return resident_outpatient(claim, rules, year)
    if claim.care == CHRONIC_OUTPATIENT:
        return resident_chronic_outpatient(claim, rules, year)
    if claim.care == INPATIENT:
        return resident_inpatient(claim, rules, year)
    return nothing_paid(claim, NOT_COVERED)


@compiled
def resident_outpatient(claim: Claim, rules: Rules, year: Year) -> Paid:
    """Ordinary outpatient care: yearly deductible, rate by level of the institution, yearly cap on what the fund pays."""
    rate = rules.outpatient_rate[claim.level]
    if rate == 0:
        return nothing_paid(claim, NOT_COVERED)
    standard = max(rules.outpatient_deductible_fen - year.outpatient_deductible_fen, 0)
    applied = deductible(claim.eligible_fen, standard)
    base = claim.eligible_fen - applied
    by_rate = share(base, rate)
    pool = cap(by_rate, rules.outpatient_annual_cap_fen - year.outpatient_fen)
    pool = cap(pool, rules.inpatient_annual_cap_fen - year.pool_fen)
    return paid(claim, (standard, applied, base, by_rate, 0), pool, (0, 0))


@compiled
def resident_chronic_outpatient(claim: Claim, rules: Rules, year: Year) -> Paid:
    """Outpatient care of registered chronic disease: one rate, a yearly cap that rises with each further disease."""
    by_rate = share(claim.eligible_fen, rules.chronic_rate)
    pool = cap(by_rate, chronic_annual_cap(claim, rules) - year.chronic_outpatient_fen)
    pool = cap(pool, rules.inpatient_annual_cap_fen - year.pool_fen)
    borne = claim.eligible_fen - pool
    critical = critical_illness(borne, rules, year)
    return paid(claim, (0, 0, claim.eligible_fen, by_rate, 0), pool, (borne, critical))


@compiled
def resident_inpatient(claim: Claim, rules: Rules, year: Year) -> Paid:
    """Inpatient care: deductible, rate, the floor away from home, the yearly cap, critical illness on what is left."""
    standard = inpatient_standard(claim, rules, year)
    applied = deductible(claim.eligible_fen, standard)
    base = claim.eligible_fen - applied
    by_rate = share(base, inpatient_rate(claim, rules))
    least = share(claim.eligible_fen, rules.floor_rate[claim.area])
    pool = cap(floor(by_rate, least), claim.eligible_fen)
    pool = cap(pool, rules.inpatient_annual_cap_fen - year.pool_fen)
    borne = claim.eligible_fen - pool
    critical = critical_illness(borne, rules, year)
    return paid(claim, (standard, applied, base, by_rate, least), pool, (borne, critical))


@compiled
def chronic_annual_cap(claim: Claim, rules: Rules) -> int:
    """The yearly cap for the diseases registered on the day, in fen."""
    further = max(claim.diseases - 1, 0)
    raised = rules.chronic_annual_cap_fen + further * rules.chronic_extra_disease_cap_fen
    return cap(raised, rules.chronic_annual_cap_max_fen)


@compiled
def inpatient_standard(claim: Claim, rules: Rules, year: Year) -> int:
    """The deductible of this admission, in fen, before it meets the cost."""
    standard: int
    if claim.area == OUT_OF_PROVINCE:
        by_total = share(claim.total_fen, rules.out_of_province_deductible_rate)
        least = rules.out_of_province_deductible_min_fen
        standard = cap(floor(by_total, least), rules.out_of_province_deductible_max_fen)
    else:
        standard = rules.inpatient_deductible_fen[claim.level]
        if claim.area == OTHER_CITY:
            standard = share(standard, rules.other_city_deductible_factor)
    if rules.repeat_deductible == ONCE_A_YEAR:
        standard = max(standard - year.inpatient_deductible_fen, 0)
    return standard


@compiled
def inpatient_rate(claim: Claim, rules: Rules) -> int:
    """The rate of this admission, in ppm: by level at home and in the province, one outside, less if not referred."""
    rate: int = rules.out_of_province_rate
    if claim.area != OUT_OF_PROVINCE:
        rate = rules.inpatient_rate[claim.level]
    if claim.area >= OTHER_CITY and claim.is_referred == 0:
        rate = max(rate - rules.unreferred_reduction, 0)
    return rate


@compiled
def critical_illness(borne: int, rules: Rules, year: Year) -> int:
    """What critical illness insurance adds when the year's borne eligible cost grows by `borne` fen."""
    before = tiers(year.borne_fen, rules.critical_edges_fen, rules.critical_rates)
    after = tiers(year.borne_fen + borne, rules.critical_edges_fen, rules.critical_rates)
    return after - before


@compiled
def paid(claim: Claim, steps: tuple[int, int, int, int, int], pool: int, critical: tuple[int, int]) -> Paid:
    """All columns of a bill: `steps` from deductible to floor, the pool's payment, critical illness (base, payment)."""
    standard, applied, base, by_rate, least = steps
    borne, critical_paid = critical
    fund = pool + critical_paid
    difference = pool - claim.platform_pool_fen
    reason = difference_reason(claim, steps, pool, critical_paid)
    return Paid(
        deductible_standard_fen=standard,
        deductible_applied_fen=applied,
        base_fen=base,
        by_rate_fen=by_rate,
        floor_fen=least,
        pool_fen=pool,
        critical_base_fen=borne,
        critical_illness_fen=critical_paid,
        fund_fen=fund,
        person_fen=claim.total_fen - fund,
        difference_fen=difference,
        reason=reason,
    )


@compiled
def nothing_paid(claim: Claim, reason: int) -> Paid:
    """A bill that the plan does not touch: the person bears all of it."""
    return Paid(0, 0, 0, 0, 0, 0, 0, 0, 0, claim.total_fen, -claim.platform_pool_fen, reason)
