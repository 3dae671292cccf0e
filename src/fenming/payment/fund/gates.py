"""Whether a fund may pay working capital: payable months, no deficit last year, none in a rolling forecast."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fenming.kernel import Figure, divide, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms import derive
from fenming.payment.fund.sums import WAN, Ledger, decimal_text
from fenming.policy import Policy

State = Literal["passed", "failed", "unknown"]
GATE_MONTHS = "payment.fund.gate_months"
DEFICIT_GATE = "payment.fund.deficit_gate"
FORECAST_MONTHS = "payment.fund.forecast_months"
FORECAST_BASIS = "payment.fund.forecast_basis"


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition: its name in words, how it stands, why, and the figure (flag) that decided it."""

    id: str
    label: str
    state: State
    why: str
    figure: Figure | None = None


def gates(policy: Policy | None, ledger: Ledger, others: Iterable[Ledger]) -> tuple[Gate, ...]:
    """The three gates of working capital for `ledger`; `others` are further statements, among which last year's may be.

    Without a policy of that day every gate is unknown. Source: 医保办函〔2024〕101号.
    """
    further = tuple(others)
    return (
        _months_gate(policy, ledger),
        _deficit_gate(policy, ledger, further),
        _forecast_gate(policy, ledger, further),
    )


def may_advance(found: Iterable[Gate]) -> bool:
    """Whether working capital may be paid: every gate is passed, and none is unknown."""
    return all(gate.state == "passed" for gate in found)


def _state(flag: Figure) -> State:
    return "passed" if flag.value else "failed"


def _unknown(name: str, label: str, why: str) -> Gate:
    return Gate(name, label, "unknown", why)


def _months_gate(policy: Policy | None, ledger: Ledger) -> Gate:
    label = _("payable months")
    least = policy.get(GATE_MONTHS) if policy else None
    balance, spend = ledger.sums.get("balance"), ledger.sums.get("spend")
    if least is None or ledger.scheme not in least.value:
        return _unknown("payable_months", label, _("no gate is written for this scheme on that day"))
    if balance is None or spend is None or spend.value <= 0 or not ledger.months:
        return _unknown("payable_months", label, _("it takes a cumulative balance, spend, and whole months"))
    months = months_figure(ledger)
    needed = Figure(
        f"{GATE_MONTHS}.{ledger.scheme}",
        least.value[ledger.scheme],
        "count",
        "parameter",
        least.label,
        least.label_en,
        cite=least.cite,
    )
    name = ledger.name.child("months_gate", "可支付月数达到门槛", "payable months reach the gate", "flag")
    flag = derive(name, "covers_months", {"balance": balance, "spend": spend, "months": months, "least": needed})
    return Gate(
        "payable_months", label, _state(flag), _months_beside(ledger, needed.value, is_enough=bool(flag.value)), flag
    )


def _months_beside(ledger: Ledger, least: int, *, is_enough: bool) -> str:
    """Payable months beside the gate: `34.72 ≥ 12`, `4.6 < 6`; what would round up to the gate is said in words."""
    whole, part = ledger.sums["balance"].value * ledger.months, ledger.sums["spend"].value
    shown = decimal_text(whole, part, ledger.decimals)
    if is_enough:
        return f"{shown} ≥ {least}"
    if divide(whole * 10**ledger.decimals, part) >= least * 10**ledger.decimals:
        return _("a little less than {least}").format(least=least)
    return f"{shown} < {least}"


def months_figure(ledger: Ledger) -> Figure:
    """How many whole months the period has, by the calendar."""
    name = ledger.name.child("period_months", "本期月数", "months of the period", "count")
    return Figure(name.name, ledger.months, "count", "calendar", name.label, name.label_en)


