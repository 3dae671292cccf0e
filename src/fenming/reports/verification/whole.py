"""The whole: journal, recorded equalities, and the year settled once more."""

from collections.abc import Iterator

from fenming.kernel import Book, Finding, format_yuan
from fenming.kernel.language import _
from fenming.ledger.check import check_amounts, check_balanced, check_unique_ids
from fenming.reports.enclosed import Enclosed
from fenming.settlement import booking_leftovers, settlement_checks


def journal(enclosed: Enclosed) -> Iterator[Finding]:
    """Chain, months, balance, unique names; every entry books figures of the run; nothing is left over."""
    loaded, findings = enclosed.loaded_journal
    yield from findings
    yield from check_balanced(loaded.entries)
    yield from check_unique_ids(loaded.entries)
    values = {figure.name: figure.value for figure in enclosed.book if type(figure.value) is int}
    yield from check_amounts(loaded.entries, values)
    for entry in loaded.entries:
        for name in entry.figures:
            if name not in enclosed.book:
                yield _journal_finding(
                    enclosed, entry.id, _("it books {figure}, which is no figure of the run").format(figure=name)
                )
    for account, fen in booking_leftovers(loaded).items():
        yield _journal_finding(
            enclosed, account, _("it ends at {amount} yuan, not at zero").format(amount=format_yuan(fen))
        )


def _journal_finding(enclosed: Enclosed, where: str, why: str) -> Finding:
    what = _("the journal does not fit the figures")
    return Finding("verify.journal", what=what, where=where, why=why, remedy=enclosed.remedy())


def checks(enclosed: Enclosed) -> Iterator[Finding]:
    """Recorded equalities hold; those of the settlement give the same two sides when worked out again."""
    again = {check.name: (check.left, check.right) for check in settlement_checks(enclosed.settled_again)}
    recorded = {check["name"]: check for check in enclosed.run.checks}
    for name in again.keys() - recorded.keys():
        yield _check_finding(enclosed, name, _("it was not recorded"))
    for name, check in recorded.items():
        sides = (check["left"], check["right"])
        if not check["holds"] or sides[0] != sides[1]:
            yield _check_finding(
                enclosed, name, _("recorded: {left} and {right}").format(left=sides[0], right=sides[1])
            )
        elif name in again and sides != again[name]:
            yield _check_finding(
                enclosed,
                name,
                _("recorded {recorded}, worked out again {again}").format(recorded=sides[0], again=again[name][0]),
            )


def _check_finding(enclosed: Enclosed, name: str, why: str) -> Finding:
    what = _("an equality of the run does not hold")
    return Finding("verify.check", what=what, where=f"checks.json {name}", why=why, remedy=enclosed.remedy())


def again(enclosed: Enclosed) -> Iterator[Finding]:
    """Figures and journal, line by line, as the enclosed tables and packs give them today."""
    book_again = Book([*enclosed.settled_again.figures(), *enclosed.monthly_again.values()])
    if book_again.to_json() != enclosed.book.to_json():
        yield _again_finding(enclosed, "figures.json", _first_difference(enclosed.book, book_again))
    lines = [line.text() for line in enclosed.journal_again().lines]
    kept = [line.text() for line in enclosed.loaded_journal[0].lines]
    if lines != kept:
        number = next(
            (n for n, pair in enumerate(zip(lines, kept, strict=False), 1) if pair[0] != pair[1]),
            min(len(lines), len(kept)) + 1,
        )
        yield _again_finding(enclosed, "journal.jsonl", _("journal line {line}").format(line=number))


def _first_difference(kept: Book, again: Book) -> str:
    names = [figure.name for figure in kept if figure.name not in again]
    names += [figure.name for figure in again if figure.name not in kept]
    names += [figure.name for figure in kept if figure.name in again and figure.value != again[figure.name].value]
    if not names:
        return _("the values agree; labels, rules or sources differ")
    return _("{count} figures differ, the first is {name}").format(count=len(names), name=names[0])


def _again_finding(enclosed: Enclosed, where: str, why: str) -> Finding:
    return Finding(
        "verify.again",
        what=_("the year settled again is another one"),
        where=where,
        why=why,
        remedy=_("if this Fenming is not version {version}, verify with that version; else: {remedy}").format(
            version=enclosed.manifest["fenming"], remedy=enclosed.remedy()
        ),
    )
