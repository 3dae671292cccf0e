"""What a health unit's statement says of its year beside the money: heads, growth, verdict, scores, rank."""

from dataclasses import dataclass
from typing import Any

from fenming.kernel import Book, Figure, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.reports.health_unit import rank_of
from fenming.reports.run_folder import RunFolder
from fenming.reports.wording import party_word

POOLS = ("general", "chronic")
BEFORE = {"general": ("heads", "general_spend"), "chronic": ("chronic_heads", "chronic_spend")}


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says, ready to print."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PoolFacts:
    """One pool of a unit: heads, spend, own growth beside the county's mean, the verdict and what was handed down."""

    title: str
    is_eligible: bool
    verdict: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit's year in words and numbers."""

    unit_id: str
    name: str
    clinic_id: str
    consortium: str
    pools: tuple[PoolFacts, ...]
    public_health: tuple[Fact, ...]


def read_unit_facts(run: RunFolder) -> list[UnitFacts]:
    """All units in order of id, in the language in use."""
    return [_unit(run.book, row) for row in run.tables.units]


def _unit(book: Book, row: dict[str, Any]) -> UnitFacts:
    return UnitFacts(
        unit_id=row["unit_id"],
        name=row["name"],
        clinic_id=row["clinic_id"],
        consortium=row["consortium_id"],
        pools=tuple(_pool(book, row["unit_id"], pool) for pool in POOLS),
        public_health=tuple(_public_health(book, row["unit_id"])),
    )


def _found(book: Book, name: str) -> Figure | None:
    return book[name] if name in book else None  # noqa: SIM401 - a Book has no `get`


def _pool(book: Book, unit_id: str, pool: str) -> PoolFacts:
    base = f"settlement.unit.{unit_id}.{pool}"
    flag = book[f"{base}.is_eligible"]
    growth, mean = flag.inputs.get("growth"), flag.inputs.get("mean")
    titles = {"general": _("General pool"), "chronic": _("Chronic pool")}
    facts = [_fact(_("heads"), _found(book, f"facts.unit.{unit_id}.{BEFORE[pool][0]}"))]
    facts.append(_fact(_("fund spend (yuan)"), _found(book, f"facts.unit.{unit_id}.{BEFORE[pool][1]}")))
    facts.append(_fact(_("spend per head (yuan)"), _found(book, f"{base}.per_head")))
    facts.append(_fact(_("spend per head, of last year's"), growth))
    facts.append(_fact(_("mean of the county's units"), mean))
    return PoolFacts(titles[pool], bool(flag.value) and growth is not None, _verdict(flag, growth), tuple(facts))


def _verdict(flag: Figure, growth: Figure | None) -> str:
    if growth is None:
        return _("cannot be compared with last year, does not share")
    if not flag.value:
        return _("neither fell nor grew more slowly than the county's mean, does not share")
    fell = growth.value < 1_000_000
    return _("fell, shares") if fell else _("grew more slowly than the county's mean, shares")


def _fact(label: str, figure: Figure | None) -> Fact:
    if figure is None:
        return Fact(label, "—")
    return Fact(label, _text(figure))


def _text(figure: Figure) -> str:
    value: int = figure.value
    if figure.unit == "fen":
        return format_yuan(value)
    return format_ppm(value) if figure.unit == "ppm" else f"{value:,}"


def _public_health(book: Book, unit_id: str) -> list[Fact]:
    scores, met = (book[f"facts.unit.{unit_id}.{column}"].value for column in ("process_scores", "targets_met"))
    rank = rank_of(book, unit_id)
    facts = [_fact(_("residents"), book[f"facts.unit.{unit_id}.residents"])]
    facts += [
        Fact(_("score of {quarter}").format(quarter=party_word(quarter)), format_ppm(score))
        for quarter, score in scores.items()
    ]
    facts.append(Fact(_("items met"), f"{sum(map(bool, met.values()))} / {len(met)}"))
    facts.append(
        _fact(_("medical spend per head (yuan)"), _found(book, f"public_health.unit.{unit_id}.medical_per_head"))
    )
    place = f"{rank.value} / {len(rank.inputs['amounts'].inputs)}" if rank else "—"
    return [*facts, Fact(_("place by medical spend per head"), place)]
