"""A month's payment on paper: a sheet for each institution, and the tables of all."""

from collections.abc import Iterator, Mapping, Sequence

from fenming.kernel import Figure, format_yuan
from fenming.kernel.language import _
from fenming.payment.advances.month import Claim, MonthOrders, MonthPayment
from fenming.reports.adjudicated.table import Heading
from fenming.reports.payment.sheet import About, Line, Sheet
from fenming.reports.payment.words import method_words
from fenming.reports.payment.workbook import Table
from fenming.reports.share_rule import share_words
from fenming.reports.verification_code import short_code
from fenming.reports.wording import rule_text

STEPS = ("earned", "part", "paid", "deposit", "offset", "left")


def month_sheets(
    orders: MonthOrders, claims: Sequence[Claim], kinds: Mapping[str, str], about: About
) -> Iterator[Sheet]:
    """One sheet for each institution of the month: what it earned by which method, and what it is paid of it now."""
    earned = {claim.payee.institution_id: claim.earned for claim in claims}
    for payment in orders.payments:
        payee = payment.payee
        yield Sheet(
            id=payee.institution_id,
            name=payee.label,
            kind=kinds.get(payee.institution_id, ""),
            lines=tuple(_lines(payment, earned[payee.institution_id])),
            amount_words=_("To the bank"),
            fen=payment.order.value,
            code=short_code(about.kept, orders.month, payee.institution_id, str(payment.order.value)),
        )


def _lines(payment: MonthPayment, earned: Figure) -> Iterator[Line]:
    for part in earned.inputs.values():
        yield _line(part)
    for step in STEPS:
        figure = getattr(payment, step)
        is_told = step == "paid" and payment.paid is payment.part
        if (figure.value or step == "earned") and not is_told:
            yield _line(figure, is_sum=step in ("earned", "paid"))


def _line(figure: Figure, *, is_sum: bool = False) -> Line:
    return Line(share_words(figure, with_unit=False), rule_text(figure), format_yuan(figure.value), figure.name, is_sum)


def month_tables(
    orders: MonthOrders, methods: Mapping[str, Mapping[str, Figure]], cases: Mapping[str, Figure]
) -> list[Table]:
    """The month's workbook: one line for each institution, its earnings by method first."""
    columns = ([("drg", cases)] if cases else []) + sorted(methods.items())
    headings = [
        Heading(_("code"), 16),
        Heading(_("institution"), 30),
        *(Heading(_("earned: {method}").format(method=method_words(name)), 16, "fen") for name, _amounts in columns),
        *(Heading(words, 16, "fen") for words in _step_words().values()),
    ]
    rows = [
        (
            one.payee.institution_id,
            one.payee.label,
            *(_amount(amounts, one.payee.institution_id) for _name, amounts in columns),
            *(getattr(one, step).value for step in _step_words()),
        )
        for one in orders.payments
    ]
    return [Table(_("Payment"), _("Payment of {month}").format(month=orders.month), headings, rows)]


def _amount(amounts: Mapping[str, Figure], institution: str) -> int | None:
    return amounts[institution].value if institution in amounts else None


def _step_words() -> dict[str, str]:
    return {
        "earned": _("earned in all"),
        "paid": _("paid of it"),
        "deposit": _("deposit withheld"),
        "left": _("left to the clearing"),
        "offset": _("working capital set off"),
        "order": _("to the bank"),
    }
