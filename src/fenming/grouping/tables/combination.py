"""Combinations of code lists as tables write them: `1&2|3`, `x1&2`, `(d1|1)&!3`.

An atom names a list of the row's ADRG: `2` some procedure is in procedure list 2, `p2` the principal procedure is, `d2` some
diagnosis is in diagnosis list 2, `m2` the principal diagnosis is, `x2` some diagnosis or procedure is in list 2. `!` before an
atom turns it round, `&` binds tighter than `|`, parentheses group.
"""

import re
from itertools import product
from typing import NamedTuple

_TOKEN = re.compile(r"\s*([pdmx]?\d+|[&|!()])\s*")


class Literal(NamedTuple):
    """One list of a combination."""

    is_diagnosis: bool
    is_principal: bool
    number: int
    is_negated: bool = False


Terms = tuple[tuple[Literal, ...], ...]


def read_combination(written: str) -> Terms:
    """The combination as alternatives of literals that must all hold. Raises ValueError with what is wrong."""
    tokens = _tokens(written)
    terms, rest = _either(tokens)
    if rest:
        raise ValueError(rest[0])
    return tuple(tuple(dict.fromkeys(term)) for term in terms)


def _tokens(written: str) -> list[str]:
    tokens, place = [], 0
    while place < len(written):
        found = _TOKEN.match(written, place)
        if not found:
            raise ValueError(written[place:])
        tokens.append(found.group(1))
        place = found.end()
    return tokens


def _either(tokens: list[str]) -> tuple[Terms, list[str]]:
    terms, rest = _both(tokens)
    while rest[:1] == ["|"]:
        more, rest = _both(rest[1:])
        terms += more
    return terms, rest


def _both(tokens: list[str]) -> tuple[Terms, list[str]]:
    terms, rest = _atom(tokens)
    while rest[:1] == ["&"]:
        more, rest = _atom(rest[1:])
        terms = tuple(one + other for one, other in product(terms, more))
    return terms, rest


def _atom(tokens: list[str]) -> tuple[Terms, list[str]]:
    head, rest = (tokens[0] if tokens else ""), tokens[1:]
    if head == "(":
        terms, rest = _either(rest)
        if rest[:1] != [")"]:
            raise ValueError("(")
        return terms, rest[1:]
    is_negated = head == "!"
    if is_negated:
        head, rest = (rest[0] if rest else ""), rest[1:]
    if not head or not head[-1].isdigit():
        raise ValueError(head or "…")
    return _literals(head, is_negated), rest


def _literals(atom: str, is_negated: bool) -> Terms:
    kind, number = atom.rstrip("0123456789"), int(atom.lstrip("pdmx"))
    if kind == "x":
        both = tuple(Literal(is_diagnosis, False, number, is_negated) for is_diagnosis in (True, False))
        return (both,) if is_negated else tuple((one,) for one in both)
    return ((Literal(kind in ("d", "m"), kind in ("p", "m"), number, is_negated),),)
