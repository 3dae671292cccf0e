"""Settlement lists as columns: who was treated, of what, how, and at what cost. One entry per discharge."""

from dataclasses import dataclass, fields, replace

import numpy as np

from fenming.facts.twin.bills import NONE, Column
from fenming.facts.twin.cases.plan import CasePlan, Treatment
from fenming.facts.twin.draw import Ints

MONEY = ("total", "excluded", "upfront", "pool", "other")


@dataclass(slots=True)
class Lists:
    """Columns of equal length; NONE where there is nothing. Days count from 1970-01-01, money is fen.

    `principal` and `further` (one column per place) are indices of the plan's principal and secondary diagnoses,
    `treatment` one of `all_treatments`, the ways those of the plan's. `other` is what further funds pay.
    """

    number: Ints
    person: Ints
    institution: Column
    principal: Column
    sex: Column
    age: Column
    age_days: Column
    birth_weight: Column
    admission_weight: Column
    admitted: Ints
    discharged: Ints
    further: Column
    treatment: Column
    ventilation_minutes: Column
    intensive_hours: Column
    admission_way: Column
    discharge_way: Column
    total: Ints
    excluded: Ints
    upfront: Ints
    pool: Ints
    other: Ints

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints) -> "Lists":
        return replace(self, **{one.name: getattr(self, one.name)[rows] for one in fields(self)})


def all_treatments(plan: CasePlan) -> list[Treatment]:
    """The treatments of all principal diagnoses, one after another."""
    return [treatment for principal in plan.principals for treatment in principal.treatments]


def nothing(count: int) -> Ints:
    return np.full(count, NONE, dtype=np.int64)
