"""Tables beside the bills: last year's fund per unit, residents, work points, targets met, assessment scores."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import NONE, Bills
from fenming.facts.twin.draw import Ints, between, happens, stream
from fenming.facts.twin.people import People
from fenming.facts.twin.profile import Profile
from fenming.facts.twin.structure import County
from fenming.kernel import PPM, divide, split_whole

Table = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]
FALLBACK_PER_HEAD_FEN = 100


@dataclass(slots=True)
class UnitYear:
    """What each unit's people cost the fund this year, in fen, and how many they are."""

    heads: Ints
    general: Ints
    chronic_heads: Ints
    chronic: Ints


def unit_year(county: County, people: People, bills: Bills, pool: Ints) -> UnitYear:
    """This year's heads and pool payments of each unit, the chronic pool apart."""
    size = len(county.units)
    unit = people.unit[bills.person]
    sums = []
    for mine in (bills.disease == NONE, bills.disease != NONE):
        total = np.zeros(size, dtype=np.int64)
        np.add.at(total, unit[mine], pool[mine])
        sums.append(total)
    heads = np.bincount(people.unit, minlength=size)
    chronic_heads = np.bincount(people.unit[people.is_chronic], minlength=size)
    return UnitYear(heads, sums[0], chronic_heads, sums[1])


def unit_history(county: County, now: UnitYear, seed: int) -> Table:
    """Last year per unit: this year's per-head spend taken back by a drawn growth."""
    plan, source, size = county.profile.history, stream(seed, "history"), len(county.units)
    change = between(source, *plan.heads_change, size)
    general = _year_before(now.general, now.heads, change, between(source, *plan.general_growth, size))
    chronic = _year_before(now.chronic, now.chronic_heads, change, between(source, *plan.chronic_growth, size))
    rows = [
        (
            unit.code,
            str(county.profile.year - 1),
            str(general[0][i]),
            yuan(general[1][i]),
            str(chronic[0][i]),
            yuan(chronic[1][i]),
        )
        for i, unit in enumerate(county.units)
    ]
    return ("hmu_code", "year", "heads", "general_fund_amt", "chronic_heads", "chronic_fund_amt"), rows


def _year_before(spend: Ints, heads: Ints, change: Ints, growth: Ints) -> tuple[list[int], list[int]]:
    """Heads and spend of the year before; units that spent nothing get a small amount, as a zero could not grow."""
    before_heads, before_spend = [], []
    for index in range(len(heads)):
        now = int(heads[index])
        then = max(1, divide(now * (PPM + int(change[index])), PPM)) if now else 0
        rate = PPM + int(growth[index])
        amount = divide(int(spend[index]) * then * PPM, now * rate) if now else 0
        before_heads.append(then)
        before_spend.append(max(amount, then * FALLBACK_PER_HEAD_FEN))
    return before_heads, before_spend


def unit_residents(county: County, residents: int, heads: Ints) -> dict[str, int]:
    """`residents` of the county by unit, as the insured are."""
    return split_whole(residents, {unit.code: int(heads[index]) for index, unit in enumerate(county.units)})


def process_scores(county: County, seed: int) -> Table:
    """Share of process money earned per unit and quarter: full, but for the profile's share of deductions."""
    plan, source, year = county.profile.process_score, stream(seed, "process"), str(county.profile.year)
    rows = []
    for quarter in range(1, 5):
        deducted = happens(source, plan.deducted_share, len(county.units))
        rows += [
            (unit.code, str(quarter), plan.deducted_score if deducted[i] else "100.00%", year)
            for i, unit in enumerate(county.units)
        ]
    return ("hmu_code", "quarter", "score", "year"), sorted(rows)


def target_results(profile: Profile, residents: dict[str, int], seed: int) -> tuple[Table, int]:
    """Items met per unit, and the share (ppm) of target money forfeited, weighing units by residents and items alike.

    Where the profile counts items by hand only those can be missed: the others follow from persons.
    """
    items = [f"PH{number:02d}" for number in range(1, profile.target.items + 1)]
    counted = profile.care.items.counted if profile.care else ()
    may_miss = {one.item for one in counted} if profile.care else set(items)
    pairs = [(unit, item) for unit in residents for item in items]
    whole = sum(residents.values()) * len(items)
    left = divide(whole * profile.target.forfeited, PPM)
    missed = set()
    for index in stream(seed, "target").permutation(len(pairs)):
        unit, item = pairs[index]
        if item in may_miss and 0 < residents[unit] <= left:
            left -= residents[unit]
            missed.add(int(index))
    year = str(profile.year)
    rows = [(unit, item, "0" if index in missed else "1", year) for index, (unit, item) in enumerate(pairs)]
    lost = sum(residents[pairs[index][0]] for index in missed)
    return (("hmu_code", "item_code", "met_flag", "year"), rows), divide(lost * PPM, whole)


def assessment_scores(profile: Profile) -> Table:
    year = str(profile.year)
    rows = [(name, "chronic", consortium.chronic_score, year) for name, consortium in profile.consortia.items()]
    return ("medcons_code", "scheme_code", "score", "year"), rows


def yuan(fen: int) -> str:
    """Yuan as exports print it: two decimals, no thousands marks."""
    sign, whole = ("-" if fen < 0 else ""), abs(int(fen))
    return f"{sign}{whole // 100}.{whole % 100:02d}"
