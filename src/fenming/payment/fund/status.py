"""A fund's state from its statement: sums, payable months, gates, warnings, and what is wrong with the statement."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fenming.kernel import Figure, Finding, divide, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms import derive
from fenming.payment.fund.gates import Gate, gates, may_advance, months_figure
from fenming.payment.fund.line import Line
from fenming.payment.fund.sums import MICRO, WAN, Ledger, decimal_text, differing_months, ledgers
from fenming.policy import Pack, Policy

SURPLUS = "payment.fund.surplus_max"
CUMULATIVE = "payment.fund.cumulative_surplus_max"
YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Status:
    """One scheme of one region at the end of its latest period that has a balance.

    `payable_months` is in millionths of a month, None where it cannot be told. `warnings` are no faults of the
    statement but things to look at; `findings` are faults.
    """

    ledger: Ledger
    payable_months: Figure | None
    gates: tuple[Gate, ...]
    warnings: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def may_advance(self) -> bool:
        return may_advance(self.gates)

    def figures(self) -> list[Figure]:
        """Every figure of this status."""
        own = [*self.ledger.sums.values(), self.ledger.current, self.payable_months]
        return [figure for figure in (*own, *(gate.figure for gate in self.gates)) if figure is not None]

    def months_text(self) -> str:
        """Payable months as the statement prints them (two decimals where it does not), rounded once from balance and spend."""
        if self.payable_months is None:
            return "–"
        sums = self.ledger.sums
        return decimal_text(sums["balance"].value * self.ledger.months, sums["spend"].value, self.ledger.decimals)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: amounts in fen."""
        ledger, current = self.ledger, self.ledger.current
        return {
            "scheme": ledger.scheme,
            "region": ledger.region,
            "period_from": ledger.period_from.isoformat(),
            "period_to": ledger.period_to.isoformat(),
            "months": ledger.months,
            **{f"{kind}_fen": figure.value for kind, figure in ledger.sums.items()},
            "current_fen": current.value if current else None,
            "payable_months": self.months_text() if self.payable_months else None,
            "payable_months_micro": self.payable_months.value if self.payable_months else None,
            "may_advance": self.may_advance,
            "gates": [
                {"id": gate.id, "state": gate.state, "why": gate.why, "grade": _grade(gate)} for gate in self.gates
            ],
            "warnings": list(self.warnings),
            "findings": [finding.as_dict() for finding in self.findings],
        }


def _grade(gate: Gate) -> str | None:
    return gate.figure.grade.word if gate.figure else None


def statuses(lines: Iterable[Line], pack: Pack) -> tuple[Status, ...]:
    """The state of every scheme and region in `lines`, each at its latest period, by the rules of `pack` on its last day."""
    every = ledgers(lines)
    latest: dict[tuple[str, str], Ledger] = {}
    for ledger in every:
        if {"balance", "income", "spend"} & ledger.sums.keys():
            key = ledger.region, ledger.scheme
            latest[key] = max(latest.get(key, ledger), ledger, key=lambda one: (one.period_to, one.period_from))
    found = tuple(_status(ledger, every, _policy(pack, ledger.period_to)) for ledger in latest.values())
    shown = {id(status.ledger) for status in found}
    earlier = tuple(finding for ledger in every if id(ledger) not in shown for finding in ledger.findings)
    return (replace(found[0], findings=found[0].findings + earlier), *found[1:]) if earlier and found else found


def _policy(pack: Pack, day: date) -> Policy | None:
    return pack.on(day) if day in pack.dates_covered else None


def _status(ledger: Ledger, every: tuple[Ledger, ...], policy: Policy | None) -> Status:
    balance, spend = ledger.sums.get("balance"), ledger.sums.get("spend")
    findings = [*ledger.findings]
    months = None
    if balance is not None and spend is not None and spend.value > 0 and ledger.months:
        name = ledger.name.child("payable_months", "可支付月数", "payable months", "micro_month")
        months = derive(name, "payable_months", {"balance": balance, "spend": spend, "months": months_figure(ledger)})
        findings += differing_months(ledger, balance.value, spend.value)
    elif not ledger.months:
        findings.append(_no_whole_months(ledger))
    found = gates(policy, ledger, every)
    return Status(ledger, months, found, tuple(_warnings(ledger, policy)), tuple(findings))


def _no_whole_months(ledger: Ledger) -> Finding:
    return Finding(
        "statement.no_whole_months",
        what=_("the period from {first} to {last} has no whole months").format(
            first=ledger.period_from, last=ledger.period_to
        ),
        where=f"{ledger.region} {ledger.scheme}",
        why=_("payable months are told from spend by the month"),
        remedy=_("give the first day of its first month and the last day of its last month"),
    )


def _warnings(ledger: Ledger, policy: Policy | None) -> Iterator[str]:
    current, balance = ledger.current, ledger.sums.get("balance")
    if current is not None and current.value < 0:
        yield _("the period itself ran a deficit of {amount} 万元").format(amount=format_yuan(-current.value, WAN))
    if current is not None and balance is not None and current.value < 0 and ledger.months:
        yield from _used_up(balance.value, -current.value, ledger.months)
    if balance is not None and balance.value < 0:
        yield _("the cumulative balance is overdrawn by {amount} 万元").format(amount=format_yuan(-balance.value, WAN))
    if policy is not None and ledger.months == YEAR_MONTHS:
        yield from _too_much(ledger, policy)


def _used_up(balance_fen: int, deficit_fen: int, months: int) -> Iterator[str]:
    """When a deficit that goes on at its pace has used the balance up."""
    if balance_fen > 0:
        lasts = decimal_text(balance_fen * months, deficit_fen, 1)
        yield _("a deficit at this pace would use the balance up in {months} months (an assumption)").format(
            months=lasts
        )


def _too_much(ledger: Ledger, policy: Policy) -> Iterator[str]:
    """Balances beyond what plans of the former rural scheme called too much; for information only."""
    income, current, balance = ledger.sums.get("income"), ledger.current, ledger.sums.get("balance")
    for name, figure, words in (
        (
            SURPLUS,
            current,
            _(
                "the year's surplus is {share} of its income, beyond {limit} (a limit of the former rural scheme, for information)"
            ),
        ),
        (
            CUMULATIVE,
            balance,
            _(
                "the cumulative balance is {share} of the year's income, beyond {limit} (a limit of the former rural scheme, for information)"
            ),
        ),
    ):
        limit = policy.get(name)
        if limit is None or figure is None or income is None or income.value <= 0:
            continue
        if figure.value * MICRO > limit.value * income.value:
            share = format_ppm(divide(figure.value * MICRO, income.value))
            yield words.format(share=share, limit=format_ppm(limit.value))
