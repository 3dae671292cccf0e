"""One bill, judged from top to bottom as the law reads: docs/benefits.md tells the same in words."""

from typing import Any

from fenming.adjudication.law.terms import CAP_ON_BASE, CAP_ON_PAYMENT, NOT_WRITTEN
from fenming.adjudication.law.words import LOCAL
from fenming.adjudication.plan.claim import NOT_STATED, Claim, Paid
from fenming.adjudication.plan.layers import Layers, Pool, layers_of
from fenming.adjudication.plan.rate import by_segments, points_of, span_of, transfer_payment
from fenming.adjudication.plan.reason import (
    NO_ORIGINAL,
    NOT_COVERED,
    RULE_UNKNOWN,
    SUPPLY_OVERLAPS,
    SUPPLY_TOO_LONG,
    THIRD_PARTY,
    difference_reason,
)
from fenming.adjudication.plan.standard import is_in_chain, standard_of
from fenming.kernel.compiled import compiled
from fenming.mechanisms.cap import cap
from fenming.mechanisms.deductible import deductible
from fenming.mechanisms.floor import floor
from fenming.mechanisms.share import share


@compiled
def judge(claim: Claim, cover: Any, scheme: Any, year: Any) -> Paid:
    """What every layer pays on one bill that is no refund."""
    refused = refusal(claim, cover, year)
    if refused:
        return nothing_paid(claim, refused)
    if cover.fixed_amount_fen[claim.delivery] != NOT_WRITTEN:
        pool = fixed_amount(claim, cover, scheme, year)
    else:
        pool = pool_of(claim, cover, scheme, year)
    layers = layers_of(claim, pool, cover, scheme, year)
    admission = int(cover.is_stay != 0 and year.stay != claim.stay and not is_in_chain(claim, cover, year))
    return settled(claim, pool, layers, cover.pays_from_account, admission)


@compiled
def refusal(claim: Claim, cover: Any, year: Any) -> int:
    """Why nothing is paid whatever the cost, 0 if nothing stands against it."""
    reason = 0
    if claim.total_fen < 0 or claim.eligible_fen < 0:
        reason = NO_ORIGINAL
    elif cover.is_covered == 0:
        reason = NOT_COVERED
    elif is_unknown_to(claim, cover):
        reason = RULE_UNKNOWN
    elif not is_paid_at(claim, cover):
        reason = NOT_COVERED
    elif claim.is_third_party and cover.pays_third_party == 0:
        reason = THIRD_PARTY
    elif claim.supply_days > cover.supply_days_max:
        reason = SUPPLY_TOO_LONG
    elif claim.supply_days > 0 and year.supplied_until[claim.care] - claim.began > cover.supply_overlap:
        reason = SUPPLY_OVERLAPS
    return reason


@compiled
def is_unknown_to(claim: Claim, cover: Any) -> bool:
    """Whether a rule that this bill needs, of the care or of a layer above it, was never seen."""
    of_aid = cover.is_aid_unknown != 0 and claim.category > 0
    of_civil_servants = cover.is_civil_unknown != 0 and claim.is_civil_servant != 0
    return bool(cover.is_unknown[claim.area] or of_aid or of_civil_servants)


@compiled
def is_paid_at(claim: Claim, cover: Any) -> bool:
    """Whether the care has a rate at the bill's level, or a fixed amount."""
    rate, fixed = cover.rates[claim.area][claim.level][0], cover.fixed_amount_fen[claim.delivery]
    return bool(rate != NOT_WRITTEN or fixed != NOT_WRITTEN)


@compiled
def pool_of(claim: Claim, cover: Any, scheme: Any, year: Any) -> Pool:
    """Deductible, segments, floor and caps: what the basic fund pays."""
    copay_first = copay_first_of(claim, cover)
    counted = claim.eligible_fen - copay_first
    standard = standard_of(claim, cover, year).due_fen
    applied = standard if standard < 0 else deductible(counted, standard)
    uncut = counted - applied
    base = uncut
    if scheme.annual_cap_on == CAP_ON_BASE and cover.counts_to_annual_cap:
        base = cap(uncut, scheme.annual_cap_fen - year.base_fen)
    by_rate = by_segments(claim, span_of(claim, applied, base, cover, year), points_of(claim, cover), cover)
    by_rate += transfer_payment(claim, applied, base, cover, year)
    least = share(claim.eligible_fen, cover.floor_rate[claim.area])
    if scheme.annual_cap_on == CAP_ON_BASE and cover.counts_to_annual_cap:
        least = cap(least, scheme.annual_cap_fen - year.base_fen)
    within = within_care_caps(claim, cap(floor(by_rate, least), counted), cover, year)
    paid = within
    if scheme.annual_cap_on == CAP_ON_PAYMENT and cover.counts_to_annual_cap:
        paid = cap(within, scheme.annual_cap_fen - year.pool_fen)
    return Pool(copay_first, standard, applied, base, by_rate, least, paid, (uncut - base) + (within - paid))


