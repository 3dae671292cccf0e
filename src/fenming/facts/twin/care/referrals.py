"""Referrals up before stays, and down after them, with the states of those that led nowhere."""

from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import INPATIENT, NONE
from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.plan import ReferralPlan
from fenming.facts.twin.draw import Ints, between, choose, happens
from fenming.facts.twin.structure import PRIMARY
from fenming.facts.twin.visits import DAY
from fenming.kernel import PPM, divide

ARRIVED = "arrived"
_FURTHER = 6  # how many bills of the person are looked at for the care that followed


@dataclass(slots=True)
class Referrals:
    """Columns of equal length; `state` and `reason` are words, `arrived` and `visit` NONE where nobody arrived."""

    person: Ints
    is_up: Ints
    sender: Ints
    receiver: Ints
    requested: Ints
    arrived: Ints
    visit: Ints
    state: list[str]
    reason: list[str]

    def __len__(self) -> int:
        return len(self.person)


def draw_referrals(basis: Basis) -> Referrals:
    """All referrals by day of request."""
    drawing = _Drawing(basis, basis.stream("referrals"), _standing_stays(basis))
    parts = [drawing.up_outside(), drawing.up_lead(), *drawing.down()]
    joined = [np.concatenate([getattr(part, name) for part in parts]) for name in _NUMBERS]
    state, reason = ([word for part in parts for word in getattr(part, name)] for name in ("state", "reason"))
    order = np.lexsort((joined[0], joined[4]))
    ordered: list[Ints] = [one[order] for one in joined]
    return _referrals(ordered, [state[at] for at in order], [reason[at] for at in order])


_NUMBERS = ("person", "is_up", "sender", "receiver", "requested", "arrived", "visit")


def _standing_stays(basis: Basis) -> Ints:
    """Rows of stays that were not refunded."""
    bills = basis.bills
    is_refunded = np.zeros(len(bills), dtype=np.bool_)
    is_refunded[bills.copy_of[bills.is_refund]] = True
    return np.flatnonzero((bills.care == INPATIENT) & ~bills.is_refund & ~is_refunded)