def _deficit_gate(policy: Policy | None, ledger: Ledger, others: tuple[Ledger, ...]) -> Gate:
    label = _("no deficit last year")
    rule = policy.get(DEFICIT_GATE) if policy else None
    if rule is None:
        return _unknown("last_year", label, _("no such gate is written for that day"))
    year = last_year_of(ledger)
    last = next((one for one in (ledger, *others) if _is_year(one, ledger, year) and one.current is not None), None)
    if last is None:
        return _unknown("last_year", label, _("the statement of the whole year {year} was not given").format(year=year))
    flag = _balanced(last, rule, "last_year_gate")
    said = _("current balance of {year}: {amount} 万元").format(year=year, amount=_current(last))
    if rule.value == "open":
        return Gate("last_year", label, "passed", said, flag)
    return Gate("last_year", label, _state(flag), said, flag)


def _balanced(ledger: Ledger, rule: Figure, suffix: str) -> Figure:
    name = ledger.name.child(suffix, "当期收支不赤字", "no current deficit", "flag")
    return derive(name, "in_balance", {"income": ledger.sums["income"], "spend": ledger.sums["spend"]}, (rule,))


def _current(ledger: Ledger) -> str:
    return format_yuan(ledger.current.value, WAN) if ledger.current else "–"


def last_year_of(ledger: Ledger) -> int:
    """The year whose deficit counts: that which the period closes, else the one before the period."""
    return (
        ledger.period_to.year if ledger.period_to == date(ledger.period_to.year, 12, 31) else ledger.period_to.year - 1
    )


def _is_year(one: Ledger, like: Ledger, year: int) -> bool:
    whole = (date(year, 1, 1), date(year, 12, 31))
    return (one.scheme, one.region) == (like.scheme, like.region) and (one.period_from, one.period_to) == whole


def _forecast_gate(policy: Policy | None, ledger: Ledger, others: tuple[Ledger, ...]) -> Gate:
    label = _("no deficit in the rolling forecast")
    ahead = policy.get(FORECAST_MONTHS) if policy else None
    basis = policy.get(FORECAST_BASIS) if policy else None
    if ahead is None or basis is None:
        return _unknown("forecast", label, _("no such gate is written for that day"))
    given = _given_forecast(ledger, others)
    if given is not None and given is not ledger and given.months != ahead.value:
        why = _("the given forecast covers {count} months, {months} are needed")
        return _unknown("forecast", label, why.format(count=given.months, months=ahead.value))
    if given is not None:
        income, spend = given.sums["forecast_income"], given.sums["forecast_spend"]
        told = _("the given forecast of {months} months: {amount} 万元")
    elif basis.value == "at_pace" and ledger.current is not None and ledger.months:
        income, spend = (_at_pace(ledger, kind, ahead, basis) for kind in ("income", "spend"))
        told = _(
            "no forecast was given; the period's pace carried on for {months} months: {amount} 万元 (an assumption)"
        )
    else:
        return _unknown("forecast", label, _("no forecast of {months} months was given").format(months=ahead.value))
    name = ledger.name.child("forecast_gate", "滚动预测不赤字", "no deficit in the forecast", "flag")
    flag = derive(name, "in_balance", {"income": income, "spend": spend}, (ahead,))
    amount = format_yuan(income.value - spend.value, WAN)
    return Gate("forecast", label, _state(flag), told.format(months=ahead.value, amount=amount), flag)


def _given_forecast(ledger: Ledger, others: tuple[Ledger, ...]) -> Ledger | None:
    """The ledger that holds the forecast: this one, or the latest of the same scheme and region with a period of its own."""
    own = [one for one in others if (one.scheme, one.region) == (ledger.scheme, ledger.region)]
    having = [one for one in (ledger, *own) if {"forecast_income", "forecast_spend"} <= one.sums.keys()]
    if ledger in having:
        return ledger
    return max(having, key=lambda one: one.period_to, default=None)


def _at_pace(ledger: Ledger, kind: str, ahead: Figure, basis: Figure) -> Figure:
    words = {
        "income": ("按进度推算收入", "income at the period's pace"),
        "spend": ("按进度推算支出", "spend at the period's pace"),
    }
    inputs = {"amount": ledger.sums[kind], "over_months": months_figure(ledger), "months": ahead}
    return derive(ledger.name.child(f"{kind}_at_pace", *words[kind]), "months_at_mean", inputs, (basis,))
