"""Premature mortality and death rates as figures, for everybody and for each sex, from the table of deaths and residents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from fenming.engines.local import parquet
from fenming.kernel import Figure, Finding, Source
from fenming.kernel.language import _, language
from fenming.mechanisms import Name, collect, derive, given, total
from fenming.policy import Policy

Row = Mapping[str, Any]
GROUPS = {"all": ("全部", "everybody", None), "male": ("男", "men", "1"), "female": ("女", "women", "2")}
BASE = Name("outcomes", "居民健康结果", "residents' outcomes", "ppm")
CAUSE_WORDS = {
    "deaths": ("全部死因", "all causes"),
    "chronic_deaths": ("四类慢性病", "the four chronic diseases"),
    "cardiovascular": ("心脑血管疾病", "cardiovascular disease"),
    "cancer": ("癌症", "cancer"),
    "diabetes": ("糖尿病", "diabetes"),
    "chronic_respiratory": ("慢性呼吸系统疾病", "chronic respiratory disease"),
}


@dataclass(frozen=True, slots=True)
class Band:
    """One five-year age group: deaths of the four diseases, residents, and the probability of dying in it (ppm)."""

    age_from: int
    deaths: Figure
    residents: Figure
    probability: Figure | None


@dataclass(frozen=True, slots=True)
class CauseRate:
    """Deaths of one cause: per resident (ppm) as they are, and as they would be among the standard population."""

    cause: str
    deaths: Figure
    crude: Figure
    standardised: Figure | None


@dataclass(frozen=True, slots=True)
class GroupMortality:
    """Everybody, or one sex. `premature` with its interval is None where an age group of 30–69 lacks its residents."""

    group: str
    name: Name
    bands: tuple[Band, ...]
    premature: Figure | None
    low: Figure | None
    high: Figure | None
    rates: tuple[CauseRate, ...]

    def figures(self) -> list[Figure]:
        """All figures there are, the probability first."""
        ends = (self.premature, self.low, self.high)
        bands = (one for band in self.bands for one in (band.deaths, band.residents, band.probability))
        rates = (one for rate in self.rates for one in (rate.crude, rate.standardised))
        return [figure for figure in (*ends, *bands, *rates) if figure is not None]


@dataclass(frozen=True, slots=True)
class Mortality:
    """The year's mortality, by group; what could not be worked out is a finding."""

    year: int
    groups: Mapping[str, GroupMortality]
    findings: list[Finding] = field(default_factory=list)

    def figures(self) -> list[Figure]:
        return [figure for group in self.groups.values() for figure in group.figures()]


def mortality_of(policy: Policy, year: int, table: Path) -> Mortality:
    """Premature mortality, crude and standardised death rates of `year` from the `mortality` table that was written.

    Source: pack, `outcomes.*`. Raises BadInput where a parameter is unknown.
    """
    rows = _rows(table)
    found = Mortality(year, {}, [])
    groups = {group: _group(policy, group, _of_sex(rows, words[2]), found.findings) for group, words in GROUPS.items()}
    return Mortality(year, groups, found.findings)


