"""One person's year of bills, judged anew in plain Python and compared with what the run stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from fenming.adjudication.desk.bills import FIELDS, READ, fill, place_refunds
from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.desk.lookup import OUTSIDE
from fenming.adjudication.desk.stays import name_stays
from fenming.adjudication.law.record import Records, copied, plain
from fenming.adjudication.law.terms import REPLAY, SCHEME_COUNT
from fenming.adjudication.law.written import Figures
from fenming.adjudication.plan.claim import NOT_STATED, Claim, Paid
from fenming.adjudication.plan.judge import judge
from fenming.adjudication.plan.loop import (
    adjudicate_rows,
    claim_at,
    cover_of,
    is_refunded,
    judge_bill,
    judge_refund,
    paid_at,
    place_at,
    scheme_of,
    slot_at,
    year_of,
)
from fenming.adjudication.plan.year import BLANK, YEAR, count_in
from fenming.kernel import BadInput
from fenming.kernel.language import _


@dataclass(frozen=True, slots=True)
class Change:
    """What all funds together pay on one bill before a year is judged again, and after."""

    bill_id: str
    was_fen: int
    now_fen: int


@dataclass(frozen=True, slots=True)
class Judged:
    """One bill in plain Python: the claim, the terms of its day, the year before it, what was paid, and by what it is known.

    `original` is the id of the bill it refunds, empty if none; `figures` are the pack's parameters in force. Where the
    refund made the year be judged again (`is_replayed`), `changes` are the bills that are paid otherwise since.
    `excluded_fen` and `over_limit_fen` are what the bill says of its cost outside the list, where it says so.
    """

    bill_id: str
    row: int
    claim: Claim
    cover: Any
    scheme: Any
    figures: Figures
    year: Any
    paid: Paid
    original: str = ""
    is_replayed: bool = False
    changes: tuple[Change, ...] = ()
    excluded_fen: int = NOT_STATED
    over_limit_fen: int = NOT_STATED


def judged_history(person_rows: pa.Table, facts: Facts) -> list[Judged]:
    """All bills of one person in order, each judged by the plain-Python engine.

    `person_rows` has the canonical bill columns of all the person's bills in the table's order. Raises BadInput for
    codes and refunds that no intake would let through.
    """
    return judged_rows(exact_bills(person_rows, facts), person_rows, facts)


def judged_rows(bills: Any, person_rows: pa.Table, facts: Facts) -> list[Judged]:
    """The same, of `bills` that exact_bills made of the rows."""
    ids, rows = (person_rows[name].to_pylist() for name in ("bill_id", "row"))
    judged = list(judged_bills(bills, ids, rows, facts))
    for name in (name for name in OUTSIDE if name in person_rows.column_names):
        stated = person_rows[name].to_pylist()
        judged = [
            bill if value is None else replace(bill, **{name: value})
            for bill, value in zip(judged, stated, strict=True)
        ]
    return judged


def exact_bills(rows: pa.Table, facts: Facts) -> Any:
    """Bills of whole persons as the loop reads them, as Python's own integers."""
    columns = [name for name in READ if name in rows.column_names]
    batch = rows.select(columns).combine_chunks().to_batches()[0]
    bills = np.zeros((len(FIELDS), rows.num_rows), np.int64)
    fill(bills, batch, facts)
    place_refunds(bills, rows["row"][0].as_py())
    name_stays(bills, facts)
    return bills.astype(object)


def plain_years(facts: Facts) -> tuple[Records, Records]:
    """Working room for the plain engine: persons' years, and what persons start with."""
    room = Records(plain(YEAR, BLANK) for _record in range(facts.rules.year_count * SCHEME_COUNT))
    starts = facts.starts.records
    return room, Records(plain(YEAR, {name: record[name].tolist() for name in YEAR}) for record in starts)


def plain_results(bills: Any, facts: Facts) -> Any:
    """What the uncompiled loop pays on `bills`: an array of Python's integers, one row per field of Paid."""
    result = np.zeros((len(Paid._fields), bills.shape[1]), object)
    adjudicate_rows(bills, bills.shape[1], facts.rules.exact, plain_years(facts), result)
    return result


