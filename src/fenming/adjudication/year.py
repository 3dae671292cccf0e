"""A refund gives back exactly what its original paid, and the person's year is as if neither had been."""

from fenming.adjudication.claim import CHRONIC_OUTPATIENT, INPATIENT, NOT_STATED, OUTPATIENT, Claim, Paid, Year
from fenming.adjudication.reason import CRITICAL_ILLNESS, REFUND, SAME
from fenming.kernel.compiled import compiled


@compiled
def given_back(claim: Claim, original: Paid) -> Paid:
    """The refund's payment: every amount of the original with its sign turned; the person gets the rest of the bill."""
    pool, critical = -original.pool_fen, -original.critical_illness_fen
    reason = SAME
    if claim.platform_pool_fen != pool:
        reason = REFUND
    elif claim.platform_critical_illness_fen not in (NOT_STATED, critical):
        reason = CRITICAL_ILLNESS
    return Paid(
        deductible_standard_fen=-original.deductible_standard_fen,
        deductible_applied_fen=-original.deductible_applied_fen,
        base_fen=-original.base_fen,
        by_rate_fen=-original.by_rate_fen,
        floor_fen=-original.floor_fen,
        pool_fen=pool,
        critical_base_fen=-original.critical_base_fen,
        critical_illness_fen=critical,
        fund_fen=-original.fund_fen,
        person_fen=claim.total_fen + original.fund_fen,
        difference_fen=pool - claim.platform_pool_fen,
        reason=reason,
    )


@compiled
def year_after(year: Year, care: int, result: Paid) -> Year:
    """The person's year after a bill of this care; a refund's negative amounts give back what its original used."""
    return Year(
        pool_fen=year.pool_fen + result.pool_fen,
        outpatient_fen=year.outpatient_fen + (result.pool_fen if care == OUTPATIENT else 0),
        outpatient_deductible_fen=year.outpatient_deductible_fen
        + (result.deductible_applied_fen if care == OUTPATIENT else 0),
        chronic_outpatient_fen=year.chronic_outpatient_fen + (result.pool_fen if care == CHRONIC_OUTPATIENT else 0),
        inpatient_deductible_fen=year.inpatient_deductible_fen
        + (result.deductible_applied_fen if care == INPATIENT else 0),
        borne_fen=year.borne_fen + result.critical_base_fen,
    )
