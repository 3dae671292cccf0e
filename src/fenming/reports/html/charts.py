"""What the charts draw, as plain data; the page's script turns it into pictures. Money stays in whole fen."""

from collections.abc import Iterator
from typing import Any

from fenming.kernel import PPM, Figure, divide
from fenming.kernel.language import _
from fenming.mechanisms import verb
from fenming.reports.health_unit import POOLS, paid_places
from fenming.reports.html.sums import CARE, LEVELS, PageFigures
from fenming.reports.html.units import Row, ranked
from fenming.reports.wording import label_of

STEPS = 81  # points of the corridor's curve
WIDEST = 200_000  # the curve goes to an overspend of a fifth of the budget


def flows(page: PageFigures) -> list[dict[str, Any]]:
    """The money from raising it to paying it out: from, to, figure; nothing of zero."""
    return [
        {"source": source, "target": target, "fen": figure.value, "figure": figure.name}
        for source, target, figure in _flows(page)
        if figure.value > 0
    ]


def _flows(page: PageFigures) -> Iterator[tuple[str, str, Figure]]:
    raised, package = _("financing"), _("package")
    names = {
        "critical_illness_premium": _("critical-illness premium"),
        "risk_money": _("risk money"),
        "withheld": _("kept back at hand-over"),
        "package": package,
    }
    for key, name in names.items():
        yield raised, name, page[f"budget.county.{key}"]
    for one in page.consortia:
        called = consortium_name(page, one)
        yield package, called, page[f"budget.consortium.{one}.package"]
        yield _("overspend borne by the fund"), called, page[f"settlement.consortium.{one}.fund_share"]
        yield _("overspend borne by the consortium"), called, page[f"settlement.consortium.{one}.consortium_share"]
        yield from _spent(page, one, called)
        yield from _shared(page, one, called)


def _spent(page: PageFigures, one: str, called: str) -> Iterator[tuple[str, str, Figure]]:
    care = {
        0: _("primary care"),
        1: _("county-level hospitals"),
        2: _("city-level hospitals"),
        3: _("province-level hospitals"),
    }
    for level in CARE:
        if (one, level) in page.care:
            yield called, care[level], page.care[one, level]
    yield called, _("chronic care"), page[f"settlement.consortium.{one}.spend_chronic"]
    yield called, _("family doctors"), page[f"budget.consortium.{one}.family_doctor_fee"]


def _shared(page: PageFigures, one: str, called: str) -> Iterator[tuple[str, str, Figure]]:
    surplus = _("surplus")
    levels = {"county": _("county level"), "town": _("townships"), "village": _("villages")}
    yield called, surplus, page.surplus[one]
    for level in LEVELS:
        yield surplus, levels[level], page.levels[one, level]
    yield surplus, _("kept back"), page.held[one]


def consortium_name(page: PageFigures, one: str) -> str:
    """What the consortium is called in the language in use."""
    base = page.consortia[one]
    return label_of(Figure(base.name, 0, "", "", base.label, base.label_en))


def results(page: PageFigures) -> list[dict[str, Any]]:
    """Surplus above zero, overspend below, of the package and the chronic pool."""
    listed = []
    for kind, label in (("", _("package")), ("chronic_", _("chronic pool"))):
        for one in page.consortia:
            surplus = page[f"settlement.consortium.{one}.{kind}surplus"]
            overspend = page[f"settlement.consortium.{one}.{kind}overspend"]
            figure = overspend if overspend.value else surplus
            fen = -overspend.value if overspend.value else surplus.value
            listed.append({"name": f"{consortium_name(page, one)} · {label}", "fen": fen, "figure": figure.name})
    return listed


def burn_up(page: PageFigures) -> list[dict[str, Any]]:
    """By consortium: each month's spend of both pools and advance, and the package."""
    return [
        {
            "name": consortium_name(page, one),
            "package": page[f"budget.consortium.{one}.package"].value,
            "months": [_month(page, one, f"{month:02d}") for month in range(1, 13)],
        }
        for one in page.consortia
    ]


def _month(page: PageFigures, one: str, month: str) -> dict[str, Any]:
    pools = [page.get(f"facts.consortium.{one}.month.{month}.{pool}") for pool in POOLS]
    name = page.consortia[one].child(f"month.{month}", f"{month}月支出", f"spend of month {month}")
    spend = page.sum_of(name, [figure for figure in pools if figure])
    advance = page[f"budget.consortium.{one}.advance.{month}"]
    return {"spend": spend.value, "figure": spend.name, "advance": advance.value, "advance_figure": advance.name}


def corridor(page: PageFigures) -> dict[str, Any]:
    """Who bears an overspend, in ppm of the county's package: the fund before its cap and after, for overspends up to a fifth."""
    package, tiers = page["budget.county.package"].value, page["settlement.risk_corridor"].value
    reserve = page["budget.county.risk_reserve"].value
    points = []
    for step in range(STEPS):
        overspend = divide(package * step * WIDEST, PPM * (STEPS - 1))
        before = verb("corridor").function(overspend, package, tiers)
        points.append([_share(value, package) for value in (overspend, before, min(before, reserve))])
    return {"points": points, "today": [_today(page, one) for one in page.consortia]}


def _share(fen: int, package: int) -> int:
    return divide(fen * PPM, package) if package else 0


def _today(page: PageFigures, one: str) -> dict[str, Any]:
    package = page[f"budget.consortium.{one}.package"].value
    overspend, fund = (page[f"settlement.consortium.{one}.{key}"] for key in ("overspend", "fund_share"))
    at = [_share(overspend.value, package), _share(fund.value, package)]
    return {"name": consortium_name(page, one), "at": at, "figure": fund.name}


def growths(page: PageFigures, units: list[Row]) -> list[dict[str, Any]]:
    """Of each pool: units by growth, the lowest first, with verdicts, and the county's mean."""
    return [
        {
            "mean": page[f"settlement.county.{pool}.mean_growth"].value,
            "mean_figure": f"settlement.county.{pool}.mean_growth",
            "units": [
                [unit["name"], figure.value, unit["pools"][place]["state"], figure.name]
                for unit, figure in ranked(units, place)
            ],
        }
        for place, pool in enumerate(POOLS)
    ]


def spends(page: PageFigures, units: list[Row]) -> dict[str, Any]:
    """Units by medical spend per head, the lowest first, and how many of each band are paid."""
    known = sorted((unit for unit in units if unit["rank"]), key=lambda unit: int(unit["rank"].value))
    bands = page.under("public_health.county.members")
    return {
        "units": [[unit["name"], unit["medical"].value, unit["medical"].name] for unit in known if unit["medical"]],
        "bands": [len(members.value) for members in bands],
        "labels": [_("band {number}").format(number=place) for place in range(1, len(bands) + 1)],
        "paid": paid_places(page.book),
    }
