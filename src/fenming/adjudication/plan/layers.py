"""What other funds pay after the pool: large amount, critical illness, civil servants, medical aid."""

from typing import Any, NamedTuple

from fenming.adjudication.law.terms import ALL_LEFT, AND_UPFRONT, EACH_VISIT, NEVER_FEN, ONLY_COUNTED
from fenming.adjudication.plan.claim import Claim
from fenming.kernel.compiled import compiled
from fenming.mechanisms.cap import cap
from fenming.mechanisms.share import share
from fenming.mechanisms.tiers import tiers


class Pool(NamedTuple):
    """How the pool's payment came about, in fen."""

    copay_first: int = 0
    standard: int = 0
    applied: int = 0
    base: int = 0
    by_rate: int = 0
    least: int = 0
    paid: int = 0
    cut_off: int = 0  # by the scheme's yearly cap


class Layers(NamedTuple):
    """Bases and payments of the layers above the pool, in fen."""

    large_base: int
    large: int
    critical_base: int
    critical: int
    civil: int
    aid_base: int
    aid: int
    tilted: int


@compiled
def layers_of(claim: Claim, pool: Pool, cover: Any, scheme: Any, year: Any) -> Layers:
    """Each layer on what the layers before it left."""
    left = max(claim.eligible_fen - pool.paid, 0)
    large_base, large = 0, 0
    critical_base, critical = 0, 0
    if cover.counts_to_critical_illness:
        large_base = left if scheme.large_base == ALL_LEFT else min(pool.cut_off, left)
        large = min(large_amount(claim, large_base, scheme, year), left)
        critical_base = left - large
        if scheme.critical_base == AND_UPFRONT:
            critical_base = max(claim.eligible_fen + claim.upfront_fen - pool.paid, 0) - large
        elif scheme.critical_base == ONLY_COUNTED:
            critical_base = max(critical_base - pool.copay_first, 0)
        critical = min(critical_illness(claim, critical_base, scheme, year), critical_base)
    left = max(left - large - critical, 0)
    civil = civil_servant(left, scheme, year) if claim.is_civil_servant else 0
    left -= civil
    aid_base, aid, tilted = 0, 0, 0
    if cover.counts_to_medical_aid and claim.category > 0:
        aid_base = left
        aid = min(medical_aid(claim, aid_base, scheme, year), left)
        tilted = min(tilted_aid(claim, aid_base - aid, scheme, year), left - aid)
    return Layers(large_base, large, critical_base, critical, civil, aid_base, aid, tilted)


@compiled
def rise_of_tiers(before: int, rise: int, edges: Any, rates: Any) -> int:
    """What tiers over the year add when the year's amount grows by `rise`."""
    if before + rise <= edges[0]:
        return 0
    return tiers(before + rise, edges, rates) - tiers(before, edges, rates)


@compiled
def large_amount(claim: Claim, base: int, scheme: Any, year: Any) -> int:
    """Large-amount insurance (大额) on `base`, within what is left of its yearly cap."""
    edges, rates = scheme.large_edges_fen[claim.category], scheme.large_rates[claim.category]
    due = rise_of_tiers(year.large_base_fen, base, edges, rates)
    return cap(due, scheme.large_cap_fen[claim.category] - year.large_fen)


@compiled
def critical_illness(claim: Claim, base: int, scheme: Any, year: Any) -> int:
    """Critical illness insurance (大病) on `base`, within what is left of its yearly cap."""
    edges, rates = scheme.critical_edges_fen[claim.category], scheme.critical_rates[claim.category]
    due = rise_of_tiers(year.critical_base_fen, base, edges, rates)
    return cap(due, critical_cap(claim, scheme) - year.critical_fen)


@compiled
def critical_cap(claim: Claim, scheme: Any) -> int:
    """The yearly cap with what continuous years and years without a claim add to it."""
    written: int = scheme.critical_cap_fen[claim.category]
    if written == NEVER_FEN:
        return written
    years = max(claim.continuous_years - scheme.continuous_years_from, 0)
    added = years * scheme.continuous_year_addition_fen + claim.no_claim_years * scheme.no_claim_year_addition_fen
    return written + cap(added, share(written, scheme.addition_max))


@compiled
def rise_above(before: int, rise: int, deductible: int, rate: int) -> int:
    """What a rate above a yearly deductible adds when the year's amount grows by `rise`."""
    return share(max(before + rise - deductible, 0), rate) - share(max(before - deductible, 0), rate)


@compiled
def civil_servant(base: int, scheme: Any, year: Any) -> int:
    """The civil-servant supplement (公务员补助) on `base`, within what is left of its yearly cap."""
    due = rise_above(year.civil_base_fen, base, scheme.civil_deductible_fen, scheme.civil_rate)
    return cap(min(due, base), scheme.civil_cap_fen - year.civil_fen)


@compiled
def medical_aid(claim: Claim, base: int, scheme: Any, year: Any) -> int:
    """Medical aid (医疗救助) for the person's category on `base`, within what is left of its yearly cap."""
    deductible, rate = scheme.aid_deductible_fen[claim.category], scheme.aid_rate[claim.category]
    before = 0 if scheme.aid_basis == EACH_VISIT else year.aid_base_fen
    due = rise_above(before, base, deductible, rate)
    return cap(due, scheme.aid_cap_fen[claim.category] - year.aid_fen)


@compiled
def tilted_aid(claim: Claim, base: int, scheme: Any, year: Any) -> int:
    """Further aid (倾斜救助) on what medical aid leaves, within what is left of its yearly cap."""
    deductible, rate = scheme.tilt_deductible_fen[claim.category], scheme.tilt_rate[claim.category]
    due = rise_above(year.tilted_base_fen, base, deductible, rate)
    return cap(due, scheme.tilt_cap_fen[claim.category] - year.tilted_fen)
