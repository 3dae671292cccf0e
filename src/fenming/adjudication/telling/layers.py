"""What the layers above the pool pay, each on what those before it left."""

from collections.abc import Iterator

from fenming.adjudication.law.terms import ALL_LEFT, AND_UPFRONT, NEVER_FEN, NOT_WRITTEN, ONLY_COUNTED
from fenming.adjudication.plan.judge import fixed_amount, pool_of
from fenming.adjudication.plan.layers import Pool, critical_cap, layers_of
from fenming.adjudication.telling.aid import civil_steps, medical_aid_steps
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject
from fenming.adjudication.telling.tiered import Tiered
from fenming.kernel import format_ppm, format_yuan
from fenming.kernel.language import _


def layer_steps(subject: Subject) -> Iterator[Step]:
    """Large amount, critical illness, civil servants, medical aid; a layer that finds nothing to pay on is not told."""
    bill = subject.bill
    layers = layers_of(bill.claim, _pool(subject), bill.cover, bill.scheme, bill.year)
    if bill.cover.counts_to_critical_illness:
        if bill.scheme.large_edges_fen[bill.claim.category][0] < NEVER_FEN and layers.large_base:
            yield from _large(subject)
        if bill.scheme.critical_edges_fen[bill.claim.category][0] < NEVER_FEN and layers.critical_base:
            yield from _critical(subject)
    yield from civil_steps(subject)
    yield from medical_aid_steps(subject, layers)


def _pool(subject: Subject) -> Pool:
    """How the pool's payment came about."""
    bill = subject.bill
    is_fixed = bill.cover.fixed_amount_fen[bill.claim.delivery] != NOT_WRITTEN
    return (fixed_amount if is_fixed else pool_of)(bill.claim, bill.cover, bill.scheme, bill.year)


def _large(subject: Subject) -> Iterator[Step]:
    bill, category = subject.bill, subject.bill.claim.category
    named = Named("large_amount_base_fen", _("cost that large-amount insurance counts"))
    clauses = subject.of_scheme("large_amount.base")
    if bill.scheme.large_base == ALL_LEFT:
        inputs = {"whole": bill.claim.eligible_fen, "part": bill.paid.pool_fen}
        yield by_verb(named, "difference", inputs, clauses)
    else:
        cut = _("what the pool's yearly cap cut off")
        yield taken(named, cut, bill.paid.large_amount_base_fen, clauses)
    layer = Tiered(
        "large_amount",
        _("large-amount insurance"),
        bill.scheme.large_edges_fen[category],
        bill.scheme.large_rates[category],
        (bill.year.large_base_fen, bill.paid.large_amount_base_fen),
    )
    yield from layer.steps(
        subject, bill.scheme.large_cap_fen[category] - bill.year.large_fen, bill.paid.large_amount_fen
    )


def _critical(subject: Subject) -> Iterator[Step]:
    bill, category = subject.bill, subject.bill.claim.category
    yield _critical_base(subject)
    yield from _incentives(subject)
    layer = Tiered(
        "critical_illness",
        _("critical illness insurance"),
        bill.scheme.critical_edges_fen[category],
        bill.scheme.critical_rates[category],
        (bill.year.critical_base_fen, bill.paid.critical_base_fen),
    )
    left = critical_cap(bill.claim, bill.scheme) - bill.year.critical_fen
    yield from layer.steps(subject, left, bill.paid.critical_illness_fen)


def _critical_base(subject: Subject) -> Step:
    """The eligible cost that pool and large amount left, with the upfront copay where the base says so."""
    bill, paid = subject.bill, subject.bill.paid
    counts_upfront = bill.scheme.critical_base == AND_UPFRONT and bill.claim.upfront_fen > 0
    counted = bill.claim.eligible_fen + (bill.claim.upfront_fen if counts_upfront else 0)
    parts = [format_yuan(bill.claim.eligible_fen)]
    if counts_upfront:
        parts.append(f"+ {format_yuan(bill.claim.upfront_fen)}")
    parts = [*parts, f"− {format_yuan(paid.pool_fen)}"] if paid.pool_fen <= counted else [format_yuan(0)]
    if paid.large_amount_fen:
        parts.append(f"− {format_yuan(paid.large_amount_fen)}")
    if bill.scheme.critical_base == ONLY_COUNTED and paid.copay_first_fen:
        parts.append(f"− {format_yuan(paid.copay_first_fen)}")
    named = Named("critical_base_fen", _("cost left that critical illness insurance counts"))
    return taken(named, " ".join(parts), paid.critical_base_fen, subject.of_scheme("critical_illness.base"))


def _incentives(subject: Subject) -> Iterator[Step]:
    """What continuous years and years without a claim add to the yearly cap, told where the cap limits."""
    bill, scheme = subject.bill, subject.bill.scheme
    written, cap = scheme.critical_cap_fen[bill.claim.category], critical_cap(bill.claim, scheme)
    if cap == written or cap - bill.year.critical_fen > bill.paid.critical_illness_fen:
        return
    years = max(bill.claim.continuous_years - scheme.continuous_years_from, 0)
    formula = _("{cap} + {years} × {of_year} + {others} × {of_other}, the rise at most {most}").format(
        cap=format_yuan(written),
        years=years,
        of_year=format_yuan(scheme.continuous_year_addition_fen),
        others=bill.claim.no_claim_years,
        of_other=format_yuan(scheme.no_claim_year_addition_fen),
        most=format_ppm(scheme.addition_max),
    )
    named = Named("critical_illness_cap_fen", _("yearly cap with incentives: continuous years, years without a claim"))
    additions = ("continuous_year_addition", "no_claim_year_addition", "addition_max")
    yield taken(named, formula, cap, subject.of_scheme(*(f"critical_illness.{name}" for name in additions)))
