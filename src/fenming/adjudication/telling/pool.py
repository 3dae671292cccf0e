"""What the pool pays in the end: raised to the floor, within every cap that limits it; or a fixed amount."""

from collections.abc import Iterator
from dataclasses import replace

from fenming.adjudication.law.words import DELIVERIES
from fenming.adjudication.plan.judge import fixed_amount
from fenming.adjudication.telling.limit import Limit, care_limits, scheme_limit
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject
from fenming.kernel.language import _

POOL = "pool_fen"


def pool_steps(subject: Subject) -> Iterator[Step]:
    """From the payment by rate to what the pool pays."""
    raised = tuple(_raised(subject))
    yield from raised
    amount = max(subject.bill.paid.by_rate_fen, subject.bill.paid.floor_fen)
    amount = min(amount, _counted(subject))
    limits = (*care_limits(subject), scheme_limit(subject))
    is_raised = subject.bill.paid.floor_fen > subject.bill.paid.by_rate_fen
    plain = _("the payment raised to the floor") if is_raised else _("the payment by rate; no cap limits it")
    yield from _within(amount, limits, plain)


def fixed_steps(subject: Subject) -> Iterator[Step]:
    """A fixed amount, whatever the cost."""
    bill = subject.bill
    pool = fixed_amount(bill.claim, bill.cover, bill.scheme, bill.year)
    written = bill.cover.fixed_amount_fen[bill.claim.delivery]
    kind = DELIVERIES[bill.claim.delivery]
    words = {"natural": _("natural delivery"), "assisted": _("assisted delivery"), "caesarean": _("caesarean section")}
    named = Named("fixed_amount_fen", _("fixed amount"))
    yield taken(named, words.get(kind, _("whatever the cost")), written, subject.clauses("fixed_amount"))
    within = {"amount": written, "limit": bill.claim.total_fen}
    if pool.by_rate != written:
        yield by_verb(Named("by_rate_fen", _("fixed amount, not above the whole bill")), "cap", within)
    yield from _within(pool.by_rate, (scheme_limit(subject),), _("the fixed amount; no cap limits it"))


def _counted(subject: Subject) -> int:
    return int(subject.bill.claim.eligible_fen - subject.bill.paid.copay_first_fen)


def _raised(subject: Subject) -> Iterator[Step]:
    """The floor where there is one, and that no payment exceeds the counted cost."""
    paid = subject.bill.paid
    if subject.bill.cover.floor_rate[subject.bill.claim.area]:
        yield from _floor(subject)
    if max(paid.floor_fen, paid.by_rate_fen) > _counted(subject):
        most = {"amount": max(paid.floor_fen, paid.by_rate_fen), "limit": _counted(subject)}
        yield by_verb(Named("within_counted_fen", _("not above the counted cost")), "cap", most)


def _floor(subject: Subject) -> Iterator[Step]:
    bill, paid = subject.bill, subject.bill.paid
    inputs = {"whole": bill.claim.eligible_fen, "rate": bill.cover.floor_rate[bill.claim.area]}
    named = Named("floor_fen", _("floor: at least this is paid"))
    whole = by_verb(named, "share", inputs, subject.clauses("floor_rate"))
    if whole.value == paid.floor_fen:
        yield whole
    else:
        yield replace(whole, name="floor_uncut_fen")
        cut = {"amount": whole.value, "limit": paid.base_fen}
        yield by_verb(Named("floor_fen", _("floor, not above what the pool still takes")), "cap", cut)
    if paid.floor_fen > paid.by_rate_fen:
        raised = {"amount": paid.by_rate_fen, "least": paid.floor_fen}
        yield by_verb(Named("floored_fen", _("payment raised to the floor")), "floor", raised)


def _within(amount: int, limits: tuple[Limit, ...], plain: str) -> Iterator[Step]:
    """The amount within each limit that it exceeds; the last of these steps is what the pool pays."""
    told: list[Step] = []
    for limit in limits:
        if amount > max(limit.left_fen, 0):
            told += limit.steps(amount)
            amount = told[-1].value
    if told:
        yield from told[:-1]
        yield replace(told[-1], name=POOL, label=_("paid by the pool, {within}").format(within=told[-1].label))
    else:
        yield taken(Named(POOL, _("paid by the pool")), plain, amount)
