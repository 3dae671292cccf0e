"""One bill told as text: charged, deductible, rate, layers, who paid; what it would have been elsewhere; compared."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from fenming.adjudication import Reason, Step
from fenming.adjudication.telling.what_if import Elsewhere
from fenming.kernel import format_yuan
from fenming.kernel.language import _
from fenming.reports.node import Node
from fenming.reports.run_folder import RunFolder
from fenming.reports.told_bill import ToldBill, read_bill
from fenming.reports.wording import evidence_texts, number_text

__all__ = ["explain_bill", "part_title", "place_asked"]


def explain_bill(run: RunFolder, bill_id: str, roots: tuple[Path, ...] = ()) -> Node:
    """The bill `bill_id` of a run in its workspace. The person's whole year is judged anew in plain Python and compared.

    Raises BadInput for an unknown bill, a run that has left its workspace, and facts or packs that changed since the run.
    """
    return told_node(read_bill(run, bill_id, roots))


def told_node(bill: ToldBill) -> Node:
    """The bill as a tree of lines."""
    return Node(bill.title, _where(bill), (*_parts(bill), *_elsewhere(bill), _compared(bill)))


def _where(bill: ToldBill) -> tuple[str, ...]:
    at = _("at {institution}, {level}; {care}, care type {code}").format(
        institution=bill.institution, level=bill.place, care=bill.care, code=bill.row["care_type"]
    )
    original = bill.row.get("refund_of")
    refund = _("takes back bill {bill}").format(bill=original) if original else ""
    return tuple(text for text in (at, refund) if text)


def part_title(part: str) -> str:
    """The heading over the steps of one part of the telling."""
    return {
        "charged": _("What was charged"),
        "deductible": _("The deductible, and why this one"),
        "rate": _("At which rate"),
        "pool": _("What the basic fund pays"),
        "layers": _("What further funds pay"),
        "payers": _("Who pays in the end"),
    }[part]


def _parts(bill: ToldBill) -> Iterator[Node]:
    for part, steps in groupby(bill.told.steps, key=lambda step: step.part):
        yield Node(part_title(part), below=tuple(map(_step, steps)))


def _step(step: Step) -> Node:
    clauses = tuple(sentence for clause in step.clauses for sentence in evidence_texts(clause))
    return Node(f"{step.label} = {number_text(step.value, step.unit)}", (f"= {step.formula}", *dict.fromkeys(clauses)))


def place_asked(where: str) -> str:
    """Where the bill is supposed to be from, in words."""
    return {
        "actual": _("as it was"),
        "primary": _("at a township hospital or clinic at home"),
        "county": _("at a county hospital at home"),
        "referred": _("where it was, with referral"),
    }[where]


def _elsewhere(bill: ToldBill) -> Iterator[Node]:
    """What the same cost would have come to in other places."""
    if not bill.told.elsewhere:
        return
    actual, *others = bill.told.elsewhere
    lines = (Node(f"{place_asked(one.where)}: {_difference(one, actual)}") for one in others)
    yield Node(_("Had it been elsewhere"), (only_rules_compared(),), tuple(lines))


def only_rules_compared() -> str:
    """What must be said beside every comparison of places."""
    return _("Hospitals charge differently. Here the charges stay as they were, and only the rules are compared.")


def _difference(one: Elsewhere, actual: Elsewhere) -> str:
    """What the person would have paid, and how that changes the person's whole year."""
    if one.reason:
        return _("nothing is paid there: {reason}").format(reason=Reason(one.reason).words)
    return _("the person pays {amount} yuan; over all bills {change} yuan").format(
        amount=format_yuan(one.person_fen), change=signed(one.all_person_fen - actual.all_person_fen)
    )


def signed(fen: int) -> str:
    """A change with its sign: `+40.00`, `−40.00`, `±0.00`."""
    return f"{'+' if fen > 0 else '' if fen else '±'}{format_yuan(fen)}"


def _compared(bill: ToldBill) -> Node:
    words = {
        "platform_pool_fen": _("pool, as the platform printed it"),
        "platform_critical_illness_fen": _("critical illness, as the platform printed it"),
        "platform_person_fen": _("person, as the platform printed it"),
    }
    printed = {name: bill.row.get(name) for name in words}
    lines = [Node(f"{words[name]} = {number_text(fen, 'fen')}") for name, fen in printed.items() if fen is not None]
    return Node(_("Compared"), (agreed(bill), bill.told.reason.words), tuple(lines))


def agreed(bill: ToldBill) -> str:
    """That the whole year was judged again and found equal."""
    return _("judged anew in plain Python: {count} of this person's bills, all equal to the run's").format(
        count=bill.told.bills_compared
    )
