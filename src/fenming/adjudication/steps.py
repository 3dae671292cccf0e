"""One bill explained: the amounts of its row, in the order of the law."""

from fenming.adjudication.claim import MONEY
from fenming.adjudication.history import Judged
from fenming.adjudication.step import Named, Step, taken


def steps_of(bill: Judged) -> list[Step]:
    """From the bill's cost to who pays what."""
    return [taken(Named(name, name), "", getattr(bill.paid, name)) for name in MONEY]
