"""Which groups there are: combinations with enough cases found core groups, what is left of them composite ones."""

from collections.abc import Sequence
from typing import Any

import duckdb

from fenming.engines.local import run
from fenming.grouping.dip.directory import TREATMENTS, Group, shown_diagnosis, shown_procedure
from fenming.grouping.dip.matching import LADDER, match_core, register_groups
from fenming.grouping.dip.terms import Terms
from fenming.kernel import divide

_MARKS = ("", "/d", "/t", "")  # diagnostic and therapeutic procedures are told apart from operations of the same code


def found_groups(connection: duckdb.DuckDBPyConnection, terms: Terms) -> list[Group]:
    """All groups of the table `keyed`, each with the mean cost of those that founded it.

    Groups with related procedures are founded first; what they take is not counted again for groups of the main procedure
    alone. What no core group takes founds composite groups: of the category and treatment, failing the threshold there of the
    chapter and treatment, and last of the treatment, which needs no threshold so that every case is covered.
    """
    groups = _related(connection, terms)
    register_groups(connection, groups)
    match_core(connection)
    groups += _main_only(connection, terms)
    register_groups(connection, groups)
    match_core(connection)
    groups += _composite(connection, terms)
    return sorted(groups, key=lambda group: (group.kind != "core", group.group_id))


def _counted(
    connection: duckdb.DuckDBPyConnection, keys: Sequence[str], where: str, least: int
) -> list[tuple[Any, ...]]:
    listed = ", ".join(keys)
    return run(
        connection,
        f"SELECT {listed}, count(*), CAST(sum(total_fen) AS BIGINT) FROM keyed WHERE {where} GROUP BY {listed} HAVING count(*) >= {least} ORDER BY {listed}",
    )


_LEFT = "row NOT IN (SELECT row FROM matched)"


def _related(connection: duckdb.DuckDBPyConnection, terms: Terms) -> list[Group]:
    keys = ("diagnosis", "treatment", "mains", "related")
    rows = _counted(connection, keys, "related <> ''", terms.core_case_threshold)
    return [_core(row[0], row[1], row[2], row[3], row[4:]) for row in rows]


def _main_only(connection: duckdb.DuckDBPyConnection, terms: Terms) -> list[Group]:
    rows = _counted(connection, ("diagnosis", "treatment", "mains"), _LEFT, terms.core_case_threshold)
    return [_core(row[0], row[1], row[2], "", row[3:]) for row in rows]


def _core(diagnosis: str, treatment: int, main: str, related: str, counted: Sequence[int]) -> Group:
    codes = [code for code in (main, *related.split("+")) if code]
    procedures = "+".join(map(shown_procedure, codes))
    name = shown_diagnosis(diagnosis) + (f":{procedures}{_MARKS[treatment]}" if codes else "")
    kind = "main_related" if related else "main_only" if main else "conservative"
    return Group(name, "core", kind, diagnosis, TREATMENTS[treatment], main, related, divide(counted[1], counted[0]))


def _composite(connection: duckdb.DuckDBPyConnection, terms: Terms) -> list[Group]:
    groups: list[Group] = []
    taken = [_LEFT]
    for rung in LADDER:
        keys = ("treatment",) if rung == "treatment" else ("treatment", rung)
        least = 1 if rung == "treatment" else terms.core_case_threshold
        rows = _counted(connection, keys, " AND ".join(taken), least)
        groups += [_merged(rung, row) for row in rows]
        if rows and rung != "treatment":
            inside = ", ".join(f"({row[0]}, '{row[1]}')" for row in rows)
            taken.append(f"(treatment, {rung}) NOT IN ({inside})")
    return groups


def _merged(rung: str, row: Sequence[Any]) -> Group:
    treatment = TREATMENTS[row[0]]
    code = "" if rung == "treatment" else str(row[1])
    name = {"category": code, "chapter": f"ch{code}", "treatment": "all"}[rung]
    return Group(f"*{name}:{treatment}", "composite", rung, code, treatment, founding_mean_fen=divide(row[-1], row[-2]))
