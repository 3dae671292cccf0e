"""What a reader does with a formula: works it out again, each product rounded to the fen."""

import re

from fenming.kernel import PPM, divide

TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?%?|[−+×()]")
PURE = re.compile(r"[\d,.%−+×() ]+")


def worked_out(formula: str, unit: str) -> int | None:
    """The value of a formula of numbers only, in `unit` (fen or ppm); None for one with words."""
    if not PURE.fullmatch(formula):
        return None
    reader = _Reader(TOKEN.findall(formula), unit)
    value, _kind = reader.sum()
    assert not reader.tokens, formula
    return value


class _Reader:
    """Sums of products; a value is (whole number, its unit)."""

    def __init__(self, tokens: list[str], unit: str) -> None:
        self.tokens, self.unit = tokens, unit

    def sum(self) -> tuple[int, str]:
        total, kind = self.product()
        while self.tokens and self.tokens[0] in "+−":
            sign = 1 if self.tokens.pop(0) == "+" else -1
            part, _kind = self.product()
            total += sign * part
        return total, kind

    def product(self) -> tuple[int, str]:
        value, kind = self.atom()
        while self.tokens and self.tokens[0] == "×":
            self.tokens.pop(0)
            factor, other = self.atom()
            value, kind = _times((value, kind), (factor, other))
        return value, kind

    def atom(self) -> tuple[int, str]:
        token = self.tokens.pop(0)
        if token == "−":
            value, kind = self.atom()
            return -value, kind
        if token == "(":
            inside = self.sum()
            assert self.tokens.pop(0) == ")"
            return inside
        return _number(token)


def _times(left: tuple[int, str], right: tuple[int, str]) -> tuple[int, str]:
    kinds = {left[1]: left[0], right[1]: right[0]}
    if set(kinds) == {"fen", "ppm"}:
        return divide(kinds["fen"] * kinds["ppm"], PPM), "fen"
    assert "count" in kinds
    return left[0] * right[0], next(iter({left[1], right[1]} - {"count"}), "count")


def _number(token: str) -> tuple[int, str]:
    digits = token.rstrip("%").replace(",", "")
    whole, _point, part = digits.partition(".")
    if token.endswith("%"):
        return int(whole) * 10_000 + int(part.ljust(4, "0") or 0), "ppm"
    return (int(whole) * 100 + int(part), "fen") if part else (int(whole), "count")