def judged_bills(bills: Any, ids: Sequence[str], rows: Sequence[int], facts: Facts) -> Iterator[Judged]:
    """One person's bills in order, each with the year as it stood before it."""
    law, years = facts.rules.exact, plain_years(facts)
    result = np.zeros((len(Paid._fields), bills.shape[1]), object)
    funds: dict[int, int] = {}  # what all funds together pay on each bill as of now
    for place in range(bills.shape[1]):
        original = place_at(bills, place).original
        ruling = place if original < 0 else original
        before = copied(year_of(bills, ruling, law, years))
        if original < 0:
            judge_bill(bills, place, law, years, result)
        else:
            judge_refund(bills, (0, place), law, years, result)
        paid = paid_at(result, place)
        claim, terms = claim_at(bills, place), _terms_of(claim_at(bills, ruling), facts)
        bill = Judged(ids[place], rows[place], claim, *terms, before, paid)
        if original >= 0:
            bill = replace(bill, original=ids[original], is_replayed=terms[1].refund == REPLAY)
        yield replace(bill, changes=_changes(bills, place, bill, (funds, facts, ids)))


def _terms_of(claim: Claim, facts: Facts) -> tuple[Any, Any, Figures]:
    """Cover, scheme and figures that a bill is judged by: those of its day, of a refund those of its bill's day."""
    law = facts.rules.exact
    in_force = int(law.calendar.rule_set[claim.day - law.calendar.first_day])
    return cover_of(claim, law), scheme_of(claim, law), facts.rules.sets[in_force].figures


def _changes(
    bills: Any, place: int, bill: Judged, known: tuple[dict[int, int], Facts, Sequence[str]]
) -> tuple[Change, ...]:
    """Keep `funds` current after the bill at `place`; the changes that a year judged again brings."""
    funds, facts, ids = known
    if not bill.original:
        funds[place] = bill.paid.fund_fen
        return ()
    if not bill.is_replayed:
        funds[place_at(bills, place).original] += bill.paid.fund_fen
        return ()
    anew = replayed_funds(bills, place, facts)
    changed = [earlier for earlier in anew if anew[earlier] != funds[earlier]]
    changes = tuple(Change(ids[earlier], funds[earlier], anew[earlier]) for earlier in changed)
    funds.update(anew)
    return changes


def replayed_funds(bills: Any, row: int, facts: Facts) -> dict[int, int]:
    """What all funds together pay on each bill of a refunded bill's year, as if no bill refunded up to `row` had ever been."""
    law, years = facts.rules.exact, plain_years(facts)
    slot = slot_at(bills, place_at(bills, row).original, law)
    funds: dict[int, int] = {}
    for earlier in range(row):
        if place_at(bills, earlier).original >= 0 or slot_at(bills, earlier, law) != slot:
            continue
        funds[earlier] = 0
        if not is_refunded(bills, earlier, row):
            claim, year = claim_at(bills, earlier), year_of(bills, earlier, law, years)
            outcome = judge(claim, cover_of(claim, law), scheme_of(claim, law), year)
            count_in(year, claim, cover_of(claim, law), outcome, 1)
            funds[earlier] = outcome.fund_fen
    return funds


def check_stored(judged: Sequence[Judged], stored: Sequence[Mapping[str, int]]) -> None:
    """Every bill judged anew equals its stored row. Raises BadInput naming the first that does not."""
    for bill, row in zip(judged, stored, strict=True):
        for name, value in bill.paid._asdict().items():
            if row["row"] != bill.row or row[name] != value:
                raise _other_than_stored(bill, name, (row[name], int(value)))


def _other_than_stored(bill: Judged, column: str, values: tuple[int, int]) -> BadInput:
    return BadInput(
        "adjudication.not_as_stored",
        _("bill {bill}: {column} is stored as {stored}, judged anew it is {value}").format(
            bill=bill.bill_id, column=column, stored=values[0], value=values[1]
        ),
        _("adjudicated table, row {row}").format(row=bill.row),
        _("the bills, the rules or the table have changed since the run"),
        _("run the year again"),
    )
