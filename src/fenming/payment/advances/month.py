"""A month's payment: what each institution earned, the share paid, caps, deposits, offsets; orders and entries."""

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fenming.kernel import PPM, BadInput, Figure, Finding, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive
from fenming.payment.advances.ledgers import PART_PAYMENT, QUALITY_DEPOSIT, WORKING_CAPITAL, Move, Payee, Step, step_id
from fenming.payment.advances.order import Order
from fenming.policy import Policy

ROOM = "payment.advances"
MONTH = re.compile(r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])")
SHARE, CAP = f"{ROOM}.monthly_share", f"{ROOM}.monthly_cap"
DEPOSIT, DEPOSIT_PRIMARY, BASIS = (
    f"{ROOM}.quality_deposit_share",
    f"{ROOM}.quality_deposit_share_primary",
    f"{ROOM}.quality_deposit_basis",
)
RECOVERY = f"{ROOM}.working_capital_recovery"
NOTHING = Figure(f"{ROOM}.nothing", 0, "fen", "calendar", "零", "nothing")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one institution brings into a month: what it earned (fen) and how it is treated.

    `group` is its key in the table of monthly caps; `outstanding` is working capital to be set off against this month.
    """

    payee: Payee
    earned: Figure
    is_primary: bool = False
    group: str = ""
    outstanding: Figure | None = None


@dataclass(frozen=True, slots=True)
class MonthPayment:
    """One institution's month in fen: `paid` is `part` after its cap and the deposit taken from it, `order` what goes to the bank.

    earned = paid + deposit + left to the year's clearing; paid = order + offset.
    """

    payee: Payee
    earned: Figure
    part: Figure
    paid: Figure
    deposit: Figure
    offset: Figure
    order: Figure
    left: Figure

    def figures(self) -> tuple[Figure, ...]:
        return (self.earned, self.part, self.paid, self.deposit, self.offset, self.order, self.left)


@dataclass(frozen=True, slots=True)
class MonthOrders:
    """A month of all institutions: payments, orders for the bank, steps for the ledgers, things to look at."""

    month: str
    payments: tuple[MonthPayment, ...]
    orders: tuple[Order, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]

    def figures(self) -> list[Figure]:
        """Every figure of the month."""
        return [figure for payment in self.payments for figure in payment.figures()]


def month_orders(policy: Policy, month: str, claims: Iterable[Claim]) -> MonthOrders:
    """The payments of `month` (`2024-03`) by the rules of `policy`, the same for the same input however often.

    Raises BadInput where the pack says no monthly share, where shares exceed the whole, or an institution comes twice.
    """
    day = last_day(month)
    _check_shares(policy)
    payments = tuple(_payment(policy, month, claim) for claim in _each_once(claims))
    orders = tuple(order for payment in payments if (order := _order(month, payment)) is not None)
    steps = tuple(step for payment in payments for step in _steps(month, day, payment) if step is not None)
    return MonthOrders(
        month, payments, orders, steps, tuple(finding for one in payments for finding in _findings(one, month))
    )


def last_day(month: str) -> date:
    """The last day of `2024-03`. Raises BadInput."""
    if not MONTH.fullmatch(month):  # one month has one spelling: it is part of the ids by which nothing is paid twice
        raise BadInput(
            "advances.month",
            what=_("'{text}' is no month").format(text=month),
            remedy=_("write it like 2024-03"),
        )
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])


def _each_once(claims: Iterable[Claim]) -> Iterator[Claim]:
    seen: set[str] = set()
    for claim in claims:
        if claim.payee.key in seen:
            raise BadInput(
                "advances.twice",
                what=_("the institution {id} comes twice in the month").format(id=claim.payee.key),
                why=_("it would be paid twice"),
                remedy=_("add its earnings up into one"),
            )
        seen.add(claim.payee.key)
        yield claim


def _check_shares(policy: Policy) -> None:
    share, deposit, basis = policy[SHARE], policy.get(DEPOSIT), policy.get(BASIS)
    if deposit is None or (basis is not None and basis.value == "paid"):
        return
    if share.value + deposit.value > PPM:
        raise BadInput(
            "advances.shares",
            what=_("{share} paid and {deposit} withheld are more than the whole").format(
                share=format_ppm(share.value), deposit=format_ppm(deposit.value)
            ),
            where=f"{policy.pack.region}: {SHARE}, {DEPOSIT}",
            remedy=_("correct one of them, or let the deposit be a share of what is paid: {name}").format(name=BASIS),
        )


def _payment(policy: Policy, month: str, claim: Claim) -> MonthPayment:
    payee = claim.payee
    name = Name(f"{ROOM}.{payee.key}.{month}", f"{payee.label}·{month}", f"{payee.label_en}, {month}")
    payable = derive(
        name.child("payable_earnings", "应付费用", "earnings payable"),
        "floor",
        {"amount": claim.earned, "least": NOTHING},
    )
    share = {"whole": payable, "rate": policy[SHARE]}
    part = derive(name.child("part", "按比例应拨", "share of the earnings"), "share", share)
    capped = _capped(policy, name, part, claim)
    deposit = _deposit(policy, name, payable, capped, claim)
    paid = capped
    if _is_from_payment(policy):
        inputs = {"whole": capped, "part": deposit}
        paid = derive(name.child("paid", "扣保证金后应拨", "to be paid after the deposit"), "difference", inputs)
    offset = _offset(policy, name, paid, claim)
    order = derive(name.child("order", "实际拨付", "to the bank"), "difference", {"whole": paid, "part": offset})
    kept = derive(
        name.child("after_payment", "拨付后余额", "after the payment"),
        "difference",
        {"whole": claim.earned, "part": paid},
    )
    left = derive(
        name.child("left", "留待年终清算", "left to the clearing"), "difference", {"whole": kept, "part": deposit}
    )
    return MonthPayment(payee, claim.earned, part, paid, deposit, offset, order, left)


def _capped(policy: Policy, name: Name, part: Figure, claim: Claim) -> Figure:
    """At most the monthly cap of the institution's group, where there is one."""
    caps = policy.get(CAP)
    if caps is None or claim.group not in caps.value:
        return part
    limit = Figure(
        f"{CAP}.{claim.group}", caps.value[claim.group], "fen", "parameter", caps.label, caps.label_en, cite=caps.cite
    )
    return derive(
        name.child("capped", "月度上限内应拨", "within the monthly cap"), "cap", {"amount": part, "limit": limit}
    )


