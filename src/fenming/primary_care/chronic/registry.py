"""The registry of chronic patients by unit and condition: how many there should be, are known, are managed, and how well."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from fenming.engines.local import literal, parquet, run
from fenming.kernel import Figure, Finding, Source
from fenming.kernel.language import _, language
from fenming.mechanisms import Name, derive, given, total
from fenming.policy import Policy
from fenming.primary_care.chronic.reading import patient_states
from fenming.primary_care.chronic.rules import WITH_TARGET, ChronicRules
from fenming.primary_care.public_health.unit_list import CareUnit, list_units

COUNTS = """
SELECT unit_id, condition, count(*)::BIGINT AS managed,
       (count(*) FILTER (WHERE follow_ups >= required))::BIGINT AS standard,
       (count(*) FILTER (WHERE is_on_target))::BIGINT AS controlled,
       (count(*) FILTER (WHERE has_target AND reading IS NULL))::BIGINT AS without_reading
FROM state WHERE required IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
REGISTERED = """
SELECT unit_id, condition, count(*)::BIGINT FROM (
    SELECT person_id, condition, arg_min(unit_id, place) AS unit_id FROM (
        SELECT person_id, condition, unit_id, 1 AS place FROM managed
        UNION ALL
        SELECT c.person_id, d.condition, coalesce(m.into_unit_id, p.unit_id), 2
        FROM {chronic} c JOIN disease d USING (disease_id) JOIN {person} p ON p.person_id = c.person_id
        LEFT JOIN merged m ON m.unit_id = p.unit_id
        WHERE c.began_on <= DATE '{year}-12-31' AND (c.ended_on IS NULL OR c.ended_on >= DATE '{year}-01-01'))
    GROUP BY ALL) GROUP BY ALL
"""
COUNT_WORDS = {
    "registered": ("登记", "registered"),
    "managed": ("在管", "managed"),
    "standard": ("规范管理", "managed to the standard"),
    "controlled": ("末次测量达标", "last reading on target"),
    "without_reading": ("本年无测量值", "no reading this year"),
}
MANAGED_RATE = ("管理率", "management rate")
RATES = {
    "standard_rate": ("规范管理率", "standard rate", "standard", "managed"),
    "controlled_rate": ("控制率", "control rate", "controlled", "managed"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One party's patients with one condition: counts and rates by name, each a figure; what is not known is not there.

    A condition without a rule for readings has no control rate; one nobody logged a follow-up for has no standard rate.
    """

    party: str
    label: str
    condition: str
    figures: Mapping[str, Figure]

    def value(self, name: str) -> int | None:
        figure = self.figures.get(name)
        return None if figure is None else int(figure.value)

    def as_dict(self) -> dict[str, str | int | None]:
        names = ("estimated", *COUNT_WORDS, "managed_rate", *RATES)
        said = {"party": self.party, "label": self.label, "condition": self.condition}
        return said | {name: self.value(name) for name in names}


@dataclass(frozen=True, slots=True)
class Registry:
    """Patients by condition: of each unit, each township hospital, and the county (party '')."""

    units: tuple[Condition, ...]
    townships: tuple[Condition, ...]
    county: tuple[Condition, ...]
    findings: tuple[Finding, ...]

    def figures(self) -> list[Figure]:
        return [figure for row in (*self.county, *self.townships, *self.units) for figure in row.figures.values()]


def chronic_registry(tables: Mapping[str, Path], policy: Policy, day: date) -> Registry:
    """The registry on `day`: estimates by the dated constants, registered and managed patients, the three rates.

    Rates: management = managed ÷ estimated, standard = managed to the standard ÷ managed, control = last reading of the
    year on target ÷ managed. A rate whose denominator is zero or not known is not there. Raises BadInput where a table
    or parameter is missing. Source: 公卫慢病指标公式 (S24–S26 copies).
    """
    rules = ChronicRules.of(policy)
    units, findings = list_units(tables), list[Finding]()
    with patient_states(tables, rules, day) as connection:
        counts = {(str(unit), str(condition)): row for unit, condition, *row in run(connection, COUNTS)}
        registered = _registered(connection, tables, policy, day)
        followed = {str(condition) for (condition,) in run(connection, "SELECT DISTINCT condition FROM followed")}
    if registered is None:
        findings.append(_no_register())
    conditions = [condition for condition in rules.follow_ups.value if any(key[1] == condition for key in counts)]
    findings += _not_followed(policy, [condition for condition in conditions if condition not in followed])
    by_unit = {unit.unit_id: unit for unit in units}
    rows = [
        _row(
            policy,
            [unit],
            condition,
            _counted(unit, condition, _known(_numbers(counts, registered, (unit, condition)), condition, followed)),
        )
        for unit in units
        for condition in conditions
    ]
    by_township: dict[tuple[str, str], list[Condition]] = defaultdict(list)
    for row in rows:
        by_township[by_unit[row.party].hospital, row.condition].append(row)
    called = _called(tables)
    townships = tuple(
        _sum_row(policy, (f"township.{one}", one, called.get(one, one)), [by_unit[row.party] for row in parts], parts)
        for (one, _condition), parts in sorted(by_township.items())
    )
    county = tuple(
        _sum_row(policy, ("county", "", "全县"), units, [row for row in rows if row.condition == condition])
        for condition in conditions
    )
    findings += _without_residents(units)
    return Registry(tuple(rows), townships, county, tuple(findings))


def _numbers(
    counts: Mapping[tuple[str, str], Sequence[int]],
    registered: Mapping[tuple[str, str], int] | None,
    of: tuple[CareUnit, str],
) -> dict[str, int]:
    unit, condition = of
    managed = counts.get((unit.unit_id, condition), (0, 0, 0, 0))
    numbers = dict(zip(("managed", "standard", "controlled", "without_reading"), managed, strict=True))
    if registered is None:
        return numbers
    return {"registered": registered.get((unit.unit_id, condition), 0)} | numbers


def _known(numbers: dict[str, int], condition: str, followed: set[str]) -> dict[str, int]:
    """What can be said of a condition: readings only where they have a target, the standard only where somebody is followed up."""
    left_out = {"controlled", "without_reading"} if condition not in WITH_TARGET else set[str]()
    if condition not in followed:
        left_out |= {"standard"}
    return {name: number for name, number in numbers.items() if name not in left_out}


def _called(tables: Mapping[str, Path]) -> dict[str, str]:
    """Names of institutions by code; none where their register was not imported."""
    if "institution" not in tables:
        return {}
    with duckdb.connect() as connection:
        rows = run(connection, f"SELECT institution_id, name FROM {parquet(tables['institution'])}")
        return {str(code): str(name) for code, name in rows}


def _registered(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Path], policy: Policy, day: date
) -> dict[tuple[str, str], int] | None:
    """Persons in the insurance's register or under management; None where the register was not imported."""
    if not {"chronic", "person"} <= set(tables):
        return None
    from fenming.policy.codes import word_of

    codes = run(connection, f"SELECT DISTINCT disease_id FROM {parquet(tables['chronic'])} ORDER BY 1")
    run(connection, "CREATE TEMP TABLE disease (disease_id VARCHAR, condition VARCHAR)")
    for (code,) in codes:
        word = word_of(policy.pack.codes, "disease", str(code))
        if word:
            run(connection, f"INSERT INTO disease VALUES ({literal(code)}, {literal(word)})")
    query = REGISTERED.format(chronic=parquet(tables["chronic"]), person=parquet(tables["person"]), year=day.year)
    return {(str(unit), str(condition)): int(count) for unit, condition, count in run(connection, query)}


def _counted(unit: CareUnit, condition: str, numbers: Mapping[str, int]) -> dict[str, Figure]:
    """Counts of one unit as read from its patients' rows."""
    base = Name(f"chronic.unit.{unit.unit_id}.{condition}", unit.label, f"unit {unit.unit_id}", "person")
    where: dict[str, str | int] = {"unit_id": unit.unit_id, "condition": condition}
    return {
        name: given(base.child(name, *COUNT_WORDS[name], "person"), number, Source("managed_patient", "*", where))
        for name, number in numbers.items()
    }


def _row(policy: Policy, units: Sequence[CareUnit], condition: str, counts: Mapping[str, Figure]) -> Condition:
    unit = units[0]
    base = Name(f"chronic.unit.{unit.unit_id}.{condition}", unit.label, f"unit {unit.unit_id}", "person")
    residents = _residents(base, units)
    return Condition(unit.unit_id, unit.label, condition, {**counts, **_judged(policy, base, counts, residents)})


def _sum_row(
    policy: Policy, named: tuple[str, str, str], units: Sequence[CareUnit], rows: Sequence[Condition]
) -> Condition:
    """Counts of several units added up; one that a unit lacks is left out rather than understated."""
    name, party, label = named
    condition = rows[0].condition
    base = Name(f"chronic.{name}.{condition}", label, party or "county", "person")
    names = [one for one in COUNT_WORDS if all(one in row.figures for row in rows)]
    counts = {
        one: total(base.child(one, *COUNT_WORDS[one], "person"), [row.figures[one] for row in rows]) for one in names
    }
    return Condition(party, label, condition, {**counts, **_judged(policy, base, counts, _residents(base, units))})


def _residents(base: Name, units: Sequence[CareUnit]) -> Figure | None:
    """The residents of `units` together, None where those of one are not known."""
    known = [unit.residents for unit in units if unit.residents is not None]
    if len(known) < len(units):
        return None
    if len(known) == 1:
        return known[0]
    return total(base.child("residents", "常住人口", "residents", "person"), known)


def _judged(policy: Policy, base: Name, counts: Mapping[str, Figure], residents: Figure | None) -> dict[str, Figure]:
    """Patients to be expected, and the rates whose denominator is known and not zero; no rate starts from a rounded one."""
    condition = base.name.rpartition(".")[2]
    judged: dict[str, Figure] = {}
    if residents is not None and condition in policy["chronic.prevalence"].value:
        inputs = {
            "residents": residents,
            "adult_share": policy["chronic.adult_share"],
            "prevalence": policy.cell("chronic.prevalence", condition),
        }
        name = base.child("estimated", "估算患者数", "estimated patients", "person")
        judged["estimated"] = derive(name, "estimated_patients", inputs)
        if all(figure.value > 0 for figure in inputs.values()):
            rate = base.child("managed_rate", *MANAGED_RATE, "ppm")
            judged["managed_rate"] = derive(rate, "estimated_rate", {"part": counts["managed"], **inputs})
    for rate_name, (label, label_en, part, whole) in RATES.items():
        if part in counts and counts[whole].value > 0:
            inputs = {"part": counts[part], "whole": counts[whole]}
            judged[rate_name] = derive(base.child(rate_name, label, label_en, "ppm"), "ratio", inputs)
    return judged


def _no_register() -> Finding:
    return Finding(
        "chronic.no_register",
        _("registered patients are not counted"),
        "chronic",
        _("the insurance's register of chronic diseases or of persons was not imported"),
        _("import both, and ask again"),
    )


def _not_followed(policy: Policy, conditions: Iterable[str]) -> list[Finding]:
    place = 0 if language() == "zh" else 1
    return [
        Finding(
            "chronic.no_follow_ups",
            _("nobody logged a follow-up of {condition} in the year").format(
                condition=policy.labels.get(condition, (condition, condition))[place]
            ),
            "follow_up",
            _("how many are managed to the standard is unknown, not zero"),
            _("hand in the follow-ups of these patients and import them"),
        )
        for condition in conditions
    ]


def _without_residents(units: Iterable[CareUnit]) -> list[Finding]:
    unknown = [unit.unit_id for unit in units if unit.residents is None]
    if not unknown:
        return []
    return [
        Finding(
            "chronic.no_residents",
            _("the residents of these units are not known: {units}").format(units=", ".join(unknown[:10])),
            "unit_resident",
            _("patients to be expected are estimated from residents, and nobody's are taken to be zero"),
            _("hand in their resident heads and import them"),
            rows=len(unknown),
        )
    ]
