"""How many live and how many die: as many of the four great chronic diseases as the published probability says."""

from fractions import Fraction

import numpy as np

from fenming.facts.twin.care.basis import Basis, by_band
from fenming.facts.twin.care.plan import DeathPlan
from fenming.facts.twin.draw import Ints
from fenming.kernel import PPM, divide, split_whole

WIDTH, OLDEST = 5, 85
GROUPS = OLDEST // WIDTH + 1
PREMATURE = range(30 // WIDTH, 70 // WIDTH)
_PER = 100_000


def age_groups(age: Ints) -> Ints:
    """Five-year groups, the last open."""
    return np.minimum(age // WIDTH, GROUPS - 1)


def population(basis: Basis) -> Ints:
    """Residents in the middle of the year, by sex (two rows) and five-year age group, as the insured are."""
    people = basis.people
    everybody = np.arange(len(people), dtype=np.int64)
    group = age_groups(basis.age_on(everybody, basis.year_days // 2))
    heads = np.bincount((people.sex - 1) * GROUPS + group, minlength=2 * GROUPS)
    parts = split_whole(sum(basis.residents.values()), {str(cell): int(count) for cell, count in enumerate(heads)})
    return np.array(list(parts.values()), dtype=np.int64).reshape(2, GROUPS)


def premature_ppm(deaths: list[int], residents: list[int]) -> int:
    """The probability (ppm) of dying from 30 to 70: 1 − Π(1 − 5m / (1 + 2.5m)) over five-year groups."""
    lives = Fraction(1)
    for group in PREMATURE:
        if residents[group]:
            rate = Fraction(deaths[group], residents[group])
            lives *= 1 - 5 * rate / (1 + Fraction(5, 2) * rate)
    return divide((1 - lives).numerator * PPM, (1 - lives).denominator)


def other_deaths(plan: DeathPlan, residents: list[int]) -> list[int]:
    """Deaths of all but the four diseases by age group."""
    rates = _rates(plan, [one.other for one in plan.rates])
    return [divide(heads * rate, _PER) for heads, rate in zip(residents, rates, strict=True)]


def four_deaths(plan: DeathPlan, residents: list[int]) -> list[int]:
    """Deaths of the four diseases by age group; those from 30 to 69 come as near to the plan's probability as whole deaths can."""
    rates = _rates(plan, [one.four for one in plan.rates])
    factor = _factor(plan, residents, rates)
    wanted = [
        heads * rate * (factor if group in PREMATURE else PPM)
        for group, (heads, rate) in enumerate(zip(residents, rates, strict=True))
    ]
    deaths = [
        one // (_PER * PPM) if group in PREMATURE else divide(one, _PER * PPM) for group, one in enumerate(wanted)
    ]
    return _nearest(plan.premature, deaths, residents, wanted)


def _factor(plan: DeathPlan, residents: list[int], rates: list[int]) -> int:
    """The factor (ppm) on the plan's rates at which they come to its probability, by bisection."""
    low, high = 0, 8 * PPM
    whole = [heads * _PER * PPM for heads in residents]
    while high - low > 1:
        middle = (low + high) // 2
        exact = [heads * rate * middle for heads, rate in zip(residents, rates, strict=True)]
        low, high = (low, middle) if premature_ppm(exact, whole) > plan.premature else (middle, high)
    return low


def _nearest(goal: int, deaths: list[int], residents: list[int], wanted: list[int]) -> list[int]:
    """Add deaths, one at a time where most of one is missing, while that brings the probability nearer to `goal`."""
    now = premature_ppm(deaths, residents)
    while now < goal:
        group = max(PREMATURE, key=lambda one: wanted[one] - deaths[one] * _PER * PPM)
        more = [count + (index == group) for index, count in enumerate(deaths)]
        then = premature_ppm(more, residents)
        if then == now or abs(then - goal) >= goal - now:
            break
        deaths, now = more, then
    return deaths


def _rates(plan: DeathPlan, values: list[int]) -> list[int]:
    """Per age group, of 100,000."""
    ages = np.arange(GROUPS, dtype=np.int64) * WIDTH
    rates: list[int] = by_band([one.from_ for one in plan.rates], values, ages).tolist()
    return rates
