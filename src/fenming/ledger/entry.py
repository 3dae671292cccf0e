"""One booked step: postings that sum to zero, under an id that the same step always gets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import quote

from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _

_KIND = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Posting:
    """`fen` put on `account`: positive is debit (借), negative credit (贷)."""

    account: str
    fen: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A balanced entry. `figures` names the figures whose amounts it books; `reverses` the id of the entry it takes back.

    Raises BadInput when amounts are no whole fen, do not sum to zero, or there are fewer than two postings.
    """

    id: str
    posted_on: date
    kind: str
    narration: str
    postings: tuple[Posting, ...]
    figures: tuple[str, ...] = ()
    reverses: str = ""

    def __post_init__(self) -> None:
        if not self.id or not _KIND.fullmatch(self.kind):
            raise BadInput(
                "ledger.entry_name",
                what=_("the entry '{id}' of kind '{kind}' is not named rightly").format(id=self.id, kind=self.kind),
                remedy=_("make the id with entry_id and write the kind in lower case, like surplus_split"),
            )
        if len(self.postings) < 2 or any(type(posting.fen) is not int for posting in self.postings):
            raise BadInput(
                "ledger.posting",
                what=_("the entry '{id}' has no two postings in whole fen").format(id=self.id),
                remedy=_("post each amount to the account it leaves and to the account it reaches"),
            )
        if total := sum(posting.fen for posting in self.postings):
            raise BadInput(
                "ledger.unbalanced",
                what=_("the entry '{id}' does not balance").format(id=self.id),
                why=_("its postings sum to {total} yuan, not to zero").format(total=format_yuan(total)),
                remedy=_("post each amount to the account it leaves and to the account it reaches"),
            )

    @property
    def moved_fen(self) -> int:
        """Money that changes place: the sum of the debits."""
        return sum(posting.fen for posting in self.postings if posting.fen > 0)

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "posted_on": self.posted_on.isoformat(),
            "kind": self.kind,
            "narration": self.narration,
            "postings": [[posting.account, posting.fen] for posting in self.postings],
            "figures": list(self.figures),
            "reverses": self.reverses,
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> Self:
        """The entry that `as_dict` wrote; KeyError, TypeError or ValueError when it is none."""
        return cls(
            id=written["id"],
            posted_on=date.fromisoformat(written["posted_on"]),
            kind=written["kind"],
            narration=written["narration"],
            postings=tuple(Posting(account, fen) for account, fen in written["postings"]),
            figures=tuple(written["figures"]),
            reverses=written["reverses"],
        )


def entry_id(kind: str, *scope: object) -> str:
    """The id of one step: `entry_id("surplus_split", "tcm", 2024)` → `surplus_split/tcm/2024`, unlike scopes never alike."""
    return "/".join(quote(str(part), safe=":") for part in (kind, *scope))


def reverse(entry: Entry, why: str, posted_on: date | None = None) -> Entry:
    """The new entry that takes `entry` back, dated `posted_on` or as the original. `why` must say something: BadInput."""
    if not why.strip():
        raise BadInput(
            "ledger.reason_missing",
            what=_("the reversal of '{id}' gives no reason").format(id=entry.id),
            remedy=_("say why the entry is taken back"),
        )
    return Entry(
        id=entry_id("reversal", entry.id),
        posted_on=posted_on or entry.posted_on,
        kind="reversal",
        narration=why,
        postings=tuple(Posting(posting.account, -posting.fen) for posting in entry.postings),
        figures=entry.figures,
        reverses=entry.id,
    )