def _is_from_payment(policy: Policy) -> bool:
    basis = policy.get(BASIS)
    return basis is not None and basis.value == "paid"


def _deposit(policy: Policy, name: Name, payable: Figure, capped: Figure, claim: Claim) -> Figure:
    """The deposit of the month: a share of earnings beside what is paid, or a share of what is paid."""
    rate = (policy.get(DEPOSIT_PRIMARY) if claim.is_primary else None) or policy.get(DEPOSIT)
    if rate is None:
        return derive(
            name.child("deposit", "预留保证金", "deposit withheld"), "cap", {"amount": NOTHING, "limit": NOTHING}
        )
    basis = policy.get(BASIS)
    whole = capped if _is_from_payment(policy) else payable
    words = ("deposit_share", "保证金比例额", "share of the deposit")
    full = derive(name.child(*words), "share", {"whole": whole, "rate": rate}, (basis,) if basis else ())
    room = (
        capped
        if _is_from_payment(policy)
        else derive(name.child("unpaid", "未拨部分", "not paid"), "difference", {"whole": payable, "part": capped})
    )
    return derive(name.child("deposit", "预留保证金", "deposit withheld"), "cap", {"amount": full, "limit": room})


def _offset(policy: Policy, name: Name, paid: Figure, claim: Claim) -> Figure:
    """Working capital set off against the payment: all that is out, as far as the payment goes."""
    words = name.child("offset", "抵扣周转金", "working capital set off")
    rule = policy.get(RECOVERY) if claim.outstanding is not None else None
    if claim.outstanding is None or rule is None or rule.value != "by_offset":
        return derive(words, "cap", {"amount": NOTHING, "limit": NOTHING}, (rule,) if rule else ())
    return derive(words, "cap", {"amount": paid, "limit": claim.outstanding}, (rule,))


def _order(month: str, payment: MonthPayment) -> Order | None:
    if payment.order.value <= 0:
        return None
    return Order(
        step_id(PART_PAYMENT, month, payment.payee),
        PART_PAYMENT,
        payment.payee,
        payment.order.value,
        payment.order.name,
    )


def _steps(month: str, day: date, payment: MonthPayment) -> Iterator[Step | None]:
    """The part payment, the deposit and both sides of the offset, each in its own ledger."""
    payee = payment.payee
    part = Move(PART_PAYMENT, step_id(PART_PAYMENT, month, payee), day, payment.paid.label, (payment.paid.name,))
    yield part.step(
        {payee.own(PART_PAYMENT): payment.paid.value},
        {payee.between("payable"): payment.order.value, payee.between("offset"): payment.offset.value},
    )
    held = Move(
        QUALITY_DEPOSIT, step_id(QUALITY_DEPOSIT, month, payee), day, payment.deposit.label, (payment.deposit.name,)
    )
    yield held.step({payee.between("care"): payment.deposit.value}, {payee.own(QUALITY_DEPOSIT): payment.deposit.value})
    kind = f"{WORKING_CAPITAL}_offset"
    back = Move(WORKING_CAPITAL, step_id(kind, month, payee), day, payment.offset.label, (payment.offset.name,))
    yield back.step({payee.between("offset"): payment.offset.value}, {payee.own(WORKING_CAPITAL): payment.offset.value})


def _findings(payment: MonthPayment, month: str) -> Iterator[Finding]:
    if payment.earned.value < 0:
        yield Finding(
            "advances.negative_month",
            what=_("{name} earned less than nothing in {month}: {amount} yuan").format(
                name=payment.payee.key, month=month, amount=format_yuan(payment.earned.value)
            ),
            where=payment.earned.name,
            why=_("more was taken back than came in"),
            remedy=_("nothing is paid for the month; the year's clearing takes it up"),
            fen=payment.earned.value,
        )


def sums(month: MonthOrders) -> Mapping[str, int]:
    """The month's totals in fen by column, for a table's last row."""
    columns = ("earned", "part", "paid", "deposit", "offset", "order", "left")
    return {column: sum(getattr(payment, column).value for payment in month.payments) for column in columns}