def _rows(table: Path) -> list[Row]:
    with duckdb.connect() as connection:
        answer = connection.execute(f"SELECT * FROM {parquet(table)} ORDER BY age_from, sex")
        columns = [column[0] for column in answer.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


@dataclass(frozen=True, slots=True)
class _Counted:
    """The counts of one group: a figure for any column and age group, with the rows behind it."""

    name: Name
    rows: tuple[Row, ...]
    where: Mapping[str, str | int]

    def ages(self) -> list[int]:
        return sorted({row["age_from"] for row in self.rows})

    def value(self, column: str, age: int) -> int | None:
        """The sum over the sexes of an age group, None where one of them was not handed in."""
        found = [row[column] for row in self.rows if row["age_from"] == age]
        return None if None in found else sum(found)

    def figure(self, column: str, age: int, words: tuple[str, str]) -> Figure:
        name = self.name.child(
            f"age_{age}.{column}", f"{_aged(age)}{words[0]}", f"{words[1]} aged {age} and over", "person"
        )
        return given(name, self.value(column, age), Source("mortality", column, {**self.where, "age_from": age}))


def _of_sex(rows: Iterable[Row], sex: str | None) -> tuple[Row, ...]:
    return tuple(row for row in rows if sex is None or row["sex"] == sex)


def _aged(age: int) -> str:
    return "85岁及以上" if age >= 85 else f"{age}—{age + 4}岁"


def _group(policy: Policy, group: str, rows: tuple[Row, ...], findings: list[Finding]) -> GroupMortality:
    label, label_en, sex = GROUPS[group]
    name = BASE.child(group, label, label_en, "ppm")
    counted = _Counted(name, rows, {"sex": sex} if sex else {})
    first, last = policy["outcomes.premature_age_from"], policy["outcomes.premature_age_to"]
    ages = [age for age in counted.ages() if first.value <= age < last.value]
    lacking = _lacking(counted, ages, "chronic_deaths")
    findings += _without_residents(name, lacking)
    bands = tuple(_band(counted, age) for age in ages if counted.value("residents", age) is not None)
    if lacking or not bands:
        return GroupMortality(group, name, bands, None, None, None, _rates(policy, counted, findings))
    inputs, basis = _collected(name, bands), (first, last)
    ends = _interval(policy, name, inputs)
    premature = derive(
        name.child("premature", "四类慢性病过早死亡率", "premature mortality of the four chronic diseases", "ppm"),
        "premature_mortality",
        inputs,
        basis,
    )
    return GroupMortality(group, name, bands, premature, *ends, _rates(policy, counted, findings))


def _lacking(counted: _Counted, ages: Iterable[int], column: str) -> list[int]:
    """Age groups whose residents are not known, and those in which people died but nobody lives."""
    return [
        age
        for age in ages
        if counted.value("residents", age) is None
        or (counted.value("residents", age) == 0 and counted.value(column, age) != 0)
    ]


def _band(counted: _Counted, age: int) -> Band:
    deaths = counted.figure("chronic_deaths", age, ("四类慢性病死亡", "deaths of the four chronic diseases"))
    residents = counted.figure("residents", age, ("居民", "residents"))
    if residents.value == 0:
        return Band(age, deaths, residents, None)
    name = counted.name.child(
        f"age_{age}.probability", f"{_aged(age)}死亡概率", f"probability of dying, aged {age} and over", "ppm"
    )
    return Band(age, deaths, residents, derive(name, "death_probability", {"deaths": deaths, "residents": residents}))


def _collected(name: Name, bands: Iterable[Band]) -> dict[str, Figure]:
    deaths = {f"age_{band.age_from}": band.deaths for band in bands}
    residents = {f"age_{band.age_from}": band.residents for band in bands}
    return {
        "deaths": collect(name.child("deaths", "各年龄组死亡", "deaths by age group", "person"), deaths),
        "residents": collect(name.child("residents", "各年龄组居民", "residents by age group", "person"), residents),
    }


def _interval(policy: Policy, name: Name, inputs: Mapping[str, Figure]) -> tuple[Figure, Figure]:
    with_level = {**inputs, "confidence": policy["outcomes.interval_confidence"]}
    low = name.child("premature.low", "过早死亡率下限", "premature mortality, lower end", "ppm")
    high = name.child("premature.high", "过早死亡率上限", "premature mortality, upper end", "ppm")
    return (
        derive(low, "premature_mortality_low", with_level),
        derive(high, "premature_mortality_high", with_level),
    )


def _rates(policy: Policy, counted: _Counted, findings: list[Finding]) -> tuple[CauseRate, ...]:
    """Crude and standardised rates of every cause; none where the residents of an age group are not known."""
    ages = counted.ages()
    lacking = _lacking(counted, ages, "deaths")
    if lacking:
        findings += _without_residents(counted.name, lacking)
        return ()
    heads = {
        f"age_{age}": counted.figure("residents", age, ("居民", "residents"))
        for age in ages
        if counted.value("residents", age)
    }
    if not heads:
        return ()
    everybody = total(counted.name.child("residents_total", "居民合计", "all residents", "person"), heads.values())
    residents = collect(
        counted.name.child("residents_by_age", "各年龄组居民", "residents by age group", "person"), heads
    )
    standard = policy.get("outcomes.standard_population")
    return tuple(_rate(counted, cause, {"all": everybody, "residents": residents}, standard) for cause in CAUSE_WORDS)


def _rate(counted: _Counted, cause: str, heads: Mapping[str, Figure], standard: Figure | None) -> CauseRate:
    label, label_en = CAUSE_WORDS[cause]
    base = counted.name.child(cause, label, label_en, "ppm")
    dead = {
        group: counted.figure(cause, int(group[4:]), (f"{label}死亡", f"deaths of {label_en}"))
        for group in heads["residents"].value
    }
    deaths = total(base.child("total", "死亡合计", "deaths", "person"), dead.values())
    crude = derive(
        base.child("crude", "粗死亡率", "crude death rate", "ppm"), "ratio", {"part": deaths, "whole": heads["all"]}
    )
    if standard is None:
        return CauseRate(cause, deaths, crude, None)
    by_age = collect(base.child("by_age", "各年龄组死亡", "deaths by age group", "person"), dead)
    inputs = {"cases": by_age, "heads": heads["residents"], "standard": standard}
    name = base.child("standardised", "标化死亡率", "standardised death rate", "ppm")
    return CauseRate(cause, deaths, crude, derive(name, "standardised_rate", inputs))


def _without_residents(name: Name, ages: list[int]) -> list[Finding]:
    if not ages:
        return []
    return [
        Finding(
            "outcomes.no_residents",
            _("{group}: the residents aged {ages} are not known").format(
                group=name.label if language() == "zh" else name.label_en,
                ages=", ".join(f"{age}–{age + 4}" for age in ages),
            ),
            "population",
            _("without them no rate can be worked out; it is left out, never taken as zero"),
            _("hand in the residents of every age group of the year"),
            rows=len(ages),
        )
    ]
