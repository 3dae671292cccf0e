"""The sheets where whole amounts are divided: splits by largest remainder, and long division of very large products."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from fenming.kernel import Figure
from fenming.kernel.language import _
from fenming.reports.wording import SHOWN, label_of, party_name
from fenming.reports.workbook.formula import step
from fenming.reports.workbook.page import FIRST_ROW, Page, Papers
from fenming.reports.workbook.plan import Place, Plan, column_range
from fenming.reports.workbook.term import MILLION, Term, less, signed_like, size, when

SMALL_WEIGHTS = 5 * MILLION


@dataclass
class Division:
    """A whole among parties by weights: the part that each gets, party by party.

    `keys` name the cells of the parts, `names` say what parties are called where they are few.
    """

    title: str
    whole: str
    weights: dict[str, str | int]
    keys: dict[str, str]
    names: dict[str, str] = field(default_factory=dict)

    def total(self, plan: Plan) -> int:
        return sum(weight_of(plan, weight) for weight in self.weights.values())

    def parts(self, plan: Plan) -> dict[str, tuple[int, int, int, int]]:
        """Floor, remainder, place of the remainder and the part itself, by party."""
        whole, total = plan.values[self.whole], self.total(plan)
        floors = {party: divmod(abs(whole) * weight_of(plan, one), total) for party, one in self.weights.items()}
        left = abs(whole) - sum(floor for floor, _rest in floors.values())
        order = sorted(floors, key=lambda party: -floors[party][1])
        sign = -1 if whole < 0 else 1
        return {
            party: (floor, rest, order.index(party) + 1, sign * (floor + (order.index(party) < left)))
            for party, (floor, rest) in floors.items()
        }


def weight_of(plan: Plan, weight: str | int) -> int:
    return weight if isinstance(weight, int) else plan.values[weight]


def divisions(figures: Iterable[Figure]) -> list[Division]:
    """Every split of the run, each with all its parties, also those whose part is no figure of the run."""
    found: dict[tuple[str, ...], list[Division]] = {}
    for figure in figures:
        if figure.verb in ("split", "equal"):
            listed = found.setdefault((figure.verb, *(lower.name for lower in figure.inputs.values())), [])
            if not listed or listed[-1].keys.get(figure.pick, "").endswith("[part]"):
                listed.append(_division(figure))
            listed[-1].keys[figure.pick] = step(figure, "part")
        elif figure.verb == "scored_quarters":
            found[("quarters", figure.name)] = [_quarters(figure)]
    return [division for listed in found.values() for division in listed]


def _division(figure: Figure) -> Division:
    whole = figure.inputs["whole"]
    if figure.verb == "equal":
        weights: dict[str, str | int] = dict.fromkeys(figure.inputs["parties"].value, 1)
    else:
        weights = weight_keys(figure.inputs["weights"])
    keys = {party: step(figure, f"part of {party}") for party in weights}
    return Division(label_of(whole), whole.name, weights, keys, _names(figure))


def _quarters(figure: Figure) -> Division:
    whole, weights = figure.inputs["whole"], weight_keys(figure.inputs["weights"])
    return Division(
        label_of(whole), whole.name, weights, {quarter: step(figure, quarter) for quarter in weights}, _names(figure)
    )


def _names(figure: Figure) -> dict[str, str]:
    parties = figure.inputs["parties" if figure.verb == "equal" else "weights"]
    return {party: party_name(parties, party) for party in parties.value} if len(parties.value) <= SHOWN else {}


def weight_keys(weights: Figure) -> dict[str, str | int]:
    """The cell of each weight: the figures that were collected, or the parts of a written policy value."""
    if weights.verb == "collected":
        return {party: lower.name for party, lower in weights.inputs.items()}
    return {party: f"{weights.name}[{party}]" for party in weights.value}


@dataclass
class SplitSheet:
    """Splits whose weights are small enough (heads, scores, written ratios): two digits of a million each."""

    name: str
    divisions: list[Division] = field(default_factory=list)
    blocks: list[tuple[int, Division]] = field(default_factory=list)
    floor_column: int = 8

    def claim(self, plan: Plan) -> None:
        row = FIRST_ROW
        for division in self.divisions:
            self.blocks.append((row, division))
            for offset, (party, (_floor, _rest, _order, part)) in enumerate(division.parts(plan).items()):
                plan.put(division.keys[party], Place(self.name, 11, row + offset), part)
            row += len(division.weights)

    def write(self, plan: Plan, papers: Papers) -> None:
        page = papers.page(
            self.name, _("Splits by largest remainder"), [36, 22, 14, 10, 12, 8, 14, 10, 12, 14, 8, 14, 8, 44]
        )
        page.header(
            [
                _("what is divided"),
                _("party"),
                _("whole (fen)"),
                _("weight"),
                _("all weights"),
                _("millions: quotient"),
                _("millions: rest"),
                _("units: quotient"),
                _("share rounded down"),
                _("remainder"),
                _("place of the remainder"),
                _("part (fen)"),
                _("sum − whole"),
                _("figure"),
            ]
        )
        for row, division in self.blocks:
            self._write_block(plan, page, row, division)

    def _write_block(self, plan: Plan, page: Page, first: int, division: Division) -> None:
        last, total = first + len(division.weights) - 1, division.total(plan)
        parts = division.parts(plan)
        left = left_over(abs(plan.values[division.whole]), parts)
        for row, (party, weight) in enumerate(division.weights.items(), first):
            floor, rest, order, _part = parts[party]
            page.text(row, 0, division.title)
            page.text(row, 1, division.names.get(party, party))
            page.formula(row, 2, plan.at(division.whole, self.name))
            write_weight(plan, page, (row, 3), weight)
            page.formula(row, 4, Term(f"SUM({rows_of(page, 3, first, last)})", total))
            whole, own, all_of = (
                cell_at(page, row, column, value) for column, value in _values(plan, division, weight, total)
            )
            millions, units = size(whole) // MILLION, size(whole) - (size(whole) // MILLION) * MILLION
            page.formula(row, 5, millions * own // all_of)
            high = cell_at(page, row, 5, abs(whole.value) // MILLION * own.value // total)
            page.formula(row, 6, millions * own - high * all_of)
            over = cell_at(page, row, 6, abs(whole.value) // MILLION * own.value % total)
            page.formula(row, 7, (over * MILLION + units * own) // all_of)
            low = cell_at(page, row, 7, (over.value * MILLION + abs(whole.value) % MILLION * own.value) // total)
            page.formula(row, 8, high * MILLION + low)
            page.formula(row, 9, over * MILLION + units * own - low * all_of)
            write_part(page, (row, 8), (first, last), (floor, rest, order), (whole, left))
            page.text(row, 13, division.keys[party], "key")


def _values(plan: Plan, division: Division, weight: str | int, total: int) -> list[tuple[int, int]]:
    return [(2, plan.values[division.whole]), (3, weight_of(plan, weight)), (4, total)]


def cell_at(page: Page, row: int, column: int, value: int) -> Term:
    return Term(page.place(row, column).seen_from(page.name), value)


def rows_of(page: Page, column: int, first: int, last: int) -> str:
    return column_range(page.place(first, column), last, page.name)


def write_weight(plan: Plan, page: Page, at: tuple[int, int], weight: str | int) -> None:
    if isinstance(weight, int):
        page.number(*at, weight, "working")
    else:
        page.formula(*at, plan.at(weight, page.name))


def left_over(whole: int, parts: dict[str, tuple[int, int, int, int]]) -> int:
    """Fen that the shares rounded down leave over."""
    return whole - sum(floor for floor, _rest, _order, _part in parts.values())


def write_part(
    page: Page, at: tuple[int, int], rows: tuple[int, int], values: tuple[int, int, int], ends: tuple[Term, int]
) -> None:
    """Place of the remainder, the part, and in the block's first row what its parts differ from the whole by: nothing."""
    (row, floor_column), (floor, _rest, order), (whole, left) = at, values, ends
    rests, above = rows_of(page, floor_column + 1, *rows), rows_of(page, floor_column + 1, rows[0], row)
    rest = page.place(row, floor_column + 1).seen_from(page.name)
    page.formula(row, floor_column + 2, Term(f"RANK({rest},{rests},0)+COUNTIF({above},{rest})-1", order))
    spare = size(whole) - Term(f"SUM({rows_of(page, floor_column, *rows)})", size(whole).value - left)
    one_more = when(*less(cell_at(page, row, floor_column + 2, order), spare + 1), 1, 0)
    page.formula(row, floor_column + 3, signed_like(whole, cell_at(page, row, floor_column, floor) + one_more))
    if row == rows[0]:
        parts = rows_of(page, floor_column + 3, *rows)
        page.formula(row, floor_column + 4, Term(f"SUM({parts})-{whole.text}", 0))


def is_small(division: Division, plan: Plan) -> bool:
    """Whether the split's weights are small enough for the quick way."""
    return division.total(plan) <= SMALL_WEIGHTS
