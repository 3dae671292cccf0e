"""The steps of making a county-year in memory: people, events, fees, payments that add up to what is wanted."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from fenming.facts.twin.bills import INPATIENT, MONEY, NONE, Bills, Column, in_year_order, join
from fenming.facts.twin.calibrate import Admissions, admissions_of, factor_for, groups_of, spend_by_group, spend_targets
from fenming.facts.twin.draw import Ints, share_of
from fenming.facts.twin.fees import Basket, Lines, fill_baskets, price_lines, settle_sums, with_copies
from fenming.facts.twin.people import People, make_people
from fenming.facts.twin.platform import Payments, adjudicate
from fenming.facts.twin.profile import Profile
from fenming.facts.twin.refunds import net_weight, with_refunds
from fenming.facts.twin.rules import Rules
from fenming.facts.twin.structure import County, heads_by_consortium
from fenming.facts.twin.visits import chronic_visits, inpatient_visits, outpatient_visits
from fenming.kernel import divide, split_whole

ROUNDS = 3
CLOSE_ENOUGH = 1000  # calibration stops when every pool is within a thousandth of what is wanted


@dataclass(slots=True)
class Fees:
    """Inpatient fees before scaling: `rows` of the bills, their `raw` totals, and what lines they will have."""

    rows: Ints
    raw: Ints
    basket: Basket
    admissions: Admissions


@dataclass(slots=True)
class Making:
    """A county being made at `share` of its people from `seed` under the pack's rules."""

    county: County
    share: Fraction
    seed: int
    rules: Rules

    @property
    def profile(self) -> Profile:
        return self.county.profile

    def scaled(self, count: int) -> int:
        return divide(count * self.share.numerator, self.share.denominator)

    def people(self) -> People:
        chronic = sum(one.chronic_heads for one in self.profile.consortia.values())
        return make_people(self.county, self.scaled(self.profile.insured), self.scaled(chronic), self.seed)

    def events(self, people: People) -> Bills:
        """All bills of the year with refunds, by person and time, outpatient fees final and inpatient fees raw."""
        kinds = (outpatient_visits, chronic_visits, inpatient_visits)
        bills = join([make(self.county, people, self.seed) for make in kinds])
        return in_year_order(with_refunds(bills, self.profile, self.seed))

    def settled(self, people: People, bills: Bills) -> tuple[Payments, Lines, dict[str, int]]:
        """Scale inpatient fees until the pools spend what is wanted; payments, fee lines and the wanted sums."""
        group, wanted = groups_of(bills, people, self.county), self._wanted(people)
        fees = self._fees(bills, group)
        payments = adjudicate(bills, people, self.county, self.rules)
        aim = [
            goal - spent
            for goal, spent in zip(wanted.values(), self._outside_wards(bills, group, payments), strict=True)
        ]
        for _round in range(ROUNDS):
            lines = self._scale(bills, fees, aim)
            payments = adjudicate(bills, people, self.county, self.rules)
            gaps = [
                goal - spent
                for goal, spent in zip(wanted.values(), spend_by_group(group, payments.pool, len(wanted)), strict=True)
            ]
            if all(abs(gap) * CLOSE_ENOUGH <= abs(goal) for gap, goal in zip(gaps, wanted.values(), strict=True)):
                break
            aim = [before + gap for before, gap in zip(aim, gaps, strict=True)]
        return payments, with_copies(bills, fees.rows, fees.basket, lines), wanted

    def _wanted(self, people: People) -> dict[str, int]:
        """Wanted spend by figure name, in the order of `groups_of`."""
        heads = heads_by_consortium(self.profile, len(people))
        chronic = split_whole(
            int(people.is_chronic.sum()), {name: one.chronic_heads for name, one in self.profile.consortia.items()}
        )
        return spend_targets(self.profile, heads, chronic)

    def _fees(self, bills: Bills, group: Column) -> Fees:
        rows = np.flatnonzero((bills.care == INPATIENT) & (bills.copy_of == NONE))
        raw, plan = bills.total[rows], self.profile.fee_lines
        basket = fill_baskets(plan, len(rows), self.seed)
        settle_sums(bills, rows, basket, price_lines(basket, raw, plan))
        copy_money(bills)
        admissions = admissions_of(bills, rows, (self.county, self.rules), net_weight(bills), group)
        return Fees(rows, raw, basket, admissions)

    def _outside_wards(self, bills: Bills, group: Column, payments: Payments) -> list[int]:
        """Net pool payments per group that are not for admissions."""
        return spend_by_group(
            group, np.where(bills.care == INPATIENT, 0, payments.pool), 2 * len(self.profile.consortia)
        )

    def _scale(self, bills: Bills, fees: Fees, aim: list[int]) -> Lines:
        """Give every group's admissions the fee level at which they cost the pool its aim."""
        factors = [factor_for(fees.admissions, number, goal, self.rules) for number, goal in enumerate(aim)]
        totals = share_of(fees.raw, np.array(factors, dtype=np.int64)[fees.admissions.group])
        lines = price_lines(fees.basket, totals, self.profile.fee_lines)
        settle_sums(bills, fees.rows, fees.basket, lines)
        copy_money(bills)
        return lines


def copy_money(bills: Bills) -> None:
    """Refunds and bills sent again carry the amounts of the bill they stand for, refunds with the sign turned."""
    copies = np.flatnonzero(bills.copy_of != NONE)
    for name in MONEY:
        amounts = getattr(bills, name)
        amounts[copies] = amounts[bills.copy_of[copies]] * bills.sign[copies]
