"""The health units: the table, the ranking of growths, and each unit's story."""

from collections.abc import Iterator
from typing import Any

from fenming.kernel import Figure
from fenming.kernel.language import _
from fenming.reports.health_unit import POOLS, rank_of, rank_sentences, verdict_sentences
from fenming.reports.html.sums import PageFigures

Row = dict[str, Any]


def unit_rows(page: PageFigures) -> list[Row]:
    """One row a unit: of each pool spend per head, growth and verdict; rank; what its clinic is paid."""
    return [_unit_row(page, row) for row in page.run.tables.units]


def _unit_row(page: PageFigures, row: Row) -> Row:
    unit_id = row["unit_id"]
    health = f"public_health.unit.{unit_id}"
    rank = rank_of(page.book, unit_id)
    return {
        "id": unit_id,
        "name": row["name"],
        "consortium": row["consortium_id"],
        "heads": page.get(f"facts.unit.{unit_id}.heads"),
        "pools": [_pool(page, unit_id, pool) for pool in POOLS],
        "medical": page.get(f"{health}.medical_per_head"),
        "rank": page.book.add(rank) if rank else None,
        "earned": page.get(f"{health}.earned"),
        "payable": page.get(f"settlement.payee.{row['clinic_id']}.payable"),
    }


def _pool(page: PageFigures, unit_id: str, pool: str) -> Row:
    base = f"settlement.unit.{unit_id}.{pool}"
    return {
        "per_head": page.get(f"{base}.per_head"),
        "growth": page.get(f"{base}.growth"),
        "verdict": page[f"{base}.is_eligible"],
        "state": _state(page[f"{base}.is_eligible"]),
    }


def _state(flag: Figure) -> str:
    if flag.verb == "comparable":
        return "unknown"
    return "shares" if flag.value else "not"


def unit_stories(page: PageFigures, units: list[Row]) -> dict[str, list[Any]]:
    """By unit id: what is said of it, heading by heading, and the names of the figures that belong to it."""
    headings = {"general": _("General pool"), "chronic": _("Chronic pool")}
    stories = {}
    for unit in units:
        unit_id = unit["id"]
        told: list[Any] = [
            [
                headings[pool],
                *verdict_sentences(page.book, unit_id, pool),
                _names(page, f"settlement.unit.{unit_id}.{pool}"),
            ]
            for pool in POOLS
        ]
        names = _names(page, f"public_health.unit.{unit_id}")
        told.append([_("Public-health money"), *rank_sentences(page.book, unit_id), names])
        stories[unit_id] = [unit["name"], unit["payable"].name if unit["payable"] else "", told]
    return stories


def _names(page: PageFigures, prefix: str) -> list[str]:
    return [figure.name for figure in page.under(prefix)]


def ranked(units: list[Row], place: int) -> Iterator[tuple[Row, Figure]]:
    """Units whose growth in pool number `place` is known, the lowest first."""
    known = [(unit, unit["pools"][place]["growth"]) for unit in units if unit["pools"][place]["growth"] is not None]
    yield from sorted(known, key=lambda pair: int(pair[1].value))
