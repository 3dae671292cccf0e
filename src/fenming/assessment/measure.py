"""A measure: one whole number of every party, counted by one SQL file that is registered by being there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

Grain = Literal["unit", "institution", "consortium", "county"]
Absent = Literal["zero", "missing"]
Periods = Literal["year", "quarter"]
GRAINS: tuple[Grain, ...] = get_args(Grain)
PERIODS: Mapping[Periods, tuple[str, ...]] = {"year": ("year",), "quarter": ("q1", "q2", "q3", "q4")}
_HEADER = re.compile(r"-- (\w+): *(.*)")
_NAMED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Query:
    """A SQL file with what its header says it reads: tables or relations (`needs`) and parameters of the pack (`policy`)."""

    id: str
    needs: tuple[str, ...]
    policy: tuple[str, ...]
    body: str
    header: Mapping[str, str] = field(repr=False)

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces that the body leaves to be filled in."""
        return frozenset(_NAMED.findall(self.body))


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, of whom (`grain`), in what unit; `absent` says what it means that a party has no row.

    `zero`: the register was handed in as a whole, so who has no row has none. `missing`: nobody said anything about that party,
    which is a finding for every unit, and for institutions of the `expected` kinds. A query that counts `by` something gives
    several measures, each called after the file and its word: `item_done.PH01`.
    """

    query: Query
    grain: Grain
    label: str
    label_en: str
    unit: str
    absent: Absent
    periods: Periods
    expected: tuple[str, ...]
    by: str

    @property
    def id(self) -> str:
        return self.query.id


@cache
def known_measures() -> Mapping[str, Measure]:
    """Every measure by the name of its file."""
    return {query.id: _measure(query) for query in _queries("measures")}


@cache
def known_relations() -> Mapping[str, Query]:
    """What several measures read and is therefore made once, by name."""
    return {query.id: query for query in _queries("relations")}


def measure_of(measure_id: str) -> Measure | None:
    """The measure that counts `measure_id`, by word where it counts by words; None where there is none."""
    name, _dot, word = measure_id.partition(".")
    found = known_measures().get(name)
    return found if found is not None and bool(found.by) == bool(word) else None


def read_query(name: str, text: str) -> Query:
    """The query in a SQL file: header lines `-- key: value`, then the body."""
    lines = text.splitlines()
    header = {found[1]: found[2] for line in lines if (found := _HEADER.fullmatch(line.rstrip()))}
    body = "\n".join(line for line in lines if not line.startswith("--")).strip()
    return Query(name, _listed(header.get("needs", "")), _listed(header.get("policy", "")), body, header)


def _queries(folder: str) -> list[Query]:
    entries = files("fenming.assessment").joinpath(folder).iterdir()
    named = sorted((entry.name.removesuffix(".sql"), entry) for entry in entries if entry.name.endswith(".sql"))
    return [read_query(name, entry.read_text("utf8")) for name, entry in named]


def _measure(query: Query) -> Measure:
    header = query.header
    return Measure(
        query,
        cast("Grain", header["grain"]),
        header["zh"],
        header["en"],
        header["unit"],
        cast("Absent", header.get("absent", "missing")),
        cast("Periods", header.get("periods", "year")),
        _listed(header.get("expected", "")),
        header.get("by", ""),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
