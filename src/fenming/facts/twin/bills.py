"""The bills of a year as columns: who, when, where, why, how much. One entry per settlement event."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fenming.facts.twin.draw import Ints

NONE = -1
OUTPATIENT, CHRONIC, INPATIENT = 1, 2, 3
Column = NDArray[Any]
MONEY = ("total", "excluded", "over_limit", "upfront", "eligible")


@dataclass(slots=True)
class Bills:
    """Columns of equal length. `seconds` counts from the year's first instant; money is fen.

    `copy_of` is the row a refund or a bill sent again stands for, `sign` −1 for a refund, 1 otherwise;
    `visit` numbers the visit; `disease` is an index of the profile's diseases or NONE.
    """

    person: Column
    seconds: Column
    institution: Column
    care: Column
    care_type: Column
    diagnosis: Column
    disease: Column
    is_referred: Column
    stay_days: Column
    visit: Column
    copy_of: Column
    sign: Column
    total: Ints
    excluded: Ints
    over_limit: Ints
    upfront: Ints
    eligible: Ints

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints) -> "Bills":
        return Bills(**{one.name: getattr(self, one.name)[rows] for one in fields(self)})

    @property
    def is_refund(self) -> NDArray[np.bool_]:
        return np.asarray(self.sign < 0)


def join(parts: list[Bills]) -> Bills:
    """The rows of all parts, one after another."""
    return Bills(**{one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Bills)})


def in_year_order(bills: Bills) -> Bills:
    """Rows by person and time; `copy_of` follows its rows."""
    order = np.argsort((bills.person.astype(np.int64) << 32) | bills.seconds, kind="stable")
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    for one in fields(bills):
        setattr(bills, one.name, getattr(bills, one.name)[order])
    bills.copy_of = np.where(bills.copy_of == NONE, NONE, place[bills.copy_of]).astype(np.int32)
    return bills
