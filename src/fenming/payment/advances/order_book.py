"""Orders and what became of them: appended only, chained line by line, so that no order is ever paid twice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Self

from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.ledger.register import Register
from fenming.payment.advances.ledgers import Move, Step
from fenming.payment.advances.order import NEXT, Event, Evidence, Order, State, Tracked

KIND = "order"
FOLDER, FILE = "payments", "orders.jsonl"


class OrderBook:
    """Every order by its id. Recording again what is there is harmless; what contradicts it is refused."""

    def __init__(self, path: Path | None = None) -> None:
        self.register = Register(path, KIND)
        self.orders: dict[str, Tracked] = {}

    @classmethod
    def open(cls, path: Path) -> Self:
        """The book in `path`, an empty one where there is none. Raises BadInput with all that is damaged."""
        book = cls()
        book.register = Register.open(path, KIND)
        for content in book.register.contents:
            book._take(Event.from_dict(content))
        return book

    @classmethod
    def of(cls, workspace: Workspace) -> Self:
        """The book of a workspace."""
        return cls.open(workspace.folder / FOLDER / FILE)

    def make(self, orders: Iterable[Order], evidence: Evidence) -> None:
        """Enter orders. One that is there already stays as it is; with another amount or payee it is refused: BadInput."""
        fresh: dict[str, Order] = {}
        for order in orders:
            known = self.orders[order.id].order if order.id in self.orders else fresh.setdefault(order.id, order)
            if known != order:
                raise _refused(
                    "order.taken",
                    _("the order '{id}' is made already, with another amount or payee").format(id=order.id),
                    _("cancel it with its reason, and pay the difference under an order of its own"),
                )
        self._record([Event(order.id, "made", 0, evidence, order) for order in fresh.values()])

    def send(self, order_id: str, evidence: Evidence) -> None:
        """It went to the bank for the first time."""
        self._step(order_id, "sent", evidence)

    def fail(self, order_id: str, evidence: Evidence) -> None:
        """The bank did not pay; the reason must be given."""
        self._needs(evidence.reason, order_id, _("say why it failed"))
        self._step(order_id, "failed", evidence)

    def retry(self, order_id: str, evidence: Evidence) -> None:
        """It went to the bank again; only what failed may."""
        self._step(order_id, "retried", evidence)

    def pay(self, order_id: str, evidence: Evidence) -> None:
        """The bank paid; the receipt number must be given, and may stand for one order only."""
        self._needs(evidence.receipt, order_id, _("give the bank's receipt number"))
        other = next((one.order.id for one in self.orders.values() if one.receipt == evidence.receipt), order_id)
        if other != order_id:
            raise _refused(
                "order.receipt_taken",
                _("the receipt {receipt} already shows the payment of '{id}'").format(
                    receipt=evidence.receipt, id=other
                ),
                _("look which order it belongs to; one payment cannot settle two orders"),
            )
        self._step(order_id, "paid", evidence)

    def cancel(self, order_id: str, evidence: Evidence) -> None:
        """It will not be paid; the reason must be given. What is with the bank cannot be cancelled before it failed."""
        self._needs(evidence.reason, order_id, _("say why it is cancelled"))
        self._step(order_id, "cancelled", evidence)

    def replacement(self, order_id: str, day: date) -> tuple[Order, Step | None]:
        """An order in place of a cancelled one, under an id of its own, and the entry that makes it payable again.

        Raises BadInput where the order is not cancelled: it could be paid twice.
        """
        tracked = self.orders.get(order_id)
        if tracked is None or tracked.state != "cancelled":
            raise _refused(
                "order.not_cancelled",
                _("'{id}' is not cancelled, so nothing may take its place").format(id=order_id),
                _("cancel it first, or retry it when it failed"),
            )
        old = tracked.order
        order = replace(old, id=f"{old.id}:again")
        move = Move(old.ledger, order.id, day, tracked.events[-1].evidence.reason)
        return order, move.step(
            {old.payee.own(old.ledger): old.amount_fen}, {old.payee.between("payable"): old.amount_fen}
        )

    def steps(self) -> list[Step]:
        """What the events mean for the ledgers: a payment leaves the fund, a cancelled order is no longer payable."""
        found = (_booking(tracked) for tracked in self.orders.values())
        return [step for step in found if step is not None]

    def _needs(self, given: str, order_id: str, remedy: str) -> None:
        if not given.strip():
            raise _refused("order.evidence", _("the evidence for '{id}' is missing").format(id=order_id), remedy)

    def _step(self, order_id: str, state: State, evidence: Evidence) -> None:
        tracked = self.orders.get(order_id)
        if tracked is None:
            raise _refused(
                "order.unknown",
                _("there is no order '{id}'").format(id=order_id),
                _("list the orders and name one of them"),
            )
        attempt = tracked.attempt + (state in ("sent", "retried"))
        last = tracked.events[-1]
        if Event(order_id, state, last.attempt, evidence) == last:
            return  # told again
        if state not in NEXT[tracked.state]:
            raise _no_way(tracked, state)
        if evidence.at < last.evidence.at:
            raise _refused(
                "order.time",
                _("'{id}' would be {state} before it was {before}").format(
                    id=order_id, state=state_word(state), before=state_word(last.state)
                ),
                _("give the time at which it happened; the step before was at {at}").format(at=last.evidence.at),
            )
        self._record([Event(order_id, state, attempt, evidence)])

    def _record(self, events: Sequence[Event]) -> None:
        """Append all of `events` or none."""
        self.register.append(event.as_dict() for event in events)
        for event in events:
            self._take(event)

    def _take(self, event: Event) -> None:
        known = self.orders.get(event.order_id)
        order = event.order or (known.order if known else None)
        if order is None:
            raise _refused("order.unknown", _("there is no order '{id}'").format(id=event.order_id), "")
        self.orders[event.order_id] = Tracked(order, (*(known.events if known else ()), event))


def state_word(state: State) -> str:
    """An order's state in words."""
    return {
        "made": _("made"),
        "sent": _("sent"),
        "failed": _("failed"),
        "retried": _("retried"),
        "paid": _("paid"),
        "cancelled": _("cancelled"),
    }[state]


