"""One bill explained: the steps of its plan in the order of the law, each made by its verb."""

from collections.abc import Iterator, Mapping

from fenming.adjudication.claim import (
    CHRONIC_OUTPATIENT,
    INPATIENT,
    LEVELS,
    NEVER_FEN,
    ONCE_A_YEAR,
    OTHER_CITY,
    OUT_OF_PROVINCE,
    OUTPATIENT,
)
from fenming.adjudication.history import Judged
from fenming.adjudication.reason import NO_ORIGINAL, NOT_COVERED, Reason
from fenming.adjudication.step import Named, Step, by_verb, taken
from fenming.kernel import Figure, format_yuan
from fenming.kernel.language import _

Clauses = Mapping[str, Figure]
CRITICAL_CLAUSES = ("critical_deductible_fen", "critical_tiers", "critical_tier_axis")


def steps_of(bill: Judged, clauses: Clauses) -> list[Step]:
    """From the bill's cost to who pays what. `clauses` are the figures of the bill's rules, keyed as in PARAMETERS.

    That a step comes to another amount than the plan paid is a defect: ArithmeticError.
    """
    steps = [*_plan_steps(bill, clauses), *_payer_steps(bill)]
    told = {step.name: step.value for step in steps}
    for column, value in bill.paid._asdict().items():
        if told.get(column, value) != value:
            raise ArithmeticError(f"bill {bill.bill_id}: told {column} {told[column]}, paid {value}")
    return steps


def _plan_steps(bill: Judged, clauses: Clauses) -> Iterator[Step]:
    if bill.original:
        return _refund(bill)
    if bill.paid.reason in (NOT_COVERED, NO_ORIGINAL):
        return iter((_nothing(bill, clauses),))
    plans = {OUTPATIENT: _outpatient, CHRONIC_OUTPATIENT: _chronic_outpatient, INPATIENT: _inpatient}
    return plans[bill.claim.care](bill, clauses)


def _nothing(bill: Judged, clauses: Clauses) -> Step:
    """Why the pool pays nothing, with the clause that leaves the level out where that is the reason."""
    named, words = Named("pool_fen", _("paid by the pool")), Reason(bill.paid.reason).words
    if bill.paid.reason == NOT_COVERED and bill.claim.care == OUTPATIENT:
        left_out = _("{reason}: its outpatient rates name none {level}")
        formula = left_out.format(reason=words, level=_at_level(bill.claim.level))
        return taken(named, formula, 0, (clauses["outpatient_rate"],))
    return taken(named, words, 0)


def _refund(bill: Judged) -> Iterator[Step]:
    formula, paid = _("minus what bill {bill} was paid").format(bill=bill.original), bill.paid
    yield taken(Named("pool_fen", _("paid by the pool")), formula, paid.pool_fen)
    yield taken(
        Named("critical_illness_fen", _("paid by critical illness insurance")), formula, paid.critical_illness_fen
    )


def _outpatient(bill: Judged, clauses: Clauses) -> Iterator[Step]:
    rules, year = bill.rules, bill.year
    yearly = {"amount": rules.outpatient_deductible_fen, "limit": year.outpatient_deductible_fen}
    left = Named("deductible_standard_fen", _("deductible left this year"))
    yield by_verb(left, "excess", yearly, (clauses["outpatient_deductible_fen"],))
    yield from _above_deductible(bill)
    yield from _rate_at_level(bill, rules.outpatient_rate, clauses["outpatient_rate"])
    yield _by_rate(bill, rules.outpatient_rate[bill.claim.level])
    cap = rules.outpatient_annual_cap_fen
    within = _limited(bill.paid.by_rate_fen, (cap, year.outpatient_fen), (clauses["outpatient_annual_cap_fen"],))
    yield from within
    yield from _within_year(bill, within[-1].value, clauses)


def _chronic_outpatient(bill: Judged, clauses: Clauses) -> Iterator[Step]:
    rules, diseases = bill.rules, bill.claim.diseases
    yield _by_rate(bill, rules.chronic_rate, clauses["chronic_rate"])
    further, base, extra = max(diseases - 1, 0), rules.chronic_annual_cap_fen, rules.chronic_extra_disease_cap_fen
    raised = Named("raised_cap_fen", _("yearly cap for {count} registered diseases").format(count=diseases))
    formula = f"{format_yuan(base)} + {further} × {format_yuan(extra)}"
    rests_on = (clauses["chronic_annual_cap_fen"], clauses["chronic_extra_disease_cap_fen"])
    yield taken(raised, formula, base + further * extra, rests_on)
    most = {"amount": base + further * extra, "limit": rules.chronic_annual_cap_max_fen}
    named = Named("care_annual_cap_fen", _("yearly cap of chronic outpatient care"))
    highest = by_verb(named, "cap", most, (clauses["chronic_annual_cap_max_fen"],))
    yield highest
    within = _limited(bill.paid.by_rate_fen, (highest.value, bill.year.chronic_outpatient_fen), ())
    yield from within
    yield from _within_year(bill, within[-1].value, clauses)
    yield from _critical(bill, clauses)


