"""An order to the bank, and what was recorded about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self

from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.payment.advances.ledgers import Payee

State = Literal["made", "sent", "failed", "retried", "paid", "cancelled"]
NEXT: dict[State, tuple[State, ...]] = {
    "made": ("sent", "cancelled"),
    "sent": ("paid", "failed"),
    "failed": ("retried", "paid", "cancelled"),  # the bank's late receipt for an attempt thought failed is a payment
    "retried": ("paid", "failed"),
    "paid": (),
    "cancelled": (),
}


@dataclass(frozen=True, slots=True)
class Order:
    """So much to one institution out of one ledger; the same step always makes the same id. Raises BadInput for nothing to pay."""

    id: str
    ledger: str
    payee: Payee
    amount_fen: int
    figure: str = ""

    def __post_init__(self) -> None:
        if type(self.amount_fen) is not int or self.amount_fen <= 0:
            raise BadInput(
                "order.amount",
                what=_("the order '{id}' pays nothing").format(id=self.id),
                remedy=_("make orders only for amounts above zero, in whole fen"),
            )

    def as_dict(self) -> dict[str, Any]:
        payee = [self.payee.institution_id, self.payee.label, self.payee.label_en, self.payee.scheme]
        return {
            "id": self.id,
            "ledger": self.ledger,
            "payee": payee,
            "amount_fen": self.amount_fen,
            "figure": self.figure,
        }

    @classmethod
    def from_dict(cls, written: dict[str, Any]) -> Self:
        return cls(written["id"], written["ledger"], Payee(*written["payee"]), written["amount_fen"], written["figure"])


@dataclass(frozen=True, slots=True)
class Evidence:
    """When it happened, as the user says, and what shows it: the bank's receipt number, a reason in words."""

    at: datetime
    receipt: str = ""
    reason: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"at": self.at.isoformat(), "receipt": self.receipt, "reason": self.reason}

    @classmethod
    def from_dict(cls, written: dict[str, str]) -> Self:
        return cls(datetime.fromisoformat(written["at"]), written["receipt"], written["reason"])


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an order; `attempt` counts the times it went to the bank."""

    order_id: str
    state: State
    attempt: int
    evidence: Evidence
    order: Order | None = None  # with the first event only

    def as_dict(self) -> dict[str, Any]:
        made = {"order": self.order.as_dict()} if self.order else {}
        return {"id": self.order_id, "state": self.state, "attempt": self.attempt, **self.evidence.as_dict(), **made}

    @classmethod
    def from_dict(cls, written: dict[str, Any]) -> Self:
        order = Order.from_dict(written["order"]) if "order" in written else None
        return cls(written["id"], written["state"], written["attempt"], Evidence.from_dict(written), order)


@dataclass(frozen=True, slots=True)
class Tracked:
    """An order with all that happened to it, the last event last."""

    order: Order
    events: tuple[Event, ...]

    @property
    def state(self) -> State:
        return self.events[-1].state

    @property
    def attempt(self) -> int:
        return self.events[-1].attempt

    @property
    def receipt(self) -> str:
        """The receipt of the payment; empty while there is none."""
        return self.events[-1].evidence.receipt if self.state == "paid" else ""