@dataclass(slots=True)
class _Drawing:
    basis: Basis
    source: np.random.Generator
    stays: Ints

    @property
    def plan(self) -> ReferralPlan:
        return self.basis.plan.referrals

    def up_outside(self) -> Referrals:
        """From the home consortium's lead hospital to hospitals outside the county."""
        bills = self.basis.bills
        rows = self.stays[bills.is_referred[self.stays].astype(np.bool_)]
        rows = rows[happens(self.source, self.plan.up_outside, len(rows))]
        return self._up(rows, self._leads()[self.basis.people.unit[bills.person[rows]]])

    def up_lead(self) -> Referrals:
        """From the home township hospital to the lead hospitals."""
        bills = self.basis.bills
        rows = self.stays[self._is_lead()[bills.institution[self.stays]]]
        rows = rows[happens(self.source, self.plan.up_lead, len(rows))]
        return self._up(rows, self._townships()[self.basis.people.unit[bills.person[rows]]])

    def _up(self, rows: Ints, sender: Ints) -> Referrals:
        """Referrals that the stays at `rows` followed, and some on which nobody came."""
        bills = self.basis.bills
        begin = bills.seconds[rows].astype(np.int64) // DAY - bills.stay_days[rows]
        requested = begin - between(self.source, *self.plan.days_between, len(rows))
        is_open = happens(self.source, self.plan.open_share, len(rows))
        again = np.flatnonzero(is_open)
        made = Referrals(
            person=bills.person[rows].astype(np.int64), is_up=np.ones(len(rows), dtype=np.bool_), sender=sender,
            receiver=bills.institution[rows].astype(np.int64), requested=requested, arrived=begin,
            visit=bills.visit[rows].astype(np.int64), state=[ARRIVED] * len(rows), reason=self._reasons(self.plan.up_reasons, len(rows)),
        )  # fmt: skip
        earlier = requested[again] - between(self.source, 8, 60, len(again))
        return _with(made, self._leading_nowhere(made, again, earlier))

    def down(self) -> tuple[Referrals, ...]:
        """After stays at the lead hospitals: to where the person was treated next, or to the home township hospital."""
        bills, plan = self.basis.bills, self.plan
        rows = self.stays[self._is_lead()[bills.institution[self.stays]]]
        follows = self._next_primary(rows)
        wanted = divide(len(rows) * plan.down_lead, PPM)
        arrived = divide(wanted * plan.down_arrived, PPM)
        arriving = self._first(np.flatnonzero(follows != NONE), bills.care[follows] != INPATIENT, arrived)
        others = self._first(
            np.flatnonzero(follows == NONE), np.zeros(len(rows), dtype=np.bool_), wanted - len(arriving)
        )
        return self._down_arrived(rows[arriving], follows[arriving]), self._down_open(rows[others])

    def _first(self, candidates: Ints, is_later: Ints, count: int) -> Ints:
        """`count` of the candidates, those that are not later first, drawn evenly among equals."""
        mixed = self.source.permutation(candidates)
        return np.sort(mixed[np.argsort(is_later[mixed], kind="stable")][:count])

    def _next_primary(self, rows: Ints) -> Ints:
        """The person's next bill at a primary institution within the stated days, NONE where there is none."""
        bills, found = self.basis.bills, np.full(len(rows), NONE, dtype=np.int64)
        level = self.basis.county.levels
        for step in range(_FURTHER, 0, -1):
            row = np.minimum(rows + step, len(bills) - 1)
            begin = bills.seconds[row].astype(np.int64) // DAY - bills.stay_days[row]
            days = begin - bills.seconds[rows].astype(np.int64) // DAY
            fits = (
                (bills.person[row] == bills.person[rows])
                & (bills.copy_of[row] == NONE)
                & (level[bills.institution[row]] == PRIMARY)
            )
            found = np.where(fits & (days > 0) & (days <= self.plan.arrives_within_days), row, found)
        return found

    def _down_arrived(self, rows: Ints, follows: Ints) -> Referrals:
        bills = self.basis.bills
        discharged = bills.seconds[rows].astype(np.int64) // DAY
        begin = bills.seconds[follows].astype(np.int64) // DAY - bills.stay_days[follows]
        requested = np.minimum(discharged - between(self.source, *self.plan.request_days, len(rows)), begin)
        return Referrals(
            person=bills.person[rows].astype(np.int64), is_up=np.zeros(len(rows), dtype=np.bool_),
            sender=bills.institution[rows].astype(np.int64), receiver=bills.institution[follows].astype(np.int64), requested=requested,
            arrived=begin, visit=bills.visit[follows].astype(np.int64), state=[ARRIVED] * len(rows),
            reason=self._reasons(self.plan.down_reasons, len(rows)),
        )  # fmt: skip

    def _down_open(self, rows: Ints) -> Referrals:
        bills, nobody = self.basis.bills, np.full(len(rows), NONE, dtype=np.int64)
        return Referrals(
            person=bills.person[rows].astype(np.int64), is_up=np.zeros(len(rows), dtype=np.bool_),
            sender=bills.institution[rows].astype(np.int64), receiver=self._townships()[self.basis.people.unit[bills.person[rows]]],
            requested=bills.seconds[rows].astype(np.int64) // DAY, arrived=nobody, visit=nobody.copy(), state=self._states(len(rows)),
            reason=self._reasons(self.plan.down_reasons, len(rows)),
        )  # fmt: skip

    def _leading_nowhere(self, made: Referrals, rows: Ints, requested: Ints) -> Referrals:
        nobody = np.full(len(rows), NONE, dtype=np.int64)
        return Referrals(
            made.person[rows], made.is_up[rows], made.sender[rows], made.receiver[rows], requested, nobody, nobody.copy(),
            self._states(len(rows)), self._reasons(self.plan.up_reasons, len(rows)),
        )  # fmt: skip

    def _states(self, count: int) -> list[str]:
        return _drawn(self.source, {str(state): weight for state, weight in self.plan.states.items()}, count)

    def _reasons(self, weights: dict[str, int], count: int) -> list[str]:
        return _drawn(self.source, weights, count)

    def _is_lead(self) -> Ints:
        return np.array([one.kind == "lead_hospital" for one in self.basis.county.institutions], dtype=np.bool_)

    def _leads(self) -> Ints:
        county = self.basis.county
        return np.array([county.lead_of(unit.consortium) for unit in county.units], dtype=np.int64)

    def _townships(self) -> Ints:
        return np.array([unit.hospital for unit in self.basis.county.units], dtype=np.int64)


def _drawn(source: np.random.Generator, weights: dict[str, int], count: int) -> list[str]:
    names = list(weights)
    return [names[at] for at in choose(source, list(weights.values()), count)]


def _with(one: Referrals, other: Referrals) -> Referrals:
    numbers = [np.concatenate((getattr(one, name), getattr(other, name))) for name in _NUMBERS]
    return _referrals(numbers, one.state + other.state, one.reason + other.reason)


def _referrals(numbers: list[Ints], state: list[str], reason: list[str]) -> Referrals:
    """From columns in the order of their names."""
    person, is_up, sender, receiver, requested, arrived, visit = numbers
    return Referrals(person, is_up, sender, receiver, requested, arrived, visit, state, reason)