def _inpatient(bill: Judged, clauses: Clauses) -> Iterator[Step]:
    yield from _standard(bill, clauses)
    yield from _above_deductible(bill)
    rates = tuple(_rate(bill, clauses))
    yield from rates
    yield _by_rate(bill, rates[-1].value)
    raised = tuple(_raised(bill, clauses))
    yield from raised
    yield from _within_year(bill, raised[-1].value if raised else bill.paid.by_rate_fen, clauses)
    yield from _critical(bill, clauses)


def _standard(bill: Judged, clauses: Clauses) -> Iterator[Step]:
    """The deductible of an admission; where it is due once a year, then what of it is left."""
    named = Named("deductible_standard_fen", _("deductible"))
    if bill.claim.area == OUT_OF_PROVINCE:
        steps = tuple(_standard_by_total(bill, clauses, named))
    else:
        steps = tuple(_standard_by_level(bill, clauses, named))
    yield from steps
    if bill.rules.repeat_deductible == ONCE_A_YEAR:
        yearly = {"amount": steps[-1].value, "limit": bill.year.inpatient_deductible_fen}
        left = Named("deductible_standard_fen", _("deductible left this year"))
        yield by_verb(left, "excess", yearly, (clauses["repeat_deductible"],))


def _standard_by_total(bill: Judged, clauses: Clauses, named: Named) -> Iterator[Step]:
    rules = bill.rules
    of_total = {"whole": bill.claim.total_fen, "rate": rules.out_of_province_deductible_rate}
    label = _("share of the whole bill")
    by_total = by_verb(
        Named("deductible_by_total_fen", label), "share", of_total, (clauses["out_of_province_deductible_rate"],)
    )
    yield by_total
    least = {"amount": by_total.value, "least": rules.out_of_province_deductible_min_fen}
    clause = clauses["out_of_province_deductible_min_fen"]
    raised = by_verb(Named("deductible_raised_fen", _("at least the lowest deductible")), "floor", least, (clause,))
    yield raised
    most = {"amount": raised.value, "limit": rules.out_of_province_deductible_max_fen}
    yield by_verb(named, "cap", most, (clauses["out_of_province_deductible_max_fen"],))


def _standard_by_level(bill: Judged, clauses: Clauses, named: Named) -> Iterator[Step]:
    claim, rules = bill.claim, bill.rules
    standard, clause = rules.inpatient_deductible_fen[claim.level], (clauses["inpatient_deductible_fen"],)
    if claim.area != OTHER_CITY:
        yield taken(named, _at_level(claim.level), standard, clause)
        return
    yield taken(Named("deductible_at_home_fen", _("deductible at home")), _at_level(claim.level), standard, clause)
    raised = {"whole": standard, "rate": rules.other_city_deductible_factor}
    yield by_verb(named, "share", raised, (clauses["other_city_deductible_factor"],))


def _above_deductible(bill: Judged) -> Iterator[Step]:
    eligible, paid = bill.claim.eligible_fen, bill.paid
    borne = {"amount": eligible, "standard": paid.deductible_standard_fen}
    yield by_verb(Named("deductible_applied_fen", _("deductible taken from this bill")), "deductible", borne)
    left = {"whole": eligible, "part": paid.deductible_applied_fen}
    yield by_verb(Named("base_fen", _("eligible cost above the deductible")), "difference", left)


def _rate(bill: Judged, clauses: Clauses) -> Iterator[Step]:
    claim, rules = bill.claim, bill.rules
    if claim.area == OUT_OF_PROVINCE:
        rate, clause = rules.out_of_province_rate, clauses["out_of_province_rate"]
        yield taken(Named("rate", _("rate"), "ppm"), _("out of the province"), rate, (clause,))
    else:
        rate = rules.inpatient_rate[claim.level]
        yield from _rate_at_level(bill, rules.inpatient_rate, clauses["inpatient_rate"])
    if claim.area >= OTHER_CITY and not claim.is_referred:
        less = {"amount": rate, "limit": rules.unreferred_reduction}
        label = _("rate without referral")
        yield by_verb(Named("rate", label, "ppm"), "excess", less, (clauses["unreferred_reduction"],))


def _rate_at_level(bill: Judged, rates: tuple[int, ...], clause: Figure) -> Iterator[Step]:
    level = bill.claim.level
    yield taken(Named("rate", _("rate"), "ppm"), _at_level(level), rates[level], (clause,))


def _by_rate(bill: Judged, rate: int, *clauses: Figure) -> Step:
    inputs = {"whole": bill.paid.base_fen, "rate": rate}
    return by_verb(Named("by_rate_fen", _("payment by rate")), "share", inputs, clauses)


