"""Amounts: policy numbers, sums of rows, verbs, splits, shares."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from fenming.facts.run_tables import RunTables
from fenming.kernel import Figure, Finding
from fenming.kernel.language import _
from fenming.mechanisms import recompute
from fenming.reports.enclosed import Enclosed
from fenming.reports.payee import payee_of

WRITTEN = ("unit", "written", "cite", "reading")
PARTIES = {"process_score": "'q' || quarter", "target_result": "item_id"}


def parameters(enclosed: Enclosed) -> Iterator[Finding]:
    """Every policy number of the run beside the packs' own: value, unit, words and citation."""
    policy = enclosed.pack.on(date(enclosed.manifest["year"], 12, 31))
    for figure in enclosed.book:
        if figure.verb == "parameter":
            written = policy[figure.name]
            unlike = [word for word in WRITTEN if getattr(figure, word) != getattr(written, word)]
            if not _alike(figure.value, written.value):
                yield _differs(enclosed, figure, written.value, _("the packs write it so"))
            elif unlike:
                yield _written_unlike(enclosed, figure, written, unlike[0])


def _written_unlike(enclosed: Enclosed, figure: Figure, written: Figure, word: str) -> Finding:
    found, expected = (getattr(one, word) for one in (figure, written))
    return Finding(
        "verify.parameter",
        what=_("a policy number is not told as the packs tell it"),
        where=f"{figure.name} {word}",
        why=_("it is {found}, the packs write {expected}").format(found=found, expected=expected),
        remedy=enclosed.remedy(),
    )


def _alike(one: Any, other: Any) -> bool:
    """The same structured value, whether as tuples or as the lists that JSON makes of them; order counts."""
    return json.dumps(one) == json.dumps(other)


def _differs(enclosed: Enclosed, figure: Figure, expected: Any, because: str) -> Finding:
    return Finding(
        "verify.figure",
        what=_("a figure is not what it should be"),
        where=figure.name,
        why=_("it is {found}, it should be {expected}: {because}").format(
            found=figure.value, expected=expected, because=because
        ),
        remedy=enclosed.remedy(),
    )


def tables(enclosed: Enclosed) -> Iterator[Finding]:
    """Every figure read from rows, summed again from the enclosed table; one query for all alike."""
    alike: dict[tuple[str, str, tuple[str, ...], bool], list[Figure]] = {}
    for figure in enclosed.book:
        if figure.verb == "table":
            if figure.source is None:
                yield _differs(enclosed, figure, None, _("it names no rows"))
                continue
            source = figure.source
            key = (source.table, source.column, tuple(source.where), isinstance(figure.value, Mapping))
            alike.setdefault(key, []).append(figure)
    for key, listed in alike.items():
        sums = _sums(enclosed.run.tables, key)
        for figure in listed:
            assert figure.source is not None
            expected = sums.get(tuple(figure.source.where.values()), {} if key[3] else 0)
            if figure.value != expected:
                yield _differs(
                    enclosed, figure, expected, _("the rows of table {table} sum to that").format(table=key[0])
                )


def _sums(tables: RunTables, key: tuple[str, str, tuple[str, ...], bool]) -> dict[tuple[Any, ...], Any]:
    """Sums of a column by the values of the `where` columns; by party as well where the figure holds several."""
    table, column, where, by_party = key
    for word in (table, column, *where):
        if not word.isidentifier():
            raise ValueError(word)
    party = PARTIES[table] if by_party else "''"
    columns = "".join(f", {one}" for one in where)
    amount = "count(*)" if column == "*" else f"sum({column}::BIGINT)"
    query = f"SELECT {amount}::BIGINT AS amount, {party} AS party{columns} FROM {{{table}}} GROUP BY ALL ORDER BY party"
    sums: dict[tuple[Any, ...], Any] = {}
    for row in tables.rows(query):
        place = tuple(row[one] for one in where)
        if by_party:
            sums.setdefault(place, {})[row["party"]] = row["amount"]
        else:
            sums[place] = row["amount"] or 0
    return sums


def figures(enclosed: Enclosed) -> Iterator[Finding]:
    """Every verb applied again, and the file written again: grades and order included."""
    for figure in enclosed.book:
        expected = recompute(figure)
        if not _alike(figure.value, expected):
            yield _differs(
                enclosed, figure, expected, _("that is what {verb} makes of its inputs").format(verb=figure.verb)
            )
    if enclosed.book.to_json() != (enclosed.folder / "figures.json").read_text("utf8"):
        yield Finding(
            "verify.figures_text",
            what=_("the figures are not written as Fenming writes them"),
            where="figures.json",
            why=_("grades, order or spelling were changed"),
            remedy=enclosed.remedy(),
        )


def splits(enclosed: Enclosed) -> Iterator[Finding]:
    """Parts of one whole by the same weights, wherever all of them are figures of the run."""
    alike: dict[tuple[str, ...], list[Figure]] = {}
    for figure in enclosed.book:
        if figure.verb in ("split", "equal"):
            alike.setdefault((figure.verb, *(lower.name for lower in figure.inputs.values())), []).append(figure)
    for parts in alike.values():
        whole, parties = parts[0].inputs["whole"], parts[0].inputs.get("weights") or parts[0].inputs["parties"]
        found = sum(part.value for part in parts)
        if (
            {part.pick for part in parts} == set(parties.value)
            and len(parts) == len(parties.value)
            and found != whole.value
        ):
            yield _differs(enclosed, whole, found, _("its parts sum to that"))


def shares(enclosed: Enclosed) -> Iterator[Finding]:
    """Each row of the share table is its figure; the rows of a payee sum to what is payable to it."""
    due: dict[str, int] = {}
    for share in enclosed.run.shares:
        figure = enclosed.book[share["figure"]]
        due[share["payee"]] = due.get(share["payee"], 0) + share["fen"]
        if figure.value != share["fen"]:
            yield _differs(enclosed, figure, share["fen"], _("the share table pays that"))
    payable = {payee: figure for figure in enclosed.book if (payee := payee_of(figure.name))}
    for payee in sorted(due.keys() | payable.keys()):
        figure = enclosed.book[f"settlement.payee.{payee}.payable"]
        if figure.value != due.get(payee, 0):
            yield _differs(enclosed, figure, due.get(payee, 0), _("the payee's shares sum to that"))
