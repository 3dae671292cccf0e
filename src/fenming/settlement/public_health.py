"""Public-health money to villages: process by work points, target by items met, result by rank, forfeits rolled over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fenming.kernel import BadInput, Figure, Finding
from fenming.kernel.language import _
from fenming.mechanisms import Name, collect, derive, derive_parts, total
from fenming.policy import Policy
from fenming.settlement.county_year import UnitYear
from fenming.settlement.distribution import split_by
from fenming.settlement.result_pool import COUNTY, rank_units, share_result_pool, unit_base


@dataclass(frozen=True, slots=True)
class PublicHealth:
    """The county's three pools and what each unit earned of them, in fen; `retained` is what nobody earned."""

    pools: Mapping[str, Figure]
    paid: Mapping[str, Figure]
    retained: Figure
    units: Mapping[str, Mapping[str, Figure]]
    ranks: Mapping[str, Figure]
    prepaid: Mapping[str, Figure]
    left_out: tuple[UnitYear, ...] = ()  # units with no residents: they share nothing

    def figures(self) -> list[Figure]:
        """All figures, county first."""
        unit_figures = [figure for earned in self.units.values() for figure in earned.values()]
        unit_figures += [figure for unit in self.left_out for figure in (unit.residents, unit.scores, unit.met)]
        counties = [*self.pools.values(), *self.paid.values(), self.retained]
        return [*counties, *unit_figures, *self.ranks.values(), *self.prepaid.values()]

    @property
    def findings(self) -> list[Finding]:
        """One for each unit that has no residents."""
        return [_no_residents(unit) for unit in self.left_out]


def pay_public_health(policy: Policy, units: Mapping[str, UnitYear]) -> PublicHealth:
    """What every unit earns of the village public-health money, whatever the order in which units are given.

    A unit with no residents shares none of it and is found. Raises BadInput when no unit has residents, or where a
    score is missing. Source: county pack, `public_health.*`.
    """
    ordered = [units[unit_id] for unit_id in sorted(units)]
    left_out = tuple(unit for unit in ordered if unit.residents.value <= 0)
    units = {unit.unit_id: unit for unit in ordered if unit.residents.value > 0}
    _check_residents(units)
    _check_scores(policy, units)
    whole, labels = policy["public_health.village_total"], policy.labels
    pools = split_by(policy, "public_health.pool_split", COUNTY.child("pool", "资金池", "pool"), whole)
    residents = collect(
        COUNTY.child("residents", "各单元常住人口", "residents by unit", "person"),
        {unit_id: unit.residents for unit_id, unit in units.items()},
    )
    process = _process(policy, units, pools["process"], residents)
    target = _target(units, pools["target"], residents)
    result_pool, retained = rolled_over(policy, pools, {"process": process.values(), "target": target.values()})
    ranks = rank_units(units)
    result = share_result_pool(policy, units, ranks, result_pool)
    paid = {
        pool: total(COUNTY.child(f"paid.{pool}", f"{labels[pool][0]}已付", f"{labels[pool][1]} paid"), earned.values())
        for pool, earned in {"process": process, "target": target, "result": result}.items()
    }
    unpaid = derive(
        COUNTY.child("unpaid_result", "结果池未付", "result pool not paid"),
        "difference",
        {"whole": result_pool, "part": paid["result"]},
    )
    kept = total(COUNTY.child("retained", "未分配留存", "earned by nobody"), [*retained, unpaid])
    earned = {
        unit_id: _unit_total(unit, process[unit_id], target[unit_id], result.get(unit_id))
        for unit_id, unit in units.items()
    }
    return PublicHealth(pools, paid, kept, earned, ranks, _prepaid(policy, units), left_out)


def rolled_over(
    policy: Policy, pools: Mapping[str, Figure], paid: Mapping[str, Iterable[Figure]]
) -> tuple[Figure, list[Figure]]:
    """The result pool with the forfeits that roll into it, and the forfeits that do not.

    `paid` maps `process` and `target` to the figures paid from them. Source: `public_health.process_forfeit`, `.target_forfeit`.
    """
    into, retained, choices = [pools["result"]], list[Figure](), list[Figure]()
    for pool in ("process", "target"):
        words = policy.labels[pool]
        spent = total(COUNTY.child(f"earned.{pool}", f"{words[0]}应付", f"{words[1]} earned"), paid[pool])
        forfeit = derive(
            COUNTY.child(f"forfeit.{pool}", f"{words[0]}扣减", f"{words[1]} forfeited"),
            "difference",
            {"whole": pools[pool], "part": spent},
        )
        choice = policy[f"public_health.{pool}_forfeit"]
        choices.append(choice)
        (into if choice.value == "to_result" else retained).append(forfeit)
    name = COUNTY.child("result_pool", "结果池(含结转)", "result pool with what rolled over")
    return total(name, into, tuple(choices)), retained


def _check_residents(units: Mapping[str, UnitYear]) -> None:
    if not units:
        raise BadInput(
            "public_health.no_residents",
            what=_("no health unit has residents"),
            where=_("table unit_resident"),
            why=_("public-health money is packaged by resident heads, so there is nobody to share it"),
            remedy=_("hand in the units' resident heads and import them again"),
        )


