"""A spreadsheet formula over whole numbers together with the value it must give: one cannot be written without the other.

Spreadsheets count in doubles and forgive the last digits of a quotient. Both are harmless only while every
intermediate stays small, so each operation refuses to grow beyond `LIMIT`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LIMIT = 10**14
MILLION = 1_000_000
LONGEST_TEXT, MOST_REFERENCES = 8_000, 250


@dataclass(frozen=True, slots=True)
class Term:
    """`text` is the formula without its `=`, `value` the whole number it gives; `binds` tells how loosely it is joined.

    `binds` is 0 for what needs no brackets, 1 for products, 2 for sums.
    """

    text: str
    value: int
    binds: int = 0

    def __post_init__(self) -> None:
        if abs(self.value) > LIMIT:
            raise ArithmeticError(f"{self.text} is {self.value}: too large to be exact in every spreadsheet program")

    def __add__(self, other: "Term | int") -> "Term":
        right = term(other)
        return Term(f"{self.text}+{right.text}", self.value + right.value, 2)

    def __sub__(self, other: "Term | int") -> "Term":
        right = term(other)
        return Term(f"{self.text}-{_bracketed(right, 1)}", self.value - right.value, 2)

    def __mul__(self, other: "Term | int") -> "Term":
        right = term(other)
        return Term(f"{_bracketed(self, 1)}*{_bracketed(right, 1)}", self.value * right.value, 1)

    def __floordiv__(self, other: "Term | int") -> "Term":
        """Whole quotient, towards zero from below: only for a dividend that is not negative."""
        right = term(other)
        if self.value < 0 or right.value <= 0:
            raise ArithmeticError(
                f"{self.text} ÷ {right.text}: a whole quotient needs a dividend and divisor above zero"
            )
        return Term(f"INT({_bracketed(self, 1)}/{_bracketed(right, 0)})", self.value // right.value)


def term(given: Term | int) -> Term:
    """A number as a term; a term as it is."""
    return given if isinstance(given, Term) else Term(str(given), given)


def _bracketed(given: Term, allowed: int) -> str:
    return given.text if given.binds <= allowed else f"({given.text})"


def size(given: Term) -> Term:
    """The amount without its sign."""
    return Term(f"ABS({given.text})", abs(given.value))


def signed_like(given: Term, result: Term) -> Term:
    """`result` with the sign of `given`."""
    sign = (given.value > 0) - (given.value < 0)
    return Term(f"SIGN({given.text})*{_bracketed(result, 1)}", sign * result.value, 1)


def least(*terms: Term | int) -> Term:
    """The smallest of several."""
    listed = [term(one) for one in terms]
    return Term(f"MIN({','.join(one.text for one in listed)})", min(one.value for one in listed))


def most(*terms: Term | int) -> Term:
    """The largest of several."""
    listed = [term(one) for one in terms]
    return Term(f"MAX({','.join(one.text for one in listed)})", max(one.value for one in listed))


def when(condition: str, holds: bool, yes: Term | int, no: Term | int) -> Term:
    """`yes` where `condition`, a comparison in formula words that now `holds` or not, else `no`."""
    first, second = term(yes), term(no)
    return Term(f"IF({condition},{first.text},{second.text})", first.value if holds else second.value)


def less(left: Term | int, right: Term | int) -> tuple[str, bool]:
    """The condition that `left` is below `right`, and whether it is."""
    one, other = term(left), term(right)
    return f"{one.text}<{other.text}", one.value < other.value


def rounded(numerator: Term, denominator: Term | int) -> Term:
    """`kernel.divide` as a formula: rounded half away from zero; `denominator` above zero."""
    below = term(denominator)
    return signed_like(numerator, (size(numerator) * 2 + below) // (below * 2))


def part_per_million(whole: Term, rate: Term) -> Term:
    """`mechanisms.share` as a formula: the whole is taken apart in millions, so that no product leaves `LIMIT`."""
    millions = size(whole) // MILLION
    rest = size(whole) - millions * MILLION
    return signed_like(whole, millions * rate + (rest * rate * 2 + MILLION) // (2 * MILLION))


def added(references: Sequence[str], values: Sequence[int]) -> Term:
    """The sum of cells and ranges; `references` as formula words. ArithmeticError when it is too long for a cell."""
    if not references:
        return term(0)
    text = f"SUM({','.join(references)})"
    if len(references) > MOST_REFERENCES or len(text) > LONGEST_TEXT:
        raise ArithmeticError(f"a sum of {len(references)} separate ranges is too long for a cell")
    return Term(text, sum(values))


def yuan(fen: int) -> Decimal:
    """`fen` as yuan without loss."""
    return Decimal(fen).scaleb(-2)


def unit_share(ppm: int) -> Decimal:
    """Parts per million as a share of one without loss."""
    return Decimal(ppm).scaleb(-6)
