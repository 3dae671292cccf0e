"""Which health units may share: per-head spend that fell, or grew more slowly than the county's mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fenming.kernel import Figure, Finding
from fenming.kernel.language import _, language
from fenming.mechanisms import Name, collect, derive, total
from fenming.policy import Policy
from fenming.settlement.county_year import PoolYear, UnitYear

POOL_WORDS = {"general": ("一般人群", "general pool"), "chronic": ("慢病人群", "chronic pool")}


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Of one unit and pool: spend per head (fen), its growth and the county's mean (ppm of last year), flag 1 or 0.

    A unit that cannot be compared (nobody on its roll, or no spend the year before) has growth None and is not eligible.
    """

    per_head: Figure | None
    growth: Figure | None
    mean: Figure
    is_eligible: Figure


def eligible_units(
    policy: Policy, pool: str, units: Mapping[str, UnitYear]
) -> tuple[dict[str, Eligibility], list[Finding]]:
    """Eligibility of every unit for `pool` ("general" or "chronic"), and a finding for each that cannot be compared.

    Source: county pack, `settlement.unit_growth_mean`; the mean is over the whole county.
    """
    years: dict[str, PoolYear] = {unit_id: getattr(unit, pool) for unit_id, unit in units.items()}
    comparable = [unit_id for unit_id, year in years.items() if _is_comparable(year)]
    growths = {
        unit_id: _growth(
            unit_base(units[unit_id], pool).child("growth", "人均支出为上年的", "spend per head, of last year", "ppm"),
            years[unit_id],
        )
        for unit_id in comparable
    }
    mean = _mean(policy, pool, growths, [years[unit_id] for unit_id in comparable])
    judged = {unit_id: _judge(units[unit_id], pool, growths.get(unit_id), mean) for unit_id in units}
    return judged, [_not_comparable(units[unit_id], pool) for unit_id in units if unit_id not in growths]


def unit_base(unit: UnitYear, pool: str) -> Name:
    """The name under which a unit's figures of one pool stand."""
    label, label_en = POOL_WORDS[pool]
    return Name(
        f"settlement.unit.{unit.unit_id}.{pool}", f"{unit.name.label}·{label}", f"{unit.name.label_en}: {label_en}"
    )


def _is_comparable(year: PoolYear) -> bool:
    return all(figure.value > 0 for figure in (year.heads, year.heads_before, year.spend_before))


def _growth(name: Name, year: PoolYear) -> Figure:
    inputs = {
        "spend": year.spend,
        "heads": year.heads,
        "spend_before": year.spend_before,
        "heads_before": year.heads_before,
    }
    return derive(name, "growth", inputs)


def _mean(policy: Policy, pool: str, growths: Mapping[str, Figure], years: list[PoolYear]) -> Figure:
    label, label_en = POOL_WORDS[pool]
    base = Name(f"settlement.county.{pool}", f"全县·{label}", f"county: {label_en}")
    choice = policy["settlement.unit_growth_mean"]
    name = base.child("mean_growth", "单元均值（人均支出为上年的）", "units' mean growth", "ppm")
    if not growths:  # nobody is judged by it
        return total(name, (), (choice,))
    if choice.value == "mean_of_units":
        listed = collect(base.child("growths", "各单元增长", "growth by unit", "ppm"), growths)
        return derive(name, "mean_growth", {"growths": listed}, (choice,))

    def summed(field: str, label: str, label_en: str, pick: Callable[[PoolYear], Figure]) -> Figure:
        unit = "person" if "heads" in field else "fen"
        return total(base.child(field, label, label_en, unit), map(pick, years))

    whole = PoolYear(
        heads=summed("heads", "参保人数", "heads", lambda year: year.heads),
        spend=summed("spend", "支出", "spend", lambda year: year.spend),
        heads_before=summed("heads_before", "上年人数", "heads the year before", lambda year: year.heads_before),
        spend_before=summed("spend_before", "上年支出", "spend the year before", lambda year: year.spend_before),
    )
    figure = _growth(name, whole)
    return Figure(
        figure.name, figure.value, figure.unit, figure.verb, figure.label, figure.label_en, figure.inputs, (choice,)
    )


def _judge(unit: UnitYear, pool: str, growth: Figure | None, mean: Figure) -> Eligibility:
    base, year = unit_base(unit, pool), getattr(unit, pool)
    name = base.child("is_eligible", "是否参与分配", "may share", "flag")
    if growth is None:
        inputs = {"heads": year.heads, "heads_before": year.heads_before, "spend_before": year.spend_before}
        return Eligibility(None, None, mean, derive(name, "comparable", inputs))
    per_head = derive(
        base.child("per_head", "人均支出", "spend per head"), "per_head", {"whole": year.spend, "heads": year.heads}
    )
    flag = derive(name, "slower", {"growth": growth, "mean": mean}, (per_head,))
    return Eligibility(per_head, growth, mean, flag)


def _not_comparable(unit: UnitYear, pool: str) -> Finding:
    return Finding(
        code="settlement.unit_not_comparable",
        what=_("unit {unit} cannot share the {pool}: its growth cannot be measured").format(
            unit=unit.unit_id, pool=POOL_WORDS[pool][language() != "zh"]
        ),
        where=_("table unit_history and the roll"),
        why=_("it has nobody on the roll, or no heads or spend the year before"),
        remedy=_("hand in last year's heads and spend of this unit, or leave it out of the shares"),
    )
