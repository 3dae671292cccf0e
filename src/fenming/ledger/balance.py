"""What stands on each account, and the month-end checkpoint over it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fenming.ledger.chain import digest_of
from fenming.ledger.entry import Entry


def balances(entries: Iterable[Entry], on: date | None = None) -> dict[str, int]:
    """Fen on each account, by name, at the end of the day `on` (None: of all entries). Together they are zero."""
    found: dict[str, int] = {}
    for entry in entries:
        if on is None or entry.posted_on <= on:
            for posting in entry.postings:
                found[posting.account] = found.get(posting.account, 0) + posting.fen
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A closed month (`2024-01`): the digest of all balances at its end and the chain's head when it was closed."""

    month: str
    balances_digest: str
    chain_head: str

    def as_dict(self) -> dict[str, Any]:
        return {"month": self.month, "balances_digest": self.balances_digest, "chain_head": self.chain_head}

    @classmethod
    def over(cls, month: str, entries: Iterable[Entry], chain_head: str) -> "Checkpoint":
        """The checkpoint of `month` over `entries`, those dated after the month left out."""
        before = (entry for entry in entries if month_of(entry.posted_on) <= month)
        return cls(month, digest_of(balances(before)), chain_head)


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def day_after(month: str) -> date:
    """The first day after `month`."""
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1)