def _booking(tracked: Tracked) -> Step | None:
    order, last = tracked.order, tracked.events[-1]
    day, payable = last.evidence.at.date(), order.payee.between("payable")
    if tracked.state == "paid":
        move = Move(order.ledger, f"paid/{order.id}", day, last.evidence.receipt)
        return move.step({payable: order.amount_fen}, {order.payee.fund: order.amount_fen})
    if tracked.state == "cancelled":
        move = Move(order.ledger, f"cancelled/{order.id}", day, last.evidence.reason)
        return move.step({payable: order.amount_fen}, {order.payee.own(order.ledger): order.amount_fen})
    return None


def _no_way(tracked: Tracked, state: State) -> BadInput:
    if tracked.state == "paid":
        why = _("it was paid with receipt {receipt}").format(receipt=tracked.receipt)
        remedy = _("nothing is to be done; if the bank paid twice, ask for the money back and record the return")
    elif tracked.state in ("sent", "retried"):
        why, remedy = _("it is with the bank"), _("record first whether the bank paid it or failed, with the evidence")
    else:
        why = _("it was {state}").format(state=state_word(tracked.state))
        remedy = _("possible now: {states}").format(states=_(", ").join(map(state_word, NEXT[tracked.state])) or "–")
    what = _("'{id}' cannot become {state}").format(id=tracked.order.id, state=state_word(state))
    return BadInput("order.state", what, tracked.order.id, why, remedy)


def _refused(code: str, what: str, remedy: str) -> BadInput:
    return BadInput(code, what, remedy=remedy)
