"""Outpatient money of contracted residents by head, beside what the fund spent on them: a team's saving or overrun."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fenming.engines.local import parquet
from fenming.facts.run_tables import Row
from fenming.kernel import Figure, Source
from fenming.mechanisms import Name, derive, given
from fenming.policy import Policy
from fenming.primary_care.family_doctor.contracts import copy

OUTPATIENT = 1  # bill.care: what intake takes for ordinary outpatient care
PARAMETER = "family_doctor.outpatient_capitation_per_head"
SPEND = """
SELECT s.unit_id, count(*)::BIGINT AS bills, sum(b.platform_pool_fen)::BIGINT AS pool_fen
FROM {state} s JOIN {bill} b USING (person_id)
WHERE s.state = 'counted' AND s.is_insured AND year(b.settled_at) = {year} AND b.care = {care}
GROUP BY s.unit_id ORDER BY s.unit_id
"""


@dataclass(frozen=True, slots=True)
class Capitation:
    """One team's outpatient money in fen: what the fund spent on its contracted; where the pack has an amount per head, also the
    money by head and what is left of it (negative: an overrun).
    """

    heads: Figure
    spend: Figure
    money: Figure | None = None
    balance: Figure | None = None

    def figures(self) -> list[Figure]:
        """All that is known."""
        return [one for one in (self.heads, self.spend, self.money, self.balance) if one is not None]


def write_spend(bill: Path, year: int, folder: Path) -> None:
    """Write `contract_spend`: by unit, bills and fund (fen) of ordinary outpatient care of its counted and insured persons."""
    named = {"state": parquet(folder / "contract_state.parquet"), "bill": parquet(bill)}
    with duckdb.connect() as connection:
        query = SPEND.format(**named, year=year, care=OUTPATIENT)
        copy(connection, query, folder / "contract_spend.parquet")


def capitation(policy: Policy, base: Name, heads: int, spent: Mapping[str, Row]) -> Capitation:
    """The outpatient money of the unit called `base` with `heads` contracted and insured persons, beside its spend by unit id."""
    unit_id = base.name.rpartition(".")[2]
    where = {"unit_id": unit_id}
    words = base.child("capitated_heads", "签约参保人数", "contracted heads who are insured", "person")
    persons = given(words, heads, Source("contract_sum", "insured_heads", where))
    name = base.child("outpatient_spend", "签约居民门诊基金支出", "outpatient fund spend of the contracted")
    spend = given(name, spent.get(unit_id, {}).get("pool_fen", 0), Source("contract_spend", "pool_fen", where))
    amount = policy.get(PARAMETER)
    if amount is None:
        return Capitation(persons, spend)
    label = base.child("outpatient_capitation", "签约门诊人头费", "outpatient money by contracted head")
    money = derive(label, "times", {"count": persons, "amount": amount})
    left = base.child("outpatient_balance", "门诊人头费余额", "left of the outpatient money")
    return Capitation(persons, spend, money, derive(left, "difference", {"whole": money, "part": spend}))