def _raised(bill: Judged, clauses: Clauses) -> Iterator[Step]:
    """The floor away from home, and that no payment exceeds the eligible cost."""
    claim, amount = bill.claim, bill.paid.by_rate_fen
    if claim.area >= OTHER_CITY:
        least = {"whole": claim.eligible_fen, "rate": bill.rules.floor_rate[claim.area]}
        yield by_verb(Named("floor_fen", _("floor")), "share", least, (clauses["floor_rate"],))
        raised = {"amount": amount, "least": bill.paid.floor_fen}
        amount = max(amount, bill.paid.floor_fen)
        yield by_verb(Named("floored_fen", _("not below the floor")), "floor", raised)
    if amount > claim.eligible_fen:
        most = {"amount": amount, "limit": claim.eligible_fen}
        yield by_verb(Named("within_eligible_fen", _("not above the eligible cost")), "cap", most)


def _limited(amount: int, cap: tuple[int, int], clauses: tuple[Figure, ...]) -> tuple[Step, Step]:
    """What is left of a care's own yearly cap (cap, used) and the amount within it."""
    left = Named("care_cap_left_fen", _("left of this care's yearly cap"))
    remaining = by_verb(left, "difference", {"whole": cap[0], "part": cap[1]}, clauses)
    within = Named("within_care_cap_fen", _("within this care's yearly cap"))
    return remaining, by_verb(within, "cap", {"amount": amount, "limit": remaining.value})


def _within_year(bill: Judged, amount: int, clauses: Clauses) -> Iterator[Step]:
    yearly = {"whole": bill.rules.inpatient_annual_cap_fen, "part": bill.year.pool_fen}
    clause = clauses["inpatient_annual_cap_fen"]
    left = by_verb(Named("annual_cap_left_fen", _("left of the pool's yearly cap")), "difference", yearly, (clause,))
    yield left
    within = {"amount": amount, "limit": left.value}
    yield by_verb(Named("pool_fen", _("paid by the pool")), "cap", within)


def _critical(bill: Judged, clauses: Clauses) -> Iterator[Step]:
    """Tiers on what the pool left over the whole year, less what they had come to before this bill."""
    rules, paid, before = bill.rules, bill.paid, bill.year.borne_fen
    left = {"whole": bill.claim.eligible_fen, "part": paid.pool_fen}
    yield by_verb(Named("critical_base_fen", _("eligible cost that the pool left")), "difference", left)
    earlier_left = Named("critical_left_before_fen", _("left in the year before this bill"))
    yield taken(earlier_left, _("the sum of what the pool left of earlier bills"), before)
    yield _critical_edge(clauses)
    used = sum(edge < NEVER_FEN for edge in rules.critical_edges_fen)
    tiers = {"edges": rules.critical_edges_fen[:used], "rates": rules.critical_rates[:used]}
    rests_on = tuple(clauses[name] for name in CRITICAL_CLAUSES)
    with_bill = Named("critical_with_bill_fen", _("due on the year's cost with this bill"))
    due = by_verb(with_bill, "tiers", {"amount": before + paid.critical_base_fen, **tiers}, rests_on)
    already = Named("critical_before_fen", _("already paid for what was left before"))
    earlier = by_verb(already, "tiers", {"amount": before, **tiers}, rests_on)
    yield due
    yield earlier
    named = Named("critical_illness_fen", _("paid by critical illness insurance"))
    yield by_verb(named, "difference", {"whole": due.value, "part": earlier.value})


def _critical_edge(clauses: Clauses) -> Step:
    """Where the first tier begins, and how the deductible and the written edges make all of them."""
    deductible, tiers, axis = (clauses[name] for name in CRITICAL_CLAUSES)
    texts = {"deductible": format_yuan(deductible.value), "edges": _edges_text(tiers)}
    first = tiers.value["steps"][0][0]
    named = Named("critical_first_edge_fen", _("the first tier begins above"))
    if axis.value == "excess":
        formula = _("every edge is the deductible {deductible} + the edge as written ({edges})")
        return taken(named, formula.format(**texts), deductible.value + first, (deductible, axis))
    formula = _("every edge is as written ({edges}), but never below the deductible {deductible}")
    return taken(named, formula.format(**texts), max(deductible.value, first), (deductible, axis))


def _edges_text(tiers: Figure) -> str:
    return _(", ").join(format_yuan(above) for above, _rate in tiers.value["steps"])


def _payer_steps(bill: Judged) -> Iterator[Step]:
    claim, paid = bill.claim, bill.paid
    both = {"pool": paid.pool_fen, "critical_illness": paid.critical_illness_fen}
    yield by_verb(Named("fund_fen", _("paid by the fund")), "total", both)
    rest = {"whole": claim.total_fen, "part": paid.fund_fen}
    yield by_verb(Named("person_fen", _("paid by the person")), "difference", rest)
    other = {"whole": paid.pool_fen, "part": claim.platform_pool_fen}
    yield by_verb(Named("difference_fen", _("pool: ours less the platform's")), "difference", other)


def _at_level(level: int) -> str:
    words = dict(
        zip(
            LEVELS,
            (_("at primary level"), _("at county level"), _("at city level"), _("at province level")),
            strict=True,
        )
    )
    return words[LEVELS[level]]
