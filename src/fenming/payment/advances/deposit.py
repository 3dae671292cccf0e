"""Quality deposits at the year's end: what the score releases is paid out, the rest stays with the fund."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fenming.kernel import Figure, Finding
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive
from fenming.payment.advances.ledgers import QUALITY_DEPOSIT, Move, Payee, Step, step_id
from fenming.payment.advances.order import Order
from fenming.policy import Policy

ROOM = "payment.advances"
RELEASE, PROPORTION = f"{ROOM}.quality_deposit_release", f"{ROOM}.quality_deposit_proportion"
FULL, LEAST = f"{ROOM}.quality_deposit_full_points", f"{ROOM}.quality_deposit_least_points"
LOSS = f"{ROOM}.quality_deposit_loss_per_point"


@dataclass(frozen=True, slots=True)
class Held:
    """One institution's deposit of a year: what was withheld (fen), its score (ppm of the full score), its year's balance (fen).

    The score is needed where it releases the deposit, the balance where a balanced year does.
    """

    payee: Payee
    withheld: Figure
    score: Figure | None = None
    balance: Figure | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """Deposits released and kept by institution (fen), orders, steps for the ledger, and what could not be decided."""

    released: Mapping[str, Figure]
    kept: Mapping[str, Figure]
    orders: tuple[Order, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]


def release_deposits(policy: Policy, year: int, deposits: Mapping[str, Held], day: date) -> Release:
    """The deposits of `year` released by the pack's rule on `day`; without a score a deposit stays withheld, and is named.

    released + kept = withheld for each institution. Raises BadInput where the pack has no rule of release.
    """
    released: dict[str, Figure] = {}
    kept: dict[str, Figure] = {}
    findings: list[Finding] = []
    for key, held in deposits.items():
        figure = _released(policy, year, held)
        if figure is None:
            findings.append(_undecided(held))
            continue
        name = _name(year, held.payee).child("kept", "不返还保证金", "deposit kept by the fund")
        released[key], kept[key] = figure, derive(name, "difference", {"whole": held.withheld, "part": figure})
    orders = tuple(_order(year, deposits[key].payee, figure) for key, figure in released.items() if figure.value > 0)
    booked = (_step(year, deposits[key].payee, (released[key], kept[key]), day) for key in released)
    return Release(released, kept, orders, tuple(step for step in booked if step), tuple(findings))


def _name(year: int, payee: Payee) -> Name:
    return Name(
        f"{ROOM}.{payee.key}.{year}.quality_deposit",
        f"{payee.label}·{year}年保证金",
        f"{payee.label_en}: quality deposit of {year}",
    )


def _released(policy: Policy, year: int, held: Held) -> Figure | None:
    """By the rule of the pack; None where what it needs was not given."""
    rule = policy[RELEASE]
    name = _name(year, held.payee).child("released", "返还保证金", "deposit released")
    if rule.value == "if_balanced":
        if held.balance is None:
            return None
        return derive(name, "deposit_if_balanced", {"withheld": held.withheld, "balance": held.balance}, (rule,))
    if held.score is None:
        return None
    inputs = {"withheld": held.withheld, "score": held.score, "full_from": policy[FULL]}
    if rule.value == "by_points":
        return derive(name, "deposit_by_points", inputs | {"least": policy[LEAST], "loss": policy[LOSS]}, (rule,))
    proportion = policy[PROPORTION]
    hundred = Figure(f"{ROOM}.hundred_points", 100, "count", "calendar", "百分制", "a hundred points")
    whole = policy[FULL] if proportion.value == "of_full" else hundred
    return derive(name, "deposit_in_proportion", inputs | {"whole": whole}, (rule, proportion))


def _undecided(held: Held) -> Finding:
    return Finding(
        "advances.deposit_undecided",
        what=_("the deposit of {id} is not released").format(id=held.payee.key),
        where=held.withheld.name,
        why=_("its score, or the year's balance where that decides, was not given"),
        remedy=_("give it; until then the deposit stays withheld"),
        fen=held.withheld.value,
    )


def _order(year: int, payee: Payee, figure: Figure) -> Order:
    order_id = step_id(f"{QUALITY_DEPOSIT}_release", str(year), payee)
    return Order(order_id, QUALITY_DEPOSIT, payee, figure.value, figure.name)


def _step(year: int, payee: Payee, parts: tuple[Figure, Figure], day: date) -> Step | None:
    """The deposit leaves its account: what is released becomes payable, what is kept lessens the cost of care."""
    released, kept = parts
    move = Move(
        QUALITY_DEPOSIT,
        step_id(f"{QUALITY_DEPOSIT}_release", str(year), payee),
        day,
        released.label,
        (released.name, kept.name),
    )
    return move.step(
        {payee.own(QUALITY_DEPOSIT): released.value + kept.value},
        {payee.between("payable"): released.value, payee.between("care"): kept.value},
    )