def _no_residents(unit: UnitYear) -> Finding:
    return Finding(
        "public_health.no_residents",
        what=_("unit {unit} has no residents and shares no public-health money").format(unit=unit.unit_id),
        where=_("table unit_resident"),
        why=_("the money is packaged by resident heads; its scores and its place are not counted"),
        remedy=_("hand in its resident heads, or take the unit out of table health_unit"),
    )


def _check_scores(policy: Policy, units: Mapping[str, UnitYear]) -> None:
    """Every unit has a score for every quarter and a verdict on every item, as many as the pack counts."""
    quarters = set(policy["public_health.quarter_weights"].value)
    items = set().union(*(unit.met.value for unit in units.values()))
    count = policy["public_health.target_items"].value
    findings = [
        _incomplete(unit_id, table, missing)
        for unit_id, unit in units.items()
        for table, missing in (
            ("process_score", quarters - set(unit.scores.value)),
            ("target_result", items - set(unit.met.value)),
        )
        if missing
    ]
    if len(items) != count:
        findings.append(_wrong_count(len(items), count))
    if findings:
        raise BadInput(findings=tuple(findings[:20]))


def _incomplete(unit_id: str, table: str, missing: set[str]) -> Finding:
    return Finding(
        "public_health.score_missing",
        what=_("unit {unit} has no row for {missing}").format(unit=unit_id, missing=", ".join(sorted(missing))),
        where=table,
        why=_("missing scores are never counted as zero"),
        remedy=_("hand in this unit's rows and import them again"),
    )


def _wrong_count(found: int, count: int) -> Finding:
    return Finding(
        "public_health.items",
        what=_("{found} public-health items were judged, the pack counts {count}").format(found=found, count=count),
        where="target_result",
        why=_("an item that nobody was judged on would raise the pay for the others"),
        remedy=_("hand in all items, met or not, or correct public_health.target_items in the pack"),
    )


def _by_residents(
    units: Mapping[str, UnitYear], words: tuple[str, str, str], whole: Figure, residents: Figure
) -> dict[str, Figure]:
    """Each unit's part of a pool; `words` name it: suffix, Chinese, English."""
    names = {unit_id: unit_base(unit).child(*words) for unit_id, unit in units.items()}
    return derive_parts(names, "split", {"whole": whole, "weights": residents})


def _process(policy: Policy, units: Mapping[str, UnitYear], pool: Figure, residents: Figure) -> dict[str, Figure]:
    quarters = policy["public_health.quarter_weights"]
    return {
        unit_id: derive(
            unit_base(units[unit_id]).child("process", "过程所得", "process earned"),
            "scored_quarters",
            {"whole": share, "weights": quarters, "scores": units[unit_id].scores},
        )
        for unit_id, share in _by_residents(
            units, ("process_pool", "过程额度", "process money"), pool, residents
        ).items()
    }


def _target(units: Mapping[str, UnitYear], pool: Figure, residents: Figure) -> dict[str, Figure]:
    return {
        unit_id: derive(
            unit_base(units[unit_id]).child("target", "目标所得", "target earned"),
            "met_items",
            {"whole": share, "met": units[unit_id].met},
        )
        for unit_id, share in _by_residents(units, ("target_pool", "目标额度", "target money"), pool, residents).items()
    }


def _unit_total(unit: UnitYear, process: Figure, target: Figure, result: Figure | None) -> dict[str, Figure]:
    earned = {"process": process, "target": target} | ({"result": result} if result else {})
    name = unit_base(unit).child("earned", "公卫经费合计", "public-health money earned")
    return earned | {"earned": total(name, earned.values())}


def _prepaid(policy: Policy, units: Mapping[str, UnitYear]) -> dict[str, Figure]:
    """What the lead hospitals advance of all public-health money: by township hospital, by quarter."""
    base = COUNTY.child("prepaid", "公卫预拨", "public-health advance")
    inputs = {"whole": policy["public_health.total"], "rate": policy["public_health.prepaid_share"]}
    whole = derive(base, "share", inputs)
    residents = collect(
        base.child("residents", "各镇常住人口", "residents by township hospital", "person"),
        _town_residents(base, units),
    )
    names = {hospital: base.child(hospital, hospital, hospital) for hospital in residents.value}
    parts = derive_parts(names, "split", {"whole": whole, "weights": residents})
    by_quarter = [_quarters(names[hospital], part) for hospital, part in parts.items()]
    return {"year": whole, **parts, **{figure.name: figure for quarters in by_quarter for figure in quarters}}


def _town_residents(base: Name, units: Mapping[str, UnitYear]) -> dict[str, Figure]:
    by_town: dict[str, list[Figure]] = {}
    for unit in units.values():
        by_town.setdefault(unit.township_hospital_id, []).append(unit.residents)
    return {
        hospital: total(
            base.child(f"residents.{hospital}", f"{hospital}常住人口", f"residents of {hospital}", "person"), each
        )
        for hospital, each in sorted(by_town.items())
    }


def _quarters(base: Name, whole: Figure) -> list[Figure]:
    quarters = dict.fromkeys(("q1", "q2", "q3", "q4"), 1)
    equal = Figure("public_health.equal_quarters", quarters, "weight", "calendar", "四季等额", "four equal quarters")
    parts = derive_parts(base.parts(quarters, {}), "split", {"whole": whole, "weights": equal})
    return list(parts.values())
