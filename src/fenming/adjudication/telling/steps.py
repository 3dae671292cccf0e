"""One bill explained: the steps of its plan in the order of the law, from the bill's cost to who pays what."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fenming.adjudication.law.terms import NOT_WRITTEN
from fenming.adjudication.plan.judge import refusal
from fenming.adjudication.telling.base import base_steps
from fenming.adjudication.telling.charged import charged_steps, copay_steps
from fenming.adjudication.telling.deductible import deductible_steps
from fenming.adjudication.telling.history import Judged
from fenming.adjudication.telling.layers import layer_steps
from fenming.adjudication.telling.payers import payer_steps
from fenming.adjudication.telling.pool import fixed_steps, pool_steps
from fenming.adjudication.telling.rate import rate_steps
from fenming.adjudication.telling.refund import refund_steps
from fenming.adjudication.telling.refusal import refusal_steps
from fenming.adjudication.telling.step import Step
from fenming.adjudication.telling.subject import Subject

ALWAYS_TOLD = ("pool_fen", "fund_fen", "person_fen")


def steps_of(bill: Judged) -> list[Step]:
    """The steps, each with its formula in words and numbers and the clauses it rests on; those that do nothing are left out.

    That a step comes to another amount than the plan paid is a defect: ArithmeticError.
    """
    subject = Subject.of(bill)
    steps = [*_of("charged", charged_steps(subject)), *_plan(subject), *_of("payers", payer_steps(subject))]
    told = {step.name: step.value for step in steps}
    for column, value in bill.paid._asdict().items():
        if told.get(column, None if column in ALWAYS_TOLD else value) != value:
            raise ArithmeticError(f"bill {bill.bill_id}: told {column} {told.get(column)}, paid {value}")
    return steps


def _plan(subject: Subject) -> Iterator[Step]:
    """What the rules do: give back, refuse, pay a fixed amount, or pay by rate; then the layers."""
    bill = subject.bill
    if bill.original:
        yield from _of("pool", refund_steps(subject))
        return
    refused = refusal(bill.claim, bill.cover, bill.year)
    if refused:
        yield from _of("pool", refusal_steps(subject, refused))
        return
    if bill.cover.fixed_amount_fen[bill.claim.delivery] != NOT_WRITTEN:
        yield from _of("pool", fixed_steps(subject))
    else:
        yield from _by_rate(subject)
    yield from _of("layers", layer_steps(subject))


def _by_rate(subject: Subject) -> Iterator[Step]:
    yield from _of("charged", copay_steps(subject))
    yield from _of("deductible", deductible_steps(subject))
    yield from _of("rate", base_steps(subject))
    yield from _of("rate", rate_steps(subject))
    yield from _of("pool", pool_steps(subject))


def _of(part: str, steps: Iterable[Step]) -> Iterator[Step]:
    return (replace(step, part=part) for step in steps)
