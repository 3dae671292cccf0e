"""Scaling inpatient fees so that each consortium's fund spend comes out as the profile wants it."""

from dataclasses import dataclass

import numpy as np

from fenming.facts.twin.bills import NONE, Bills, Column
from fenming.facts.twin.draw import Ints, share_of
from fenming.facts.twin.people import People
from fenming.facts.twin.platform import Terms, terms_of
from fenming.facts.twin.profile import Profile
from fenming.facts.twin.rules import Rules
from fenming.facts.twin.structure import County
from fenming.kernel import PPM, divide, split_whole

FACTOR_MIN, FACTOR_MAX = 50_000, 20_000_000


def spend_targets(profile: Profile, heads: dict[str, int], chronic_heads: dict[str, int]) -> dict[str, int]:
    """Fund spend in fen wanted per consortium, for the general pool and for the chronic pool, in the order of `groups_of`.

    general = package − chronic quota − family-doctor fee − surplus; chronic = quota − saving; all as at scale 1
    and shrunk by heads.
    """
    plan, insured = profile.calibration, sum(heads.values())
    package = split_whole(divide(plan.package * insured, profile.insured), heads)
    wanted: dict[str, int] = {}
    for consortium, full in profile.consortia.items():
        balance = plan.consortia[consortium]
        quota = plan.chronic_quota * chronic_heads[consortium]
        surplus = divide(balance.surplus * heads[consortium], full.heads)
        saving = divide(balance.chronic_saving * chronic_heads[consortium], full.chronic_heads)
        wanted[f"general_spend.{consortium}"] = (
            package[consortium] - quota - plan.family_doctor_fee * heads[consortium] - surplus
        )
        wanted[f"chronic_spend.{consortium}"] = quota - saving
    return wanted


def groups_of(bills: Bills, people: People, county: County) -> Column:
    """Per bill: twice the index of the person's consortium, plus one for the chronic pool."""
    names = list(county.profile.consortia)
    home = np.array([names.index(unit.consortium) for unit in county.units], dtype=np.int8)
    return np.asarray(2 * home[people.unit[bills.person]] + (bills.disease != NONE), dtype=np.int8)


@dataclass(slots=True)
class Admissions:
    """The inpatient bills that are no copies: `total` before scaling, `eligible_ppm` of it, how often each is paid."""

    total: Ints
    eligible: Ints
    weight: Ints
    group: Column
    terms: Terms

    def spend(self, group: int, factor_ppm: int, rules: Rules) -> int:
        """What the pool pays on a group's admissions with all fees times `factor_ppm`, annual caps left aside."""
        mine = self.group == group
        total, eligible = share_of(self.total[mine], factor_ppm), share_of(self.eligible[mine], factor_ppm)
        standard = np.minimum(self._standard(mine, total, rules), eligible)
        pool = np.maximum(
            share_of(eligible - standard, self.terms.rate[mine]), share_of(eligible, self.terms.floor[mine])
        )
        return int((np.minimum(pool, eligible) * self.weight[mine]).sum())

    def _standard(self, mine: Column, total: Ints, rules: Rules) -> Ints:
        by_total = share_of(total, rules.out_of_province_deductible_rate)
        by_total = np.clip(by_total, rules.out_of_province_deductible_min, rules.out_of_province_deductible_max)
        return np.where(self.terms.standard[mine] == NONE, by_total, self.terms.standard[mine])


def admissions_of(bills: Bills, rows: Ints, law: tuple[County, Rules], weight: Ints, group: Column) -> Admissions:
    """Admissions at `rows`; a standard of NONE means that it follows the bill's total (out of the province)."""
    county, rules = law
    chosen = bills.take(rows)
    terms = terms_of(chosen, county, rules)
    terms.standard = np.where(county.areas[chosen.institution] == 2, NONE, terms.standard)
    return Admissions(chosen.total, chosen.eligible, weight[rows], group[rows], terms)


def factor_for(admissions: Admissions, group: int, wanted: int, rules: Rules) -> int:
    """The factor (ppm) on a group's inpatient fees at which the pool pays just `wanted` fen on them, by bisection."""
    low, high = FACTOR_MIN, FACTOR_MAX
    if not (admissions.group == group).any():
        return PPM
    while high - low > 1:
        middle = (low + high) // 2
        if admissions.spend(group, middle, rules) > wanted:
            high = middle
        else:
            low = middle
    return low


def spend_by_group(group: Column, pool: Ints, groups: int) -> list[int]:
    """Net pool payments of each of `groups` groups."""
    return [int(pool[group == number].sum()) for number in range(groups)]
