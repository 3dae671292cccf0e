"""The chronic sub-pool of each township: what was spent on its registered chronic persons beside their quota."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fenming.facts.run_tables import RunTables
from fenming.kernel import BadInput, Figure, Source
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive, derive_parts, given, total
from fenming.policy import Policy

HEADS = """
SELECT township_hospital_id, sum(chronic_heads)::BIGINT AS heads FROM {roll} GROUP BY ALL ORDER BY ALL
"""
SPEND = """
SELECT r.township_hospital_id, coalesce(sum(s.pool_fen), 0)::BIGINT AS spend_fen
FROM {spend} s JOIN {roll} r ON r.unit_id = s.unit_id WHERE s.is_chronic = 1 GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class TownshipPool:
    """One township's chronic persons, their quota, what was spent on them, what is left (negative: overspent), in fen;
    `uses` where a pack says who receives what is left.
    """

    hospital: str
    label: str
    heads: Figure
    quota: Figure
    spend: Figure
    left: Figure
    uses: Mapping[str, Figure]

    def as_dict(self) -> dict[str, Any]:
        amounts = {
            "quota_fen": self.quota.value,
            "spend_fen": self.spend.value,
            "left_fen": self.left.value,
            "grade": self.left.grade.word,
        }
        uses = {party: figure.value for party, figure in self.uses.items()}
        return (
            {"hospital": self.hospital, "label": self.label, "heads": self.heads.value} | amounts | {"uses_fen": uses}
        )


@dataclass(frozen=True, slots=True)
class ChronicPools:
    """The sub-pools of all townships and of the county."""

    townships: tuple[TownshipPool, ...]
    quota: Figure
    spend: Figure
    left: Figure

    def figures(self) -> list[Figure]:
        parts = [figure for one in self.townships for figure in (one.left, *one.uses.values())]
        return [*parts, self.left]


def chronic_pools(policy: Policy, tables: RunTables) -> ChronicPools:
    """Quota (heads × quota per head) less the pooled fund spent on chronic persons, by township hospital, from a run's rows.

    Raises BadInput where the pack has no quota for the year, or the roll names no township. Where a pack says what becomes
    of the surplus (`chronic.surplus_use`), a township's surplus is split by it; an overspend is not.
    """
    per_head = policy["budget.chronic_quota_per_head"]
    heads = {row["township_hospital_id"]: row["heads"] for row in tables.rows(HEADS)}
    if not heads:
        raise BadInput(
            "chronic.no_roll",
            what=_("the run has no health units"),
            where="roll",
            why=_("the chronic sub-pool of a township is that of its units"),
            remedy=_("import the register of health units and run the year again"),
        )
    spend = {row["township_hospital_id"]: row["spend_fen"] for row in tables.rows(SPEND)}
    called = tables.called()
    townships = tuple(
        _township(policy, per_head, (hospital, called.get(hospital, hospital)), (count, spend.get(hospital, 0)))
        for hospital, count in heads.items()
    )
    whole = Name("chronic.pool.county", "全县慢病资金", "chronic money of the county")
    quota = total(whole.child("quota", "定额", "quota"), [one.quota for one in townships])
    spent = total(whole.child("spend", "支出", "spend"), [one.spend for one in townships])
    left = derive(whole.child("left", "定额结余", "left of the quota"), "difference", {"whole": quota, "part": spent})
    return ChronicPools(townships, quota, spent, left)


def _township(policy: Policy, per_head: Figure, named: tuple[str, str], counted: tuple[int, int]) -> TownshipPool:
    hospital, label = named
    base = Name(f"chronic.pool.township.{hospital}", label, f"township {hospital}")
    where: dict[str, str | int] = {"township_hospital_id": hospital}
    heads = given(
        base.child("heads", "慢病人数", "chronic persons", "person"), counted[0], Source("roll", "chronic_heads", where)
    )
    spend = given(
        base.child("spend", "慢病基金支出", "fund spent on them"),
        counted[1],
        Source("spend", "pool_fen", where | {"is_chronic": 1}),
    )
    quota = derive(base.child("quota", "慢病定额", "chronic quota"), "times", {"count": heads, "amount": per_head})
    left = derive(base.child("left", "定额结余", "left of the quota"), "difference", {"whole": quota, "part": spend})
    return TownshipPool(hospital, label, heads, quota, spend, left, _uses(policy, base, left))


def _uses(policy: Policy, base: Name, left: Figure) -> dict[str, Figure]:
    weights = policy.get("chronic.surplus_use")
    if weights is None or left.value <= 0:
        return {}
    names = base.child("use", "结余去向", "use of the surplus").parts(weights.value, policy.labels)
    return derive_parts(names, "split", {"whole": left, "weights": weights})
