"""Each verb as a spreadsheet formula over the cells of its inputs; what it gives is held against the figure."""

from collections.abc import Callable
from dataclasses import dataclass

from fenming.kernel import Figure
from fenming.reports.workbook.plan import Plan, column_range
from fenming.reports.workbook.term import (
    LIMIT,
    MILLION,
    Term,
    added,
    least,
    less,
    most,
    part_per_million,
    rounded,
    signed_like,
    size,
    term,
    when,
)

GROWTH_STEPS = ("times", "rest", "thousands", "thousands_rest", "millionths")


@dataclass(frozen=True, slots=True)
class Cells:
    """A figure's inputs as a formula on `sheet` refers to them."""

    plan: Plan
    sheet: str
    figure: Figure

    def at(self, role: str) -> Term:
        return self.plan.at(self.figure.inputs[role].name, self.sheet)

    def step(self, word: str) -> Term:
        """A step's cell. Raises ArithmeticError where it has none, because it is too large to be exact."""
        if step(self.figure, word) not in self.plan.places:
            raise ArithmeticError(f"{step(self.figure, word)} has no cell")
        return self.plan.at(step(self.figure, word), self.sheet)

    def sum_of(self, figures: list[Figure]) -> Term:
        references = self.plan.ranges([figure.name for figure in figures], self.sheet)
        return added(references, [figure.value for figure in figures])


def step(figure: Figure, word: str) -> str:
    """The key of a step on the way to `figure`."""
    return f"{figure.name}[{word}]"


def formula(figure: Figure, plan: Plan, sheet: str) -> Term | None:
    """The live formula of `figure` for a cell on `sheet`; None where it has none: given rows, or too large to be exact.

    A formula that would not give the figure is a bug: ValueError.
    """
    maker = MAKERS.get(figure.verb)
    if maker is None:
        return None
    try:
        made = maker(Cells(plan, sheet, figure))
    except ArithmeticError:
        return None
    if made.value != figure.value:
        raise ValueError(f"the formula of {figure.name} gives {made.value}, the figure is {figure.value}")
    return made


def _total(cells: Cells) -> Term:
    block = step(cells.figure, "sum")
    if block in cells.plan.places:
        return cells.step("sum")
    return cells.sum_of(list(cells.figure.inputs.values()))


def _mean_growth(cells: Cells) -> Term:
    parts = list(cells.figure.inputs["growths"].inputs.values())
    whole = cells.sum_of(parts)
    count = Term(f"COUNT({whole.text.removeprefix('SUM(').removesuffix(')')})", len(parts))
    return rounded(whole, count)


def growth_steps(cells: Cells) -> dict[str, Term]:
    """Long division of 2 × spend × last year's heads × 1,000,000 by last year's spend, three digits at a time.

    Dividing first by one divisor and then by the other gives the same whole quotient as dividing by their product.
    """
    before = cells.at("spend_before")
    whole = size(cells.at("spend")) * cells.at("heads_before") * 2
    return {
        "times": whole // before,
        "rest": whole - cells.step("times") * before,
        "thousands": cells.step("rest") * 1000 // before,
        "thousands_rest": cells.step("rest") * 1000 - cells.step("thousands") * before,
        "millionths": cells.step("thousands_rest") * 1000 // before,
    }


