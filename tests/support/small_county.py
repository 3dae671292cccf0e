"""A county small enough to check by hand: two consortia, three units each, one year."""

from collections.abc import Mapping
from datetime import date

from fenming.budget import Roll
from fenming.kernel import Figure, Source
from fenming.mechanisms import Name, given, total
from fenming.policy import Policy, load_pack
from fenming.settlement.county_year import ConsortiumYear, CountyYear, PoolYear, UnitYear

ITEMS = [f"item_{number:02d}" for number in range(1, 13)]


def suixi_policy(day: date = date(2024, 12, 31)) -> Policy:
    """The Suixi pack at the end of 2024."""
    return load_pack("cn/ah/340621").on(day)


def row(name: str, value: object, unit: str = "fen") -> Figure:
    """A figure as if read from rows."""
    return given(Name(name, name, name, unit), value, Source("test", "value", {}))


def small_roll(heads: Mapping[str, int], chronic: Mapping[str, int]) -> Roll:
    """A roll with these heads by consortium."""

    def figures(column: str, counts: Mapping[str, int]) -> dict[str, Figure]:
        return {one: row(f"facts.consortium.{one}.{column}", count, "person") for one, count in counts.items()}

    names = {one: Name(one, one, one) for one in heads}
    none = dict.fromkeys(heads, 0)
    return Roll(
        names, figures("heads", heads), figures("chronic_heads", chronic), figures("contracted_chronic_heads", none)
    )


def small_unit(
    unit_id: str, consortium: str, general: tuple[int, int, int, int], chronic: tuple[int, int, int, int]
) -> UnitYear:
    """A unit of (heads, spend, heads before, spend before) in both pools; all scores full, all items met."""

    def pool(kind: str, numbers: tuple[int, int, int, int]) -> PoolYear:
        columns = ("heads", "spend", "heads_before", "spend_before")
        return PoolYear(
            *(
                row(f"facts.unit.{unit_id}.{kind}.{column}", number)
                for column, number in zip(columns, numbers, strict=True)
            )
        )

    return UnitYear(
        name=Name(unit_id, unit_id, unit_id),
        unit_id=unit_id,
        consortium=consortium,
        clinic_id=f"clinic-{unit_id}",
        township_hospital_id=f"town-{consortium}",
        general=pool("general", general),
        chronic=pool("chronic", chronic),
        residents=row(f"facts.unit.{unit_id}.residents", general[0] + 7, "person"),
        medical_spend=row(f"facts.unit.{unit_id}.medical_spend", 2 * general[1] + chronic[1]),
        scores=row(
            f"facts.unit.{unit_id}.scores", {"q1": 1_000_000, "q2": 1_000_000, "q3": 1_000_000, "q4": 1_000_000}, "ppm"
        ),
        met=row(f"facts.unit.{unit_id}.met", dict.fromkeys(ITEMS, 1), "flag"),
    )


def small_county_year(units: list[UnitYear], score_ppm: int = 900_000) -> CountyYear:
    """The county of `units`: each consortium's spend is its units' spend, a third of it paid by DRG."""
    consortia = {}
    for one in sorted({unit.consortium for unit in units}):
        members = [unit for unit in units if unit.consortium == one]
        general = sum(unit.general.spend.value for unit in members)
        chronic = sum(unit.chronic.spend.value for unit in members)
        cells = {
            "general_drg": row(f"facts.consortium.{one}.general_drg", general // 3),
            "general_other": row(f"facts.consortium.{one}.general_other", general - general // 3),
            "chronic_drg": row(f"facts.consortium.{one}.chronic_drg", chronic // 3),
            "chronic_other": row(f"facts.consortium.{one}.chronic_other", chronic - chronic // 3),
        }
        consortia[one] = ConsortiumYear(
            name=Name(one, one, one),
            lead_hospital_id=f"lead-{one}",
            **cells,
            billed=total(Name(f"facts.consortium.{one}.billed", one, one), cells.values()),
            chronic_score=row(f"facts.consortium.{one}.chronic_score", score_ppm, "ppm"),
        )
    return CountyYear(consortia, {unit.unit_id: unit for unit in units})
