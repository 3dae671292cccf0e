"""Working capital: who may have it, how much, and how it comes back before the year ends."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from fenming.kernel import BadInput, Figure, Finding, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive, total
from fenming.payment.advances.ledgers import WORKING_CAPITAL, Ledgers, Move, Payee, Step, step_id
from fenming.payment.advances.order import Order
from fenming.payment.fund import Gate, may_advance
from fenming.policy import Policy

ROOM = "payment.advances"
MONTHS, MONTHS_BEST = f"{ROOM}.working_capital_months", f"{ROOM}.working_capital_months_best"
YEARS, YEARS_MIN, YEARS_MAX = (f"{ROOM}.working_capital_base_years{end}" for end in ("", "_min", "_max"))
BASE, QUOTA_MIN = f"{ROOM}.working_capital_base", f"{ROOM}.working_capital_quota_min"
USES = (
    "drugs",
    "consumables",
)  # 医保办函〔2024〕101号: for the turnover of purchases, never for building, running costs or debts
YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Application:
    """An institution's application: fund spend with it by past year (fen), what was prepaid in these years, what for.

    `prepaid` is needed only where the base leaves prepayments out, `quota` (fen a year) only where one is asked for.
    """

    payee: Payee
    spend: Mapping[int, Figure]
    prepaid: Mapping[int, Figure] = field(default_factory=dict)
    quota: Figure | None = None
    is_best: bool = False
    uses: tuple[str, ...] = USES


@dataclass(frozen=True, slots=True)
class WorkingCapital:
    """A year's working capital: amounts (fen) by the payee's key, orders, steps for the ledger, and who gets none and why."""

    amounts: Mapping[str, Figure]
    orders: tuple[Order, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]


def working_capital(
    policy: Policy, year: int, applications: Iterable[Application], gates: Sequence[Gate], day: date
) -> WorkingCapital:
    """Working capital of `year`, made payable on `day`; none at all unless every gate of the fund is passed.

    Raises BadInput where the pack's base years lie outside what the nation allows.
    """
    if not may_advance(gates):
        return WorkingCapital({}, (), (), tuple(_closed(gates)))
    _check_years(policy)
    amounts: dict[str, Figure] = {}
    payees: dict[str, Payee] = {}
    findings: list[Finding] = []
    for application in applications:
        refusal = _refusal(policy, year, application)
        if refusal is not None:
            findings.append(refusal)
            continue
        amounts[application.payee.key] = _amount(policy, year, application)
        payees[application.payee.key] = application.payee
    paid = {key: figure for key, figure in amounts.items() if figure.value > 0}
    orders = tuple(_order(year, payees[key], figure) for key, figure in paid.items())
    steps = (_lent(year, payees[key], figure, day) for key, figure in paid.items())
    return WorkingCapital(amounts, orders, tuple(step for step in steps if step), tuple(findings))


def returned(payee: Payee, amount_fen: int, receipt: str, at: datetime) -> Step:
    """The step that books working capital paid back. Raises BadInput without an amount or a receipt."""
    move = Move(WORKING_CAPITAL, step_id(f"{WORKING_CAPITAL}_return", receipt, payee), at.date(), receipt)
    step = move.step({payee.fund: amount_fen}, {payee.own(WORKING_CAPITAL): amount_fen}) if amount_fen > 0 else None
    if step is None or not receipt.strip():
        raise BadInput(
            "advances.return",
            what=_("the return of working capital by {id} is not shown").format(id=payee.key),
            why=_("it takes an amount above zero and the bank's receipt number"),
            remedy=_("give both as they stand on the receipt"),
        )
    return step


def book_return(ledgers: Ledgers, payee: Payee, amount_fen: int, receipt: str, at: datetime) -> None:
    """Book a return; more than is out is refused: BadInput. The same receipt again changes nothing."""
    step = returned(payee, amount_fen, receipt, at)
    is_new = step.entry.id not in ledgers.journals[WORKING_CAPITAL].entries_by_id
    outstanding = ledgers.of(WORKING_CAPITAL, payee)
    if is_new and amount_fen > outstanding:
        raise BadInput(
            "advances.return_too_much",
            what=_("{id} would return {amount} yuan, {outstanding} yuan are out").format(
                id=payee.key, amount=format_yuan(amount_fen), outstanding=format_yuan(outstanding)
            ),
            remedy=_("look whether the receipt belongs to something else"),
        )
    ledgers.book([step])


def _closed(gates: Sequence[Gate]) -> Iterator[Finding]:
    for gate in gates:
        if gate.state != "passed":
            yield Finding(
                "advances.gate",
                what=_("no working capital may be paid: {gate}").format(gate=gate.label),
                where=gate.figure.name if gate.figure else gate.id,
                why=gate.why,
                remedy=_(
                    "where it is not known, give the statement it takes; where it failed, nothing is paid this year"
                ),
            )


def _check_years(policy: Policy) -> None:
    years, least, most = policy[YEARS], policy.get(YEARS_MIN), policy.get(YEARS_MAX)
    if least is not None and most is not None and not least.value <= years.value <= most.value:
        raise BadInput(
            "advances.base_years",
            what=_("{years} past years are outside what the nation allows: {least} to {most}").format(
                years=years.value, least=least.value, most=most.value
            ),
            where=YEARS,
            remedy=_("correct the pack after its document"),
        )


def _refusal(policy: Policy, year: int, application: Application) -> Finding | None:
    """Why an application gets nothing; None where it may have its amount."""
    who = application.payee.key
    foreign = [use for use in application.uses if use not in USES]
    if foreign or not application.uses:
        why = _("working capital is for drugs and consumables only, not for: {uses}").format(
            uses=", ".join(foreign) or "–"
        )
        return _refused(who, why, _("let it apply again for purchases alone"))
    quota_min = policy.get(QUOTA_MIN)
    if quota_min is not None and (application.quota is None or application.quota.value < quota_min.value):
        why = _("its yearly quota is below {amount} yuan or not given").format(amount=format_yuan(quota_min.value))
        return _refused(who, why, _("give its quota if it is larger"))
    missing = [str(past) for past in _base_years(policy, year) if past not in application.spend]
    if missing:
        why = _("its spend of {years} was not given").format(years=", ".join(missing))
        return _refused(who, why, _("give the spend of every year of the base"))
    if policy[BASE].value == "less_prepayments" and any(
        past not in application.prepaid for past in _base_years(policy, year)
    ):
        why = _("what it was prepaid otherwise was not given")
        return _refused(who, why, _("give the prepayments of every year of the base, zero where there were none"))
    return None


def _refused(who: str, why: str, remedy: str) -> Finding:
    return Finding("advances.not_eligible", _("{id} gets no working capital").format(id=who), who, why, remedy)


def _base_years(policy: Policy, year: int) -> range:
    return range(year - policy[YEARS].value, year)


def _amount(policy: Policy, year: int, application: Application) -> Figure:
    """Months × mean monthly spend of the past years."""
    payee = application.payee
    name = Name(
        f"{ROOM}.{payee.key}.{year}.working_capital",
        f"{payee.label}·{year}年周转金",
        f"{payee.label_en}: working capital of {year}",
    )
    years, rule = _base_years(policy, year), policy[BASE]
    basis = (policy[YEARS], rule)
    base = total(name.child("base", "基数", "base"), [application.spend[past] for past in years], basis)
    if rule.value == "less_prepayments":
        prepaid = total(
            name.child("prepaid", "已另行预付", "prepaid otherwise"), [application.prepaid[past] for past in years]
        )
        base = derive(
            name.child("net_base", "扣除预付后基数", "base less prepayments"),
            "difference",
            {"whole": base, "part": prepaid},
        )
    over = name.child("over_months", "基数月数", "months of the base", "count")
    months = Figure(over.name, YEAR_MONTHS * len(years), "count", "calendar", over.label, over.label_en)
    best = policy.get(MONTHS_BEST) if application.is_best else None
    raw = derive(
        name.child("by_months", "按月数计算", "by months"),
        "months_at_mean",
        {"amount": base, "over_months": months, "months": best or policy[MONTHS]},
    )
    nothing = Figure(f"{ROOM}.nothing", 0, "fen", "calendar", "零", "nothing")
    return derive(name, "floor", {"amount": raw, "least": nothing})


def _order(year: int, payee: Payee, figure: Figure) -> Order:
    return Order(step_id(WORKING_CAPITAL, str(year), payee), WORKING_CAPITAL, payee, figure.value, figure.name)


def _lent(year: int, payee: Payee, figure: Figure, day: date) -> Step | None:
    move = Move(WORKING_CAPITAL, step_id(WORKING_CAPITAL, str(year), payee), day, figure.label, (figure.name,))
    return move.step({payee.own(WORKING_CAPITAL): figure.value}, {payee.between("payable"): figure.value})
