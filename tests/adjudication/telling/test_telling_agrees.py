"""Under every drawn law the telling of a bill agrees with what the plan paid, and its formulas come out when worked out again."""

from collections import Counter
from functools import cache
from random import Random

import numpy as np
import pytest

from fenming.adjudication.desk.bills import field
from fenming.adjudication.telling.history import Judged, judged_bills
from fenming.adjudication.telling.step import PARTS
from fenming.adjudication.telling.steps import steps_of
from tests.adjudication.telling.arithmetic import worked_out
from tests.properties.laws import dated, drawn_law, drawn_years, facts, paid

LAWS, PERSONS = range(50), 6


@cache
def judged(seed: int) -> list[Judged]:
    """Every bill of a few persons under the law of this seed."""
    known = facts(dated(drawn_law(Random(seed))[1]))
    bills = drawn_years(seed, PERSONS)
    found: list[Judged] = []
    for person in np.unique(field(bills, "person")):
        rows = np.flatnonzero(field(bills, "person") == person)
        own = bills[:, rows].copy()
        original = field(own, "original")
        original[original >= 0] -= rows[0]
        found += judged_bills(own.astype(object), [str(row) for row in rows], rows.tolist(), known)
    return found


@pytest.mark.parametrize("seed", LAWS)
def test_telling_never_disagrees_with_what_was_paid(seed):
    for bill in judged(seed):
        steps = steps_of(bill)
        told = {step.name: step.value for step in steps}
        assert told["fund_fen"] + told.get("given_fen", 0) + told["person_fen"] == bill.claim.total_fen
        assert [PARTS.index(step.part) for step in steps] == sorted(PARTS.index(step.part) for step in steps)
        assert all(step.label and step.formula for step in steps)
        if bill.changes:
            assert sum(change.now_fen - change.was_fen for change in bill.changes) == bill.paid.fund_fen


@pytest.mark.parametrize("seed", LAWS[::5])
def test_what_is_told_is_what_the_compiled_loop_stores(seed):
    stored = paid(drawn_years(seed, PERSONS), dated(drawn_law(Random(seed))[1]))
    for row, bill in enumerate(judged(seed)):
        told = {step.name: step.value for step in steps_of(bill) if step.name in stored}
        assert told == {name: stored[name][row] for name in told}


@pytest.mark.parametrize("seed", LAWS)
def test_formulas_of_numbers_come_out_when_a_reader_works_them_out(seed):
    seen = Counter()
    for bill in judged(seed):
        for step in steps_of(bill):
            value = worked_out(step.formula, step.unit)
            if value is not None:
                assert value == step.value, (step, bill.claim)
                seen[step.name] += 1
    assert seen["person_fen"]
    assert seen["by_rate_fen"]


def test_a_disagreement_is_a_defect_and_not_shown():
    bill = next(bill for bill in judged(0) if bill.paid.pool_fen > 0)
    wrong = bill.paid._replace(pool_fen=bill.paid.pool_fen + 1)
    with pytest.raises(ArithmeticError, match=f"bill {bill.bill_id}: told "):
        steps_of(Judged(bill.bill_id, bill.row, bill.claim, bill.cover, bill.scheme, bill.figures, bill.year, wrong))