@compiled
def copay_first_of(claim: Claim, cover: Any) -> int:
    """What the person pays first of the eligible cost outside the local area."""
    if claim.area == LOCAL:
        return 0
    return share(claim.eligible_fen, cover.copay_first[claim.area][claim.referral])


@compiled
def within_care_caps(claim: Claim, amount: int, cover: Any, year: Any) -> int:
    """The amount within the care's own caps: of the visit, the day, the month, the disease and the year."""
    care = claim.care
    paid = cap(amount, cover.visit_cap_fen)
    paid = cap(paid, cover.day_cap_fen - (year.day_pool_fen[care] if year.day[care] == claim.day else 0))
    paid = cap(paid, cover.month_cap_fen - (year.month_pool_fen[care] if year.month[care] == claim.month else 0))
    paid = cap(paid, cover.disease_cap_fen[claim.disease] - year.disease_pool_fen[claim.disease])
    return cap(paid, care_annual_cap(claim, cover) - year.care_pool_fen[care])


@compiled
def care_annual_cap(claim: Claim, cover: Any) -> int:
    """The care's yearly cap for the diseases registered on the day, in fen."""
    raised = cover.annual_cap_fen + max(claim.diseases - 1, 0) * cover.extra_disease_cap_fen
    return cap(raised, cover.annual_cap_max_fen)


@compiled
def fixed_amount(claim: Claim, cover: Any, scheme: Any, year: Any) -> Pool:
    """A fixed amount whatever the cost, never above the whole bill nor what is left of the scheme's yearly cap."""
    within = cap(cover.fixed_amount_fen[claim.delivery], claim.total_fen)
    paid = within
    if scheme.annual_cap_on == CAP_ON_PAYMENT and cover.counts_to_annual_cap:
        paid = cap(within, scheme.annual_cap_fen - year.pool_fen)
    return Pool(copay_first_of(claim, cover), 0, 0, 0, within, 0, paid, within - paid)


@compiled
def settled(claim: Claim, pool: Pool, layers: Layers, pays_from_account: int, admission: int) -> Paid:
    """All columns of a bill: the pool and the layers, what others bear, and what the person pays from account and cash."""
    large, critical = layers.large, layers.critical
    fund = pool.paid + large + critical + layers.civil + layers.aid + layers.tilted
    given = cap(claim.given_fen, claim.total_fen - fund)
    person = claim.total_fen - fund - given
    account = 0
    if pays_from_account and claim.account_balance_fen != NOT_STATED:
        account = cap(person, claim.account_balance_fen)
    return Paid(
        copay_first_fen=pool.copay_first,
        deductible_standard_fen=pool.standard,
        deductible_applied_fen=pool.applied,
        base_fen=pool.base,
        by_rate_fen=pool.by_rate,
        floor_fen=pool.least,
        pool_fen=pool.paid,
        large_amount_base_fen=layers.large_base,
        large_amount_fen=large,
        critical_base_fen=layers.critical_base,
        critical_illness_fen=critical,
        civil_servant_fen=layers.civil,
        medical_aid_base_fen=layers.aid_base,
        medical_aid_fen=layers.aid,
        tilted_aid_fen=layers.tilted,
        given_fen=given,
        fund_fen=fund,
        person_fen=person,
        account_fen=account,
        cash_fen=person - account,
        difference_fen=pool.paid - claim.platform_pool_fen,
        admission=admission,
        reason=difference_reason(claim, pool, critical),
    )


@compiled
def nothing_paid(claim: Claim, reason: int) -> Paid:
    """A bill on which no layer pays."""
    given = cap(claim.given_fen, claim.total_fen)
    person, difference = claim.total_fen - given, -claim.platform_pool_fen
    return Paid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, given, 0, person, 0, person, difference, 0, reason)
