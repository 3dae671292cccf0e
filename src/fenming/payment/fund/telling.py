"""A fund's state in rows of text, for tables on screen and in workbooks."""

from fenming.kernel import format_yuan
from fenming.kernel.language import _
from fenming.payment.fund.status import Status
from fenming.payment.fund.sums import WAN, kind_word


def scheme_word(scheme: str) -> str:
    """A scheme in words; one that Fenming does not know stands for itself."""
    return {"employee": _("employees' scheme"), "resident": _("residents' scheme")}.get(scheme, scheme)


def state_word(state: str) -> str:
    """How a gate stands, in words."""
    return {"passed": _("passed"), "failed": _("not passed"), "unknown": _("not known")}[state]


def status_rows(status: Status) -> list[list[str]]:
    """What, how much, why: sums, current balance, payable months, gates, whether working capital may be paid."""
    ledger = status.ledger
    rows = [[kind_word(kind), format_yuan(figure.value, WAN), ""] for kind, figure in ledger.sums.items()]
    if ledger.current is not None:
        rows.append([_("current balance"), format_yuan(ledger.current.value, WAN), _("income less spend")])
    rows.append(
        [
            _("payable months"),
            status.months_text(),
            _("cumulative balance ÷ (spend ÷ {months})").format(months=ledger.months),
        ]
    )
    rows += [[_("gate: {name}").format(name=gate.label), state_word(gate.state), gate.why] for gate in status.gates]
    answer = _("yes") if status.may_advance else _("no")
    rows.append([_("may working capital be paid?"), answer, _("only where every gate is known and passed")])
    return rows
