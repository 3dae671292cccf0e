"""The compiled loop over bills."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from fenming.adjudication.law.record import record_type
from fenming.adjudication.law.terms import COVER, SCHEME, Calendar, Law
from fenming.adjudication.plan.claim import Claim, Paid, Place
from fenming.adjudication.plan.loop import adjudicate_rows
from fenming.adjudication.plan.year import YEAR
from fenming.engines.machine import machine_loop
from fenming.kernel.compiled import lent

# Every source file that the compiled code can come from.
PACKAGES = ("kernel", "mechanisms", "policy", "adjudication.law", "adjudication.plan")
Loop = Callable[[Any, int, Law, tuple[Any, Any], Any], None]


@cache
def compiled_loop() -> tuple[Loop, int]:
    """The loop as machine code, and the milliseconds it took to get it."""
    return machine_loop(adjudicate_lent, PACKAGES, _no_rows())


def adjudicate_lent(bills: Any, count: int, law: Law, years: tuple[Any, Any], result: Any) -> None:
    """`adjudicate_rows` on arrays that the caller holds until it is done."""
    calendar = Calendar(law.calendar.first_day, lent(law.calendar.year), lent(law.calendar.rule_set))
    rules = Law(calendar, lent(law.covers), lent(law.schemes))
    adjudicate_rows(lent(bills), count, rules, (lent(years[0]), lent(years[1])), lent(result))


def _no_rows() -> tuple[Any, int, Law, tuple[Any, Any], Any]:
    """Arguments of the types that every real call has, so that the first call compiles."""
    bills = np.zeros((len(Place._fields) + len(Claim._fields), 0), np.int64)
    one = np.zeros(1, np.int64)
    calendar = Calendar(0, one, one)
    law = Law(calendar, np.zeros((1, 1), record_type(COVER)), np.zeros((1, 1), record_type(SCHEME)))
    year = np.zeros(1, record_type(YEAR))
    return bills, 0, law, (year, year), np.zeros((len(Paid._fields), 0), np.int64)
