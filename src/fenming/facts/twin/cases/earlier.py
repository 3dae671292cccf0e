"""Lists of the years before: this year's cases drawn anew, fewer and cheaper the further back, every patient an invented one."""

from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import NONE
from fenming.facts.twin.cases.draw import set_newborns
from fenming.facts.twin.cases.lists import MONEY, Lists
from fenming.facts.twin.cases.plan import CasePlan
from fenming.facts.twin.draw import Ints, between, choose, draw_quantile, happens, quantile_table, share_of, stream
from fenming.kernel import PPM, divide

_YEAR_DAYS = 365


@dataclass(slots=True)
class Earlier:
    """`lists` of this year (before any defect), from which those of earlier years are drawn; `opened` is its first day."""

    plan: CasePlan
    lists: Lists
    opened: int
    seed: int

    def year(self, back: int, opened: int) -> Lists:
        """The lists of the year `back` years before, which begins on day `opened`, by day of discharge."""
        source = stream(self.seed, f"settlement lists {back} years before")
        count = len(self.lists)
        for _year in range(back):
            count = divide(count * PPM, PPM + self.plan.history.volume_growth)
        rows = source.integers(0, max(len(self.lists), 1), count, dtype=np.int64)
        drawn = self.lists.take(rows)
        self._move(source, drawn, opened)
        costs = share_of(self._level(back)[drawn.principal], self._noise(source, count))
        self._newborns(source, drawn, costs)
        for name in MONEY:
            setattr(drawn, name, share_of(getattr(drawn, name), costs))
        drawn.other = np.minimum(drawn.other, drawn.total - drawn.pool)
        drawn = drawn.take(np.argsort(drawn.discharged, kind="stable"))
        drawn.number = drawn.person = np.arange(1, count + 1, dtype=np.int64)
        return drawn

    def _move(self, source: np.random.Generator, drawn: Lists, opened: int) -> None:
        """Discharge within a week of the same day of that year; stays keep their length."""
        stay = drawn.discharged - drawn.admitted
        day = drawn.discharged - self.opened + between(source, -7, 7, len(drawn))
        drawn.discharged = opened + day % _YEAR_DAYS
        drawn.admitted = drawn.discharged - stay

    def _level(self, back: int) -> Ints:
        """Costs of that year beside this one's, in ppm, by principal diagnosis."""
        history = self.plan.history
        growth = between(stream(self.seed, "growth of costs"), *history.cost_growth, len(self.plan.principals))
        level = np.full(len(growth), PPM, dtype=np.int64)
        for _year in range(back):
            level = level * PPM // (PPM + growth)
        return level

    def _noise(self, source: np.random.Generator, count: int) -> Ints:
        table = quantile_table(self.plan.history.cost_noise)
        return draw_quantile(source, table[None, :], np.zeros(count, dtype=np.int64))

    def _newborns(self, source: np.random.Generator, drawn: Lists, costs: Ints) -> None:
        """Let some stand for newborns: without what the others had, at the cost that the profile gives them."""
        plan = self.plan.history
        rows = np.flatnonzero(happens(source, plan.newborn_share, len(drawn)))
        kind = choose(source, [one.weight for one in plan.newborn_cases], len(rows))
        places = [one.diagnosis for one in self.plan.principals]
        drawn.principal[rows] = np.array([places.index(one.diagnosis) for one in plan.newborn_cases])[kind]
        drawn.age[rows] = 0
        drawn.age_days[rows] = between(source, 0, self.plan.newborns.days_max, len(rows))
        for name in ("further", "treatment"):
            getattr(drawn, name)[rows] = NONE
        for name in ("ventilation_minutes", "intensive_hours", "discharge_way"):
            getattr(drawn, name)[rows] = 0
        costs[rows] = share_of(costs[rows], np.array([one.cost for one in plan.newborn_cases], dtype=np.int64)[kind])
        set_newborns(source, self.plan, drawn)
