"""Random years of persons' bills: all care, places and levels, ties in time, refunds, amounts around every edge."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from tests.adjudication.bill_table import Bill, refund

HOURS = 2 * 366 * 24 - 48  # two benefit years
FEN = st.one_of(
    st.integers(0, 50_000),
    st.integers(0, 5_000_000),
    st.integers(0, 80_000_000),
    st.sampled_from([0, 1, 19_999, 20_000, 50_001, 1_500_000, 6_500_000, 30_000_000]),
)
STATED = st.one_of(st.none(), st.integers(0, 100_000))


@st.composite
def bills(draw, care=("99", "11", "14", "21"), schemes=("390", "390", "390", "310")):
    """One bill that is no refund."""
    total = draw(FEN)
    return Bill(
        care_type=draw(st.sampled_from(care)),
        total_fen=total,
        eligible_fen=draw(st.one_of(st.just(total), st.integers(0, total))),
        level=draw(st.integers(0, 3)),
        area=draw(st.integers(0, 2)),
        is_referred=draw(st.booleans()),
        scheme=draw(st.sampled_from(schemes)),
        platform_deductible_fen=draw(STATED),
        platform_pool_fen=draw(st.integers(0, 100_000)),
        platform_critical_illness_fen=draw(STATED),
    )


@st.composite
def persons(draw, hours=HOURS, **kinds):
    """One person's bills in order of time; some are refunded later, each once."""
    amounts = draw(st.lists(bills(**kinds), min_size=1, max_size=12))
    times = sorted(draw(st.lists(st.integers(0, hours), min_size=len(amounts), max_size=len(amounts))))
    timed = [replace(bill, hours=at) for bill, at in zip(amounts, times, strict=True)]
    return with_refunds(timed, draw(st.sets(st.integers(0, len(timed) - 1), max_size=4)), draw(st.booleans()))


def with_refunds(timed: list[Bill], refunded: set[int], at_once: bool) -> list[Bill]:
    """The bills with refunds of some, each right behind its original or all at the end."""
    history: list[Bill] = []
    for number, bill in enumerate(timed):
        history.append(bill)
        if number in refunded and at_once:
            history.append(refund(history, len(history) - 1, bill.hours))
    for number in () if at_once else sorted(refunded):
        history.append(refund(history, number, history[-1].hours))
    return history


counties = st.lists(persons(), min_size=1, max_size=5)
diseases = st.lists(st.integers(0, 8), min_size=5, max_size=5)


def crowd(random: Random, count: int) -> list[list[Bill]]:
    """Many persons' years, drawn by `random`."""
    return [_drawn_person(random) for _person in range(count)]


def _drawn_person(random: Random) -> list[Bill]:
    times: Sequence[int] = sorted(random.randint(0, HOURS) for _bill in range(random.randint(1, 10)))
    timed = [_drawn_bill(random, at) for at in times]
    refunded = {number for number in range(len(timed)) if random.random() < 0.1}
    return with_refunds(timed, refunded, random.random() < 0.5)


def _drawn_bill(random: Random, hours: int) -> Bill:
    total = random.randint(0, random.choice((20_000, 500_000, 5_000_000, 60_000_000)))
    return Bill(
        care_type=random.choice(("99", "11", "11", "14", "14", "21", "21", "21")),
        total_fen=total,
        eligible_fen=random.choice((total, random.randint(0, total))),
        level=random.randint(0, 3),
        area=random.choice((0, 0, 1, 2)),
        is_referred=random.random() < 0.7,
        hours=hours,
        scheme=random.choice(("390",) * 9 + ("310",)),
        platform_deductible_fen=random.choice((None, 20_000, 0)),
        platform_pool_fen=random.choice((0, total * 6 // 10)),
        platform_critical_illness_fen=random.choice((None, 0)),
    )
