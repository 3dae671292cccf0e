"""The journal: accounts, entries and checkpoints, appended only, each line chained to the one before."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any, Self

from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.ledger import admission
from fenming.ledger.account import Account
from fenming.ledger.balance import Checkpoint, month_of
from fenming.ledger.chain import START, Line, damaged_line, read_lines
from fenming.ledger.check import check_checkpoints
from fenming.ledger.entry import Entry

Item = Account | Entry | Checkpoint


class Journal:
    """A growing book in memory. Adding again what is there is harmless; adding something else under its name is refused."""

    def __init__(self, accounts: Iterable[Account] = ()) -> None:
        self.lines: list[Line] = []
        self.accounts: dict[str, Account] = {}
        self.entries_by_id: dict[str, Entry] = {}
        self.checkpoints: dict[str, Checkpoint] = {}
        self.damage: tuple[Finding, ...] = ()
        for account in accounts:
            self.declare(account)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self.entries_by_id.values())

    @property
    def head(self) -> str:
        """The digest of the last line: who keeps it elsewhere can prove that the journal ends there."""
        return self.lines[-1].digest if self.lines else START

    def declare(self, account: Account) -> None:
        """Open `account`. BadInput when its name is taken under other labels."""
        self._add("account", account)

    def post(self, entry: Entry) -> None:
        """Book `entry`. BadInput for an undeclared account, a closed month, a taken id, or a reversal that fits nothing."""
        self._add("entry", entry)

    def close(self, month: str) -> Checkpoint:
        """Close `month` (`2024-01`): from now on entries dated in or before it are refused. Returns its checkpoint."""
        if month not in self.checkpoints:
            self._add("checkpoint", Checkpoint.over(month, self.entries, self.head))
        return self.checkpoints[month]

    def _add(self, kind: str, item: Item) -> None:
        if self._take(item):
            self.lines.append(Line.after(self.lines[-1] if self.lines else None, kind, item.as_dict()))

    def _take(self, item: Item) -> bool:
        """Hold `item`; False when it is here already."""
        match item:
            case Account():
                return admission.hold(self.accounts, item.name, item)
            case Checkpoint():
                return admission.hold(self.checkpoints, item.month, item)
            case Entry():
                if item.id not in self.entries_by_id:
                    admission.admit(item, self.accounts, self.checkpoints, self.entries_by_id)
                return admission.hold(self.entries_by_id, item.id, item)

    def save(self, path: Path) -> None:
        """Write the whole journal beside `path` and rename it into place.

        BadInput (`ledger.not_an_extension`) when the file there is not the beginning of this journal, and with all
        that is wrong when this journal was damaged where it was loaded.
        """
        if self.damage:
            raise BadInput(findings=self.damage)
        written = "".join(line.text() for line in self.lines).encode()
        if path.exists() and not written.startswith(path.read_bytes()):
            raise BadInput(
                "ledger.not_an_extension",
                what=_("the journal on disk holds other lines than this one"),
                where=str(path),
                why=_("booked lines are never changed or dropped"),
                remedy=_("load it, then add new entries to it"),
            )
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with beside.open("wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    @classmethod
    def of(cls, accounts: Iterable[Account], entries: Iterable[Entry]) -> Self:
        """A whole book at once: `entries` in order of their days, each month closed behind its last entry."""
        journal = cls(accounts)
        in_order = sorted(entries, key=lambda entry: entry.posted_on)
        for month, of_month in groupby(in_order, key=lambda entry: month_of(entry.posted_on)):
            for entry in of_month:
                journal.post(entry)
            journal.close(month)
        return journal

    @classmethod
    def load(cls, path: Path, head: str = "") -> tuple[Self, tuple[Finding, ...]]:
        """The journal in `path` and all that is wrong with it, each finding with its line; what cannot be read is left out.

        `head` is the digest of the last line as kept elsewhere: it shows lines cut off at the end, which the chain
        alone cannot. BadInput (`ledger.no_journal`) when there is no such file.
        """
        if not path.is_file():
            raise BadInput(
                "ledger.no_journal",
                what=_("there is no journal"),
                where=str(path),
                remedy=_("name a run folder or bundle that holds journal.jsonl"),
            )
        lines, findings = read_lines(path.read_bytes())
        journal = cls()
        for line in lines:
            findings.extend(journal._recall(line))
        findings.extend(check_checkpoints(journal.lines, journal.entries))
        if head and head != journal.head:
            findings.append(_cut(path))
        journal.damage = tuple(findings)
        return journal, journal.damage

    def _recall(self, line: Line) -> Iterator[Finding]:
        """Take in a line that was read, at its place; a finding where its content may not stand there."""
        self.lines.append(line)
        where = _("journal line {line}").format(line=line.number)
        try:
            if not self._take(READERS[line.kind](line.content)):
                yield damaged_line("ledger.twice", _("a line is booked twice"), where)
        except BadInput as refused:
            yield from (replace(finding, where=where) for finding in refused.findings)
        except (KeyError, TypeError, ValueError, AttributeError):
            yield damaged_line("ledger.unreadable", _("a line holds nothing that Fenming books"), where)


READERS: dict[str, Callable[[dict[str, Any]], Item]] = {
    "account": lambda content: Account(**content),
    "entry": Entry.from_dict,
    "checkpoint": lambda content: Checkpoint(**content),
}


def _cut(path: Path) -> Finding:
    return Finding(
        "ledger.cut",
        what=_("the journal does not end where it ended when it was sealed"),
        where=str(path),
        why=_("its last digest is another one: lines were added, changed or cut off"),
        remedy=_("restore the journal from a copy; correct amounts only by new entries"),
    )
