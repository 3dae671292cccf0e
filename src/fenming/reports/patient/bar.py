"""Who paid what, as parts of one bar."""

from collections.abc import Iterator
from dataclasses import dataclass

from fenming.adjudication.telling.history import Judged
from fenming.adjudication.telling.step import Step
from fenming.kernel import PPM, divide, format_yuan
from fenming.kernel.language import _

OUTSIDE = ("excluded_fen", "over_limit_fen")


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the bar: its key for the colour, what it is called, its size in fen and as a part of the whole."""

    key: str
    label: str
    fen: int
    whole_fen: int

    @property
    def amount(self) -> str:
        """In yuan."""
        return format_yuan(self.fen)

    @property
    def ppm(self) -> int:
        """Of the whole bar."""
        return divide(self.fen * PPM, self.whole_fen) if self.whole_fen else 0


def shares(bill: Judged, steps: list[Step]) -> list[Share]:
    """Funds, others, and the person by what the person's part consists of; of a refund, what goes back to whom."""
    sign = -1 if bill.claim.total_fen < 0 else 1
    found = [(key, label, sign * fen) for key, label, fen in (*_funds(bill), *_person(bill, steps)) if fen]
    whole = sum(fen for _key, _label, fen in found)
    return (
        [Share(key, label, fen, whole) for key, label, fen in found] if all(fen > 0 for *_words, fen in found) else []
    )


def _funds(bill: Judged) -> Iterator[tuple[str, str, int]]:
    paid = bill.paid
    yield "pool", _("basic fund"), paid.pool_fen
    yield "large", _("large-amount insurance"), paid.large_amount_fen
    yield "critical", _("critical illness insurance"), paid.critical_illness_fen
    yield "civil", _("civil-servant supplement"), paid.civil_servant_fen
    yield "aid", _("medical aid"), paid.medical_aid_fen + paid.tilted_aid_fen
    yield "given", _("hospital and other payers"), paid.given_fen


def _person(bill: Judged, steps: list[Step]) -> list[tuple[str, str, int]]:
    """The person's part by its reasons, as far as these are still the person's when all funds have paid."""
    told = {step.name: step.value for step in steps}
    parts = [
        ("deductible", _("you: deductible"), told.get("deductible_applied_fen", 0)),
        ("first", _("you: paid first away from home"), told.get("copay_first_fen", 0)),
        ("upfront", _("you: paid upfront for items of class B"), told.get("upfront_copay_fen", 0)),
        ("outside", _("you: outside the list"), sum(told.get(name, 0) for name in OUTSIDE)),
    ]
    rest = bill.paid.person_fen - sum(fen for _key, _label, fen in parts)
    if rest < 0 or bill.original or not bill.paid.fund_fen or any(fen < 0 for _key, _label, fen in parts):
        return [("share", _("you"), bill.paid.person_fen)]
    return [("share", _("you: your share of what the rules count"), rest), *parts]
