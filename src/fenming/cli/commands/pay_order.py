"""`fenming pay orders`, `fenming pay order`: what the bank was told to pay, and what became of it."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, get_args

import typer

from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, WorkspaceOption, example
from fenming.cli.commands.pay import pay
from fenming.cli.console import out, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _
from fenming.payment.advances.ledgers import Ledgers
from fenming.payment.advances.order import Evidence, State, Tracked
from fenming.payment.advances.order_book import OrderBook, state_word
from fenming.reports.payment.institutions import FOLDER


class Happened(StrEnum):
    """What may be recorded about an order."""

    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    RETRIED = "retried"
    CANCELLED = "cancelled"
    AGAIN = "again"


@pay.command(
    help=_("List the orders to the bank with their state, attempts and receipts."),
    epilog=example("fenming pay orders --state failed"),
)
def orders(
    state: Annotated[
        str, typer.Option(help=_("only orders in this state: made, sent, failed, retried, paid, cancelled"))
    ] = "",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    if state and state not in get_args(State):
        raise BadInput(
            "pay.state",
            what=_("'{state}' is no state of an order").format(state=state),
            where="--state",
            remedy=_("use one of: {known}").format(known=", ".join(get_args(State))),
        )
    listed = [one for one in OrderBook.of(Workspace.open(workspace)).orders.values() if state in ("", one.state)]
    if as_json:
        show_json([_as_dict(one) for one in listed])
        return
    headings = [_("order"), _("institution"), _("state"), _("receipt or reason"), _("attempts"), _("amount")]
    rows = [
        [
            one.order.id,
            one.order.payee.label,
            state_word(one.state),
            one.receipt or one.events[-1].evidence.reason,
            f"{one.attempt}",
            format_yuan(one.order.amount_fen),
        ]
        for one in listed
    ]
    show_table(
        _("{count} orders to the bank · yuan").format(count=len(rows)), headings, rows, numbers=(4, 5), unbroken=(0,)
    )


def _as_dict(one: Tracked) -> dict[str, object]:
    events = [event.as_dict() for event in one.events]
    return one.order.as_dict() | {"state": one.state, "attempts": one.attempt, "receipt": one.receipt, "events": events}


@pay.command(
    help=_(
        "Record what became of an order: sent, paid (with its receipt), failed or cancelled (with the reason), retried; or order a cancelled one again."
    ),
    epilog=example("fenming pay order part_payment/2024-03/H34062100001 paid --receipt 20240412-0017"),
)
def order(
    order_id: Annotated[str, typer.Argument(help=_("id of the order, as `fenming pay orders` lists it"))],
    happened: Annotated[Happened, typer.Argument(help=_("what happened"))],
    receipt: Annotated[str, typer.Option(help=_("the bank's receipt number"))] = "",
    reason: Annotated[str, typer.Option(help=_("why it failed or is cancelled"))] = "",
    at: Annotated[str, typer.Option(help=_("when it happened, like 2024-04-12T10:30; left out: now"))] = "",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
) -> None:
    opened = Workspace.open(workspace)
    with opened.alone():
        book, folder = OrderBook.of(opened), opened.folder / FOLDER
        evidence = Evidence(_instant(at), receipt, reason)
        if happened is Happened.AGAIN:
            order_id = _order_again(book, folder, order_id, evidence)
        else:
            _recorder(book, happened)(order_id, evidence)
            _book(book, folder)
    told = book.orders[order_id]
    out.print(
        _("{order}: {state}, {amount} yuan to {payee}").format(
            order=order_id,
            state=state_word(told.state),
            amount=format_yuan(told.order.amount_fen),
            payee=told.order.payee.label,
        ),
        markup=False,
    )


def _order_again(book: OrderBook, folder: Path, order_id: str, evidence: Evidence) -> str:
    """A new order in place of a cancelled one, payable again; its id."""
    fresh, step = book.replacement(order_id, evidence.at.date())
    ledgers = Ledgers.load(folder)
    ledgers.book([step])
    book.make([fresh], evidence)
    ledgers.save(folder)
    return fresh.id


def _recorder(book: OrderBook, happened: Happened) -> Callable[[str, Evidence], None]:
    return {
        Happened.SENT: book.send,
        Happened.PAID: book.pay,
        Happened.FAILED: book.fail,
        Happened.RETRIED: book.retry,
        Happened.CANCELLED: book.cancel,
    }[happened]


def _book(book: OrderBook, folder: Path) -> None:
    """A payment leaves the fund, a cancelled order is payable no longer: booked once, however often it is told."""
    ledgers = Ledgers.load(folder)
    ledgers.book(book.steps())
    ledgers.save(folder)


def _instant(text: str) -> datetime:
    """The instant the user gives; without a zone it is this machine's."""
    try:
        return datetime.fromisoformat(text).astimezone() if text else datetime.now().astimezone()
    except ValueError:
        raise BadInput(
            "pay.instant",
            what=_("'{text}' is no day and time").format(text=text),
            where="--at",
            remedy=_("write it like 2024-04-12T10:30"),
        ) from None
