"""What must be paid, recovered and cleared by when; days left, and what is overdue."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fenming.kernel import Figure, Finding
from fenming.kernel.language import _
from fenming.payment.advances.month import last_day
from fenming.payment.advances.working_day import WorkingDays
from fenming.policy import Policy

ROOM = "payment.advances"
PAYMENT_DAYS, CLEARING = f"{ROOM}.payment_working_days", f"{ROOM}.clearing_month"
APPLICATION, PAYMENT, RECOVERY = (
    f"{ROOM}.working_capital_{step}_month" for step in ("application", "payment", "recovery")
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something due: `id` such as `payment/2024-03`, the last day for it, the rule, the day it was done or None."""

    id: str
    due_on: date
    rule: Figure
    done_on: date | None = None

    @property
    def label(self) -> str:
        """What is due, in words."""
        kind, _slash, period = self.id.partition("/")
        words = {
            "payment": _("payment of {period}"),
            "clearing": _("clearing of {period}"),
            "application": _("applications for working capital of {period}"),
            "working_capital": _("payment of working capital of {period}"),
            "recovery": _("recovery of working capital of {period}"),
        }
        return words[kind].format(period=period)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A deadline seen from a day: `days_left` is negative when it is overdue."""

    deadline: Deadline
    days_left: int

    @property
    def text(self) -> str:
        if self.days_left < 0:
            return _("{what}: overdue by {days} days (due {due})").format(
                what=self.deadline.label, days=-self.days_left, due=self.deadline.due_on
            )
        return _("{what}: {days} days left (due {due})").format(
            what=self.deadline.label, days=self.days_left, due=self.deadline.due_on
        )


def deadlines(
    policy: Policy, year: int, cut_offs: Mapping[str, date], working_days: WorkingDays, done: Mapping[str, date]
) -> tuple[tuple[Deadline, ...], tuple[Finding, ...]]:
    """Deadlines of `year`, the earliest first, and a finding for each year of unknown holidays that matters.

    `cut_offs` are the filing cut-offs by month (`2024-03`), `done` the days on which a deadline (by id) was met.
    Sources: 医保办函〔2024〕101号 for working capital; payment and clearing as the pack cites them.
    """
    found, findings = _payments(policy.get(PAYMENT_DAYS), cut_offs, working_days, done)
    for kind, name, of_year in (
        ("application", APPLICATION, year),
        ("working_capital", PAYMENT, year),
        ("recovery", RECOVERY, year),
        ("clearing", CLEARING, year + 1),
    ):
        rule = policy.get(name)
        if rule is not None:
            found.append(_deadline(f"{kind}/{year}", last_day(f"{of_year}-{rule.value:02d}"), rule, done))
    return tuple(sorted(found, key=lambda one: (one.due_on, one.id))), tuple(dict.fromkeys(findings))


def _payments(
    rule: Figure | None, cut_offs: Mapping[str, date], working_days: WorkingDays, done: Mapping[str, date]
) -> tuple[list[Deadline], list[Finding]]:
    """When each month's payment is due, counted in working days from its filing cut-off."""
    found: list[Deadline] = []
    findings: list[Finding] = []
    if rule is None:
        return found, findings
    for month, cut_off in cut_offs.items():
        due = working_days.after(cut_off, rule.value)
        findings += working_days.unknown(cut_off, due)
        found.append(_deadline(f"payment/{month}", due, rule, done))
    return found, findings


def _deadline(name: str, due: date, rule: Figure, done: Mapping[str, date]) -> Deadline:
    return Deadline(name, due, rule, done.get(name))


def reminders(found: Iterable[Deadline], today: date, days_before: int) -> tuple[Reminder, ...]:
    """What is not done and overdue, or due within `days_before` days, the most urgent first."""
    seen = (Reminder(one, (one.due_on - today).days) for one in found if one.done_on is None)
    return tuple(sorted((one for one in seen if one.days_left <= days_before), key=lambda one: one.days_left))


def overdue(found: Iterable[Deadline], today: date) -> Iterator[Finding]:
    """A finding for each deadline that passed undone, and for each that was met too late."""
    for one in found:
        ended = one.done_on or today
        if ended > one.due_on:
            source = one.rule.cite.title if one.rule.cite else one.rule.name
            yield Finding(
                "deadline.overdue",
                what=Reminder(one, (one.due_on - ended).days).text,
                where=one.id,
                why=_("due by {source}").format(source=source),
                remedy=_("do it now and record the day")
                if one.done_on is None
                else _("it was done late; say why where it is asked"),
            )
