"""What may enter the journal: names once, declared accounts, open months, reversals of what was booked."""

from collections.abc import Container, Iterable, Mapping
from typing import TypeVar

from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.ledger.balance import month_of
from fenming.ledger.entry import Entry

Item = TypeVar("Item")


def hold(held: dict[str, Item], name: str, item: Item) -> bool:
    """Put `item` under `name`; False when the same is there, BadInput (`ledger.name_taken`) when something else is."""
    if name not in held:
        held[name] = item
        return True
    if held[name] != item:
        raise BadInput(
            "ledger.name_taken",
            what=_("'{name}' is booked already, with another content").format(name=name),
            why=_("the same step always gives the same id, and booked lines never change"),
            remedy=_("reverse the booked entry and post the right one under an id of its own"),
        )
    return False


def admit(entry: Entry, accounts: Container[str], closed_months: Iterable[str], booked: Mapping[str, Entry]) -> None:
    """BadInput unless `entry` may be booked: its accounts declared, its month open, its original known and mirrored."""
    for posting in entry.postings:
        if posting.account not in accounts:
            raise BadInput(
                "ledger.account_undeclared",
                what=_("the account '{account}' is not declared").format(account=posting.account),
                where=_("entry '{id}'").format(id=entry.id),
                remedy=_("declare the account with its Chinese and English label before posting to it"),
            )
    last_closed = max(closed_months, default="")
    if month_of(entry.posted_on) <= last_closed:
        raise BadInput(
            "ledger.month_closed",
            what=_("the month {month} is closed").format(month=last_closed),
            where=_("entry '{id}', {day}").format(id=entry.id, day=entry.posted_on),
            why=_("its checkpoint is written"),
            remedy=_("date the correction after the closed month"),
        )
    if entry.reverses and not mirrors(entry, booked.get(entry.reverses)):
        raise BadInput(
            "ledger.reversal",
            what=_("the entry '{id}' does not take back '{original}'").format(id=entry.id, original=entry.reverses),
            why=_("the original is not booked before it, or its amounts are others"),
            remedy=_("make the reversal from the booked entry with reverse"),
        )


def mirrors(reversal: Entry, original: Entry | None) -> bool:
    """Whether `reversal` posts the opposite of `original`, posting by posting."""
    if original is None:
        return False
    opposite = [(posting.account, -posting.fen) for posting in original.postings]
    return opposite == [(posting.account, posting.fen) for posting in reversal.postings]
