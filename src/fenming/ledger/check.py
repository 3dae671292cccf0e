"""Identities that every journal keeps, executed in each run; a broken one is a finding."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from fenming.kernel import Finding, format_yuan
from fenming.kernel.language import _
from fenming.ledger.balance import Checkpoint, balances
from fenming.ledger.chain import Line, read_lines
from fenming.ledger.entry import Entry


def check_balanced(entries: Iterable[Entry]) -> Iterator[Finding]:
    """All accounts together are zero, after every entry and at the end."""
    total = sum(balances(entries).values())
    if total:
        yield Finding(
            "ledger.unbalanced",
            what=_("the journal does not sum to zero"),
            why=_("its accounts together hold {total} yuan").format(total=format_yuan(total)),
            remedy=_("this is a defect of the program: keep the run folder and report it"),
            fen=total,
        )


def check_unique_ids(entries: Iterable[Entry]) -> Iterator[Finding]:
    """No step is booked twice."""
    for name, times in Counter(entry.id for entry in entries).items():
        if times > 1:
            yield Finding(
                "ledger.name_taken",
                what=_("'{name}' is booked {times} times").format(name=name, times=times),
                remedy=_("restore the journal from a copy; correct amounts only by new entries"),
            )


def check_chain(lines: Iterable[Line]) -> Iterator[Finding]:
    """Every line gives its digest and carries the one before it."""
    yield from read_lines("".join(line.text() for line in lines).encode())[1]


def check_checkpoints(lines: Iterable[Line], entries: Iterable[Entry]) -> Iterator[Finding]:
    """Every closed month still has the balances it was closed with, at the place in the chain where it was closed."""
    booked = tuple(entries)
    for line in lines:
        if line.kind == "checkpoint":
            month = str(line.content.get("month", ""))
            if line.content != Checkpoint.over(month, booked, line.previous).as_dict():
                yield Finding(
                    "ledger.checkpoint",
                    what=_("the month {month} no longer has the balances it was closed with").format(month=month),
                    where=_("journal line {line}").format(line=line.number),
                    remedy=_("restore the journal from a copy; correct amounts only by new entries"),
                )


def check_amounts(entries: Iterable[Entry], values_fen: Mapping[str, int]) -> Iterator[Finding]:
    """Every entry of one figure moves just that figure's amount; `values_fen` by figure name, others left aside."""
    for entry in entries:
        if len(entry.figures) == 1 and entry.figures[0] in values_fen:
            expected = abs(values_fen[entry.figures[0]])
            if entry.moved_fen != expected:
                yield Finding(
                    "ledger.amount",
                    what=_("the entry '{id}' does not move what its figure says").format(id=entry.id),
                    where=entry.figures[0],
                    why=_("booked {booked} yuan, figure {expected} yuan").format(
                        booked=format_yuan(entry.moved_fen), expected=format_yuan(expected)
                    ),
                    remedy=_("this is a defect of the program: keep the run folder and report it"),
                    fen=entry.moved_fen - expected,
                )
