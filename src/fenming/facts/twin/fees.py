"""Fee lines of inpatient bills: every bill is the exact sum of its lines, every line of its four parts."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from fenming.facts.twin.bills import MONEY, NONE, Bills, Column
from fenming.facts.twin.draw import Ints, between, happens, share_of, stream
from fenming.facts.twin.profile import FeeLines

STRIDES = (1, 3, 5, 9, 11, 13)


@dataclass(slots=True)
class Basket:
    """The lines before they have a price: which item, its weight in the bill and whether its price is over the limit.

    `bill` numbers inpatient bills; `first` is each bill's first line.
    """

    bill: Ints
    first: Ints
    item: Ints
    reach: Ints
    count: Ints
    is_over: Column


@dataclass(slots=True)
class Lines:
    """Priced lines; `row` is the bill's row, `sign` −1 on lines of refunds."""

    row: Ints
    item: Column
    sign: Column
    count: Column
    price: Ints
    limit: Ints
    total: Ints
    excluded: Ints
    over_limit: Ints
    upfront: Ints
    eligible: Ints

    def __len__(self) -> int:
        return len(self.row)


def fill_baskets(plan: FeeLines, bills: int, seed: int) -> Basket:
    """Between the profile's fewest and most lines for each of `bills` bills, distinct items within a bill."""
    source = stream(seed, "fee lines")
    size = between(source, *plan.lines, bills)
    first = np.concatenate(([0], np.cumsum(size)))
    bill = np.repeat(np.arange(bills, dtype=np.int64), size)
    position = np.arange(len(bill), dtype=np.int64) - first[bill]
    start, stride = (
        between(source, 0, len(plan.items) - 1, bills),
        np.array(STRIDES)[between(source, 0, len(STRIDES) - 1, bills)],
    )
    item = (start[bill] + position * stride[bill]) % len(plan.items)
    weight = np.array([one.weight for one in plan.items], dtype=np.int64)[item] * between(source, 50, 150, len(bill))
    count = np.array([one.count for one in plan.items], dtype=np.int64)[item]
    count[first[1:] - 1] = 1
    is_listed = np.array([one.class_ == "02" for one in plan.items])[item]
    is_over = is_listed & happens(source, plan.over_limit.lines, len(bill))
    return Basket(bill, first, item, np.cumsum(weight), count, is_over)


def price_lines(basket: Basket, totals: Ints, plan: FeeLines) -> Lines:
    """Share each bill's total out over its lines in whole fen; what counts leave over goes into its last line."""
    before = np.concatenate(([0], basket.reach))
    base, whole = before[basket.first[:-1]], before[basket.first[1:]] - before[basket.first[:-1]]
    bill = basket.bill
    until = totals[bill] * (basket.reach - base[bill]) // whole[bill]
    since = totals[bill] * (before[:-1] - base[bill]) // whole[bill]
    price = (until - since) // basket.count
    total = price * basket.count
    last = basket.first[1:] - 1
    total[last] += totals - np.add.reduceat(total, basket.first[:-1])
    price[last] = total[last]
    return _parts(basket, price, total, plan)


def _parts(basket: Basket, price: Ints, total: Ints, plan: FeeLines) -> Lines:
    rate = np.array([one.upfront for one in plan.items], dtype=np.int64)[basket.item]
    is_excluded = np.array([one.class_ == "03" for one in plan.items])[basket.item]
    limit = np.where(basket.is_over, price - share_of(price, plan.over_limit.of_price), NONE)
    over = np.where(basket.is_over, (price - limit) * basket.count, 0)
    excluded = np.where(is_excluded, total, 0)
    upfront = np.where(is_excluded, 0, share_of(total - over, rate))
    return Lines(
        row=basket.bill,
        item=basket.item.astype(np.int8),
        sign=np.ones(len(total), dtype=np.int8),
        count=basket.count.astype(np.int16),
        price=price,
        limit=limit,
        total=total,
        excluded=excluded,
        over_limit=over,
        upfront=upfront,
        eligible=total - excluded - over - upfront,
    )


def settle_sums(bills: Bills, rows: Ints, basket: Basket, lines: Lines) -> None:
    """Give inpatient bills at `rows` the sums of their lines."""
    for name in MONEY:
        getattr(bills, name)[rows] = np.add.reduceat(getattr(lines, name), basket.first[:-1])


def with_copies(bills: Bills, rows: Ints, basket: Basket, lines: Lines) -> Lines:
    """Lines of the inpatient bills at `rows` plus those of their refunds (negative) and of bills sent again."""
    number = np.full(len(bills), NONE, dtype=np.int64)
    number[rows] = np.arange(len(rows), dtype=np.int64)
    copies = np.flatnonzero(bills.copy_of >= 0)
    copies = copies[number[bills.copy_of[copies]] >= 0]
    source = number[bills.copy_of[copies]]
    size = np.diff(basket.first)[source]
    start = np.repeat(basket.first[source] - np.concatenate(([0], np.cumsum(size)[:-1])), size) if len(source) else size
    picked = start + np.arange(int(size.sum()), dtype=np.int64)
    sign = np.repeat(bills.sign[copies], size)
    row = np.concatenate((rows[basket.bill], np.repeat(copies, size)))
    columns: dict[str, Any] = {one.name: getattr(lines, one.name) for one in fields(lines)}
    for name, values in columns.items():
        extra = values[picked]
        columns[name] = np.concatenate((values, extra * sign if name in MONEY or name == "sign" else extra))
    return Lines(**{**columns, "row": row})
