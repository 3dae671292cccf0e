"""Auxiliary directories: what the old and the young, the severely ill and the readmitted cost beside their groups."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import duckdb
import pyarrow as pa

from fenming.engines.local import run
from fenming.grouping.dip.coding import cleaned
from fenming.grouping.dip.directory import Auxiliary, Mean
from fenming.grouping.dip.scoring import by_year
from fenming.grouping.dip.terms import Terms
from fenming.kernel import PPM, divide

DIED = "5"  # 离院方式 of the national settlement list
KINDS = ("age", "severity", "readmission")


def classify(
    connection: duckdb.DuckDBPyConnection,
    terms: Terms,
    comorbidities: Mapping[str, str],
    stays: Mapping[str, tuple[int, int]],
) -> None:
    """Make `class` (row, kind, name) of `cases`, `keyed` and `member`; a kind whose rule or data is missing has no rows.

    `stays` are days and cases by group, from which a long stay is told.
    """
    parts = [
        _age(terms),
        _severity(connection, terms, comorbidities, stays),
        _readmission(terms),
    ]
    run(connection, f"CREATE OR REPLACE TABLE class AS {' UNION ALL '.join(parts)}")


_NONE = "SELECT 0::BIGINT AS row, '' AS kind, '' AS name WHERE false"


def _age(terms: Terms) -> str:
    if not terms.age_bands:
        return _NONE
    edges = (0, *terms.age_bands)
    tests = " ".join(f"WHEN age < {upper} THEN '{lower}-{upper - 1}'" for lower, upper in pairwise(edges))
    return f"SELECT row, 'age' AS kind, CASE {tests} ELSE '{edges[-1]}+' END AS name FROM cases WHERE age IS NOT NULL"


def _severity(
    connection: duckdb.DuckDBPyConnection,
    terms: Terms,
    comorbidities: Mapping[str, str],
    stays: Mapping[str, tuple[int, int]],
) -> str:
    """Deaths first (early ones apart, where the terms say what is early), then comorbidities, then long stays."""
    if not comorbidities and terms.long_stay_times is None and terms.early_death_days is None:
        return _NONE
    _register_comorbid(connection, comorbidities)
    _register_stays(connection, stays)
    early = (
        f"WHEN discharge_way = '{DIED}' AND stay_days <= {terms.early_death_days} THEN 'died_early'"
        if terms.early_death_days is not None
        else ""
    )
    times = terms.long_stay_times
    is_long = (
        f"coalesce(CAST(stay_days AS HUGEINT) * group_cases * {PPM} >= CAST(group_days AS HUGEINT) * {times}, false)"
        if times
        else "false"
    )
    return f"""SELECT row, 'severity' AS kind, CASE {early} WHEN discharge_way = '{DIED}' THEN 'died'
            WHEN level = 'mcc' THEN 'mcc' WHEN level = 'cc' THEN 'cc' WHEN {is_long} THEN 'long_stay' ELSE 'plain' END AS name
        FROM (SELECT cases.row, discharge_way, cases.stay_days, level, group_days, group_cases FROM cases JOIN member USING (row)
            LEFT JOIN comorbid USING (row) LEFT JOIN group_stay USING (group_id))"""


def _register_comorbid(connection: duckdb.DuckDBPyConnection, comorbidities: Mapping[str, str]) -> None:
    """The highest level among each case's further diagnoses. Exclusions by the principal diagnosis are the grouper's, not DIP's."""
    listed = pa.table(
        {
            "code": pa.array(list(comorbidities), pa.string()),
            "level": pa.array(list(comorbidities.values()), pa.string()),
        }
    )
    connection.register("comorbidity", listed)
    run(
        connection,
        f"""CREATE OR REPLACE TABLE comorbid AS
        SELECT row, max(level) AS level FROM (SELECT row, unnest(string_split(diagnoses, '|')[2:]) AS written FROM cases WHERE contains(diagnoses, '|'))
            JOIN comorbidity ON comorbidity.code = {cleaned("written")} GROUP BY row""",
    )


def _register_stays(connection: duckdb.DuckDBPyConnection, stays: Mapping[str, tuple[int, int]]) -> None:
    listed = {
        "group_id": pa.array(list(stays), pa.string()),
        "group_days": pa.array([days for days, _cases in stays.values()], pa.int64()),
        "group_cases": pa.array([cases for _days, cases in stays.values()], pa.int64()),
    }
    connection.register("group_stay", pa.table(listed))


def _readmission(terms: Terms) -> str:
    if terms.readmission_days is None:
        return _NONE
    return f"""SELECT row, 'readmission' AS kind, CASE WHEN admitted_on - before BETWEEN 0 AND {terms.readmission_days} THEN 'readmitted' ELSE 'first' END AS name
        FROM (SELECT cases.row, admitted_on, lag(discharged_on) OVER (PARTITION BY person_id, category ORDER BY admitted_on, discharged_on, case_id) AS before
            FROM cases JOIN keyed USING (row) WHERE person_id <> '' AND admitted_on IS NOT NULL)"""


def auxiliaries_of(connection: duckdb.DuckDBPyConnection, means: Sequence[Mean], terms: Terms) -> list[Auxiliary]:
    """Coefficients by class: cost ÷ what the same cases would cost at their groups' means of the same years.

    One for all groups together, and one of a group's own where the class has as many cases in it as found a core group.
    """
    yearly, _region = by_year(means)
    rows = run(
        connection,
        """SELECT kind, name, group_id, year, count(*), CAST(sum(total_fen) AS BIGINT)
        FROM class JOIN member USING (row) JOIN keyed USING (row) WHERE group_id <> '' GROUP BY ALL ORDER BY ALL""",
    )
    own: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    expected: dict[tuple[str, str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for kind, name, group, year, cases, total in rows:
        group_total, group_cases = yearly[group][str(year)]
        for key in ((kind, "", name), (kind, group, name)):
            own[key][0] += cases
            own[key][1] += total
            expected[key][group_cases] += cases * group_total
    keys = [key for key in own if not key[1] or own[key][0] >= terms.core_case_threshold]
    return [_coefficient(key, own[key], expected[key]) for key in sorted(keys)]


def _coefficient(key: tuple[str, str, str], own: list[int], expected: Mapping[int, int]) -> Auxiliary:
    """`expected` holds numerators by denominator; they are added exactly and rounded once."""
    whole = exact_sum([Fraction(numerator, cases) for cases, numerator in sorted(expected.items())])
    ratio = Fraction(own[1] * PPM) / whole
    coefficient = divide(ratio.numerator, ratio.denominator)
    return Auxiliary(*key, own[0], own[1], divide(whole.numerator, whole.denominator), coefficient)


def exact_sum(terms: list[Fraction]) -> Fraction:
    """The sum, halves first: thousands of denominators stay small for as long as they can."""
    while len(terms) > 1:
        terms = [sum(terms[place : place + 2], Fraction(0)) for place in range(0, len(terms), 2)]
    return terms[0]


def coefficients_of(auxiliaries: Sequence[Auxiliary]) -> dict[tuple[str, str, str], int]:
    """Coefficients by kind, group (empty: all) and class."""
    return {(one.kind, one.group_id, one.name): one.coefficient_ppm for one in auxiliaries}
