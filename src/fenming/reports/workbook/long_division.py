"""The sheets of long division: products that fit no cell, divided digit by digit."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fenming.kernel import Figure
from fenming.kernel.language import _
from fenming.reports.wording import label_of
from fenming.reports.workbook.division import Division, cell_at, left_over, rows_of, weight_of, write_part, write_weight
from fenming.reports.workbook.formula import step
from fenming.reports.workbook.page import FIRST_ROW, Page, Papers
from fenming.reports.workbook.plan import Place, Plan
from fenming.reports.workbook.term import LIMIT, MILLION, Term, added, size

RADIX = 100
SMALLER_RADIXES = (10, 4, 2)
DIGITS_FROM = 5


@dataclass(frozen=True, slots=True)
class Quotient:
    """The whole quotient of 2 × `by` × `times` × (sum of `factors`) ÷ `divisor`, from which `figure` is rounded.

    `times` is the name of a figure, or empty; what comes before the factors is written out digit by digit.
    """

    figure: Figure
    by: int
    times: str
    factors: tuple[str, ...]
    divisor: str

    @classmethod
    def of(cls, figure: Figure) -> "Quotient":
        names = {role: lower.name for role, lower in figure.inputs.items()}
        if figure.verb == "growth":
            return cls(figure, MILLION, names["heads_before"], (names["spend"],), names["spend_before"])
        if figure.verb == "point_value":
            return cls(figure, 10_000 * MILLION, "", (names["fund"], names["patients"]), names["points"])
        return cls(figure, MILLION, "", (names["part"],), names["whole"])

    def numbers(self, plan: Plan) -> tuple[int, int, int]:
        """What is written out in digits, what it is multiplied by, and the divisor."""
        whole = 2 * self.by * (plan.values[self.times] if self.times else 1)
        return whole, abs(sum(plan.values[one] for one in self.factors)), plan.values[self.divisor]

    def whole(self, plan: Plan, sheet: str) -> Term:
        number = Term(str(2 * self.by), 2 * self.by)
        return plan.at(self.times, sheet) * number if self.times else number

    def factor(self, plan: Plan, sheet: str) -> Term:
        values = [plan.values[one] for one in self.factors]
        return size(
            plan.at(self.factors[0], sheet)
            if len(values) == 1
            else added([plan.places[one].seen_from(sheet) for one in self.factors], values)
        )


def quotients(plan: Plan) -> list[Quotient]:
    """The quotients of all growths, ratios and point values that are not divided in steps of their own."""
    return [
        Quotient.of(figure)
        for figure in plan.book
        if figure.verb in ("growth", "ratio", "point_value") and step(figure, "times") not in plan.places
    ]


@dataclass
class LongDivisionSheet:
    """Products of two large amounts over a third: schoolbook division, one digit of base `radix` at a time.

    Rows are splits whose weights are money or points, and quotients (`quotient` steps) whose product no cell can hold.
    The greater the divisor, the smaller the base has to be: a rest times the base must stay within `LIMIT`.
    """

    name: str
    radix: int = RADIX
    digits: int = 1
    divisions: list[Division] = field(default_factory=list)
    quotients: list[Quotient] = field(default_factory=list)
    blocks: list[tuple[int, Division]] = field(default_factory=list)

    @property
    def floor_column(self) -> int:
        return DIGITS_FROM + 2 * self.digits

    def take(self, plan: Plan, found: Sequence[Division], asked: Sequence[Quotient], radix: int = RADIX) -> None:
        """Divide, of what is `found` and `asked`, all that base `radix` is small enough for."""
        self.radix = radix
        self.divisions = [one for one in found if _fits(radix, _hardest(one, plan))]
        self.quotients = [one for one in asked if _fits(radix, one.numbers(plan))]
        wholes = [plan.values[one.whole] for one in self.divisions] + [one.numbers(plan)[0] for one in self.quotients]
        while any(abs(whole) >= radix**self.digits for whole in wholes):
            self.digits += 1

    def claim(self, plan: Plan) -> None:
        row = FIRST_ROW
        for division in self.divisions:
            self.blocks.append((row, division))
            for offset, (party, values) in enumerate(division.parts(plan).items()):
                plan.put(division.keys[party], Place(self.name, self.floor_column + 3, row + offset), values[3])
            row += len(division.weights)
        for one in self.quotients:
            whole, factor, divisor = one.numbers(plan)
            plan.put(step(one.figure, "quotient"), Place(self.name, self.floor_column, row), whole * factor // divisor)
            row += 1

    def write(self, plan: Plan, papers: Papers) -> None:
        if not self.divisions and not self.quotients:
            return
        widths = [36, 20, 14, 14, 14, *[8, 14] * self.digits, 16, 14, 8, 14, 8, 44]
        page = papers.page(self.name, _("Long division"), widths)
        self._write_header(page)
        for row, division in self.blocks:
            self._write_block(plan, page, row, division)
        first = FIRST_ROW + sum(len(division.weights) for _row, division in self.blocks)
        for row, one in enumerate(self.quotients, first):
            page.text(row, 0, label_of(one.figure))
            page.formula(row, 2, one.whole(plan, self.name))
            page.formula(row, 3, one.factor(plan, self.name))
            page.formula(row, 4, plan.at(one.divisor, self.name))
            self._write_digits(page, row, one.numbers(plan))
            page.text(row, self.floor_column + 5, step(one.figure, "quotient"), "key")

    def _write_header(self, page: Page) -> None:
        digits = [
            word
            for digit in range(self.digits, 0, -1)
            for word in (_("quotient {digit}").format(digit=digit), _("rest {digit}").format(digit=digit))
        ]
        head = [_("what is divided"), _("party"), _("whole"), _("weight"), _("divisor"), *digits]
        tail = [
            _("share rounded down"),
            _("remainder"),
            _("place of the remainder"),
            _("part (fen)"),
            _("sum − whole"),
            _("figure"),
        ]
        page.header([*head, *tail])

    def _write_block(self, plan: Plan, page: Page, first: int, division: Division) -> None:
        last, total, parts = first + len(division.weights) - 1, division.total(plan), division.parts(plan)
        left = left_over(abs(plan.values[division.whole]), parts)
        for row, (party, weight) in enumerate(division.weights.items(), first):
            whole = plan.values[division.whole]
            page.text(row, 0, division.title)
            page.text(row, 1, division.names.get(party, party))
            page.formula(row, 2, plan.at(division.whole, self.name))
            write_weight(plan, page, (row, 3), weight)
            page.formula(row, 4, Term(f"SUM({rows_of(page, 3, first, last)})", total))
            self._write_digits(page, row, (whole, weight_of(plan, weight), total))
            write_part(
                page, (row, self.floor_column), (first, last), parts[party][:3], (cell_at(page, row, 2, whole), left)
            )
            page.text(row, self.floor_column + 5, division.keys[party], "key")

    def _write_digits(self, page: Page, row: int, numbers: tuple[int, int, int]) -> None:
        """`whole` × `weight` ÷ `divisor`, by the digits of `whole`; then the quotient and the rest."""
        whole, weight, divisor = (
            cell_at(page, row, column, value) for column, value in zip((2, 3, 4), numbers, strict=True)
        )
        rest, floor, above = Term("0", 0), Term("0", 0), Term("0", 0)
        for digit in range(self.digits):
            power = self.radix ** (self.digits - 1 - digit)
            down_to = size(whole) // power
            step_value = rest * self.radix + (down_to - above * self.radix) * weight
            column = DIGITS_FROM + 2 * digit
            page.formula(row, column, step_value // divisor)
            quotient = cell_at(page, row, column, step_value.value // divisor.value)
            page.formula(row, column + 1, step_value - quotient * divisor)
            rest = cell_at(page, row, column + 1, step_value.value % divisor.value)
            floor, above = floor + quotient * power, down_to
        page.formula(row, self.floor_column, floor)
        page.formula(row, self.floor_column + 1, rest)


def share_out(plan: Plan, found: Sequence[Division], sheets: tuple[LongDivisionSheet, LongDivisionSheet]) -> None:
    """Long divisions to the first sheet, those by larger divisors to the second, in the greatest base that serves them all.

    What is too large even for base 2 is divided on neither: it stands in the workbook as a number.
    """
    asked = quotients(plan)
    sheets[0].take(plan, found, asked)
    found = [one for one in found if one not in sheets[0].divisions and _fits(2, _hardest(one, plan))]
    asked = [one for one in asked if one not in sheets[0].quotients and _fits(2, one.numbers(plan))]
    hardest = [*(_hardest(one, plan) for one in found), *(one.numbers(plan) for one in asked)]
    radix = next(base for base in SMALLER_RADIXES if base == 2 or all(_fits(base, numbers) for numbers in hardest))
    sheets[1].take(plan, found, asked, radix)


def _hardest(division: Division, plan: Plan) -> tuple[int, int, int]:
    heaviest = max(weight_of(plan, weight) for weight in division.weights.values())
    return plan.values[division.whole], heaviest, division.total(plan)


def _fits(radix: int, numbers: tuple[int, int, int]) -> bool:
    """Whether a rest times the base, and one digit times the weight, stay what every spreadsheet program counts exactly."""
    _whole, weight, divisor = numbers
    return divisor * radix + (radix - 1) * weight <= LIMIT
