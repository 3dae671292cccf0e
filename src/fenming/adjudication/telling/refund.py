"""A refund told: what its bill had been paid, or what the year comes to without it."""

from collections.abc import Iterator

from fenming.adjudication.telling.history import Change, Judged
from fenming.adjudication.telling.step import Named, Step, taken
from fenming.adjudication.telling.subject import Subject
from fenming.kernel import format_yuan
from fenming.kernel.language import _


def refund_steps(subject: Subject) -> Iterator[Step]:
    """Every amount that goes back, layer by layer; before them the bills that a year judged anew pays otherwise."""
    bill = subject.bill
    if not bill.is_replayed:
        yield from _amounts(subject, _("minus what bill {bill} was paid").format(bill=bill.original))
        return
    for number, change in enumerate(bill.changes, start=1):
        yield _change(
            Named(f"change_{number}_fen", _("bill {bill}: all funds").format(bill=change.bill_id)), change, bill
        )
    yield from _amounts(subject, _("the sum of all changes of the year without bill {bill}").format(bill=bill.original))


def _change(named: Named, change: Change, refund: Judged) -> Step:
    """One bill of the year as it had been paid, and as it is paid now."""
    was, now = (format_yuan(amount) for amount in (change.was_fen, change.now_fen))
    if change.bill_id == refund.original:
        formula = _("{was} paid before; the bill is taken out of the year").format(was=was)
    else:
        formula = _("{now} in the year without it, {was} before").format(now=now, was=was)
    return taken(named, formula, change.now_fen - change.was_fen)


def _amounts(subject: Subject, formula: str) -> Iterator[Step]:
    paid = subject.bill.paid
    clauses = subject.of_scheme("refund")
    labels = {
        "deductible_applied_fen": _("deductible given back"),
        "pool_fen": _("paid by the pool"),
        "large_amount_fen": _("paid by large-amount insurance"),
        "critical_illness_fen": _("paid by critical illness insurance"),
        "civil_servant_fen": _("paid by the civil-servant supplement"),
        "medical_aid_fen": _("paid by medical aid"),
        "tilted_aid_fen": _("paid by further aid"),
    }
    for name, label in labels.items():
        if getattr(paid, name) or name == "pool_fen":
            yield taken(Named(name, label), formula, getattr(paid, name), clauses if name == "pool_fen" else ())