def growth_step_values(figure: Figure) -> dict[str, int] | None:
    """What the steps come to; None where they would grow too large for a cell."""
    spend, before, heads = (figure.inputs[role].value for role in ("spend", "spend_before", "heads_before"))
    whole = abs(spend) * heads * 2
    if whole > LIMIT or before * 1000 > LIMIT:
        return None
    times, rest = divmod(whole, before)
    thousands, thousands_rest = divmod(rest * 1000, before)
    return dict(
        zip(GROWTH_STEPS, (times, rest, thousands, thousands_rest, thousands_rest * 1000 // before), strict=True)
    )


def _growth(cells: Cells) -> Term:
    heads, spend = cells.at("heads"), cells.at("spend")
    if step(cells.figure, "times") in cells.plan.places:
        quotient = cells.step("times") * MILLION + cells.step("thousands") * 1000 + cells.step("millionths")
    else:
        quotient = cells.step("quotient")
    return signed_like(spend, (quotient + heads) // (heads * 2))


def _ratio(cells: Cells) -> Term:
    """The quotient is of 2 × part × 1,000,000 by the whole; half of it, rounded up, is the ratio."""
    return signed_like(cells.at("part"), (cells.step("quotient") + 1) // 2)


def _point_value(cells: Cells) -> Term:
    """The quotient is of twice the money by the points; half of it, rounded up, is a point's value."""
    return signed_like(cells.at("fund") + cells.at("patients"), (cells.step("quotient") + 1) // 2)


def _counted(cells: Cells) -> Term:
    parts = list(cells.figure.inputs["parties"].inputs.values())
    whole = cells.sum_of(parts)
    return Term(f"COUNT({whole.text.removeprefix('SUM(').removesuffix(')')})", len(parts))


def _slower(cells: Cells) -> Term:
    growth, mean = cells.at("growth"), cells.at("mean")
    return when(*less(growth, most(mean, MILLION)), 1, 0)


def _comparable(cells: Cells) -> Term:
    smallest = least(cells.at("heads"), cells.at("heads_before"), cells.at("spend_before"))
    return when(*less(0, smallest), 1, 0)


def _rank(cells: Cells) -> Term:
    """The place of this cell in its column, cells above first among equals."""
    amounts = cells.figure.inputs["amounts"].inputs
    own = cells.plan.places[amounts[cells.figure.pick].name]
    first = cells.plan.places[next(iter(amounts.values())).name]
    last_row = max(cells.plan.places[amount.name].row for amount in amounts.values())
    all_of, above = (column_range(first, row, cells.sheet) for row in (last_row, own.row))
    cell = own.seen_from(cells.sheet)
    return Term(f"RANK({cell},{all_of},1)+COUNTIF({above},{cell})-1", cells.figure.value, 2)


def _scored_quarters(cells: Cells) -> Term:
    scores = cells.figure.inputs["scores"]
    earned = term(0)
    for number, quarter in enumerate(cells.figure.inputs["weights"].value):
        if quarter in scores.value:
            score = cells.plan.at(f"{scores.name}[{quarter}]", cells.sheet)
            part = part_per_million(cells.step(quarter), score)
            earned = earned + part if number else part
    return earned


def _met_items(cells: Cells) -> Term:
    """Equal parts; the fen left over go one each to the items listed first, paid only where met."""
    whole, met = cells.at("whole"), cells.figure.inputs["met"]
    count = len(met.value)
    each, left = divmod(whole.value, count)
    places = [cells.plan.places[f"{met.name}[{item}]"] for item in met.value]
    flags = ",".join(place.seen_from(cells.sheet) for place in places)
    earned = each * sum(met.value.values()) + sum(
        value for order, value in enumerate(met.value.values()) if order < left
    )
    base = f"INT({whole.text}/{count})"
    extras = "+".join(
        f"IF({whole.text}-{base}*{count}>{order},{place.seen_from(cells.sheet)},0)"
        for order, place in enumerate(places[:-1])
    )
    return Term(f"{base}*SUM({flags})+{extras or '0'}", earned, 2)


def _corridor(cells: Cells) -> Term:
    tiers = cells.figure.inputs["tiers"].value
    if tiers["reading"] == "whole":
        rate = _reached_rate(cells, len(tiers["steps"]))
        return part_per_million(cells.at("overspend"), rate)
    bears = [step(cells.figure, f"bears_{number}") for number in range(len(tiers["steps"]))]
    return added(cells.plan.ranges(bears, cells.sheet), [cells.plan.values[key] for key in bears])


def _reached_rate(cells: Cells, count: int) -> Term:
    tiers, overspend = cells.figure.inputs["tiers"], cells.at("overspend")
    rate = cells.plan.at(f"{tiers.name}[rate_0]", cells.sheet)
    for number in range(1, count):
        above = less(cells.step(f"edge_{number}"), overspend)
        rate = when(*above, cells.plan.at(f"{tiers.name}[rate_{number}]", cells.sheet), rate)
    return rate


MAKERS: dict[str, Callable[[Cells], Term]] = {
    "share": lambda cells: part_per_million(cells.at("whole"), cells.at("rate")),
    "times": lambda cells: cells.at("count") * cells.at("amount"),
    "difference": lambda cells: cells.at("whole") - cells.at("part"),
    "negative": lambda cells: term(0) - cells.at("amount"),
    "excess": lambda cells: most(cells.at("amount") - cells.at("limit"), 0),
    "cap": lambda cells: least(cells.at("amount"), most(cells.at("limit"), 0)),
    "floor": lambda cells: most(cells.at("amount"), cells.at("least")),
    "per_head": lambda cells: rounded(cells.at("whole"), cells.at("heads")),
    "total": _total,
    "split": lambda cells: cells.step("part"),
    "equal": lambda cells: cells.step("part"),
    "growth": _growth,
    "ratio": _ratio,
    "point_value": _point_value,
    "mean_growth": _mean_growth,
    "slower": _slower,
    "comparable": _comparable,
    "rank": _rank,
    "scored_quarters": _scored_quarters,
    "met_items": _met_items,
    "corridor": _corridor,
    "counted": _counted,
    "last_place": lambda cells: cells.at("units") * cells.at("rate") * cells.at("bands") // MILLION,
}
