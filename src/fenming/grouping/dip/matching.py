"""Each case its group: the core group with the most matched procedures, else the first composite group on the ladder. All in SQL."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from fenming.engines.local import run
from fenming.grouping.dip.directory import TREATMENTS, Group

LADDER = ("category", "chapter", "treatment")


def register_groups(connection: duckdb.DuckDBPyConnection, groups: Sequence[Group]) -> None:
    """Make the tables `core` and `composite` of these groups."""
    core = [group for group in groups if group.kind == "core"]
    composite = [group for group in groups if group.kind == "composite"]
    _table(connection, "core", core)
    _table(connection, "composite", composite)


def _table(connection: duckdb.DuckDBPyConnection, name: str, groups: Sequence[Group]) -> None:
    text = ("group_id", "type", "diagnosis", "main_procedure", "related_procedures")
    columns = {column: pa.array([getattr(group, column) for group in groups], pa.string()) for column in text}
    columns["treatment"] = pa.array([TREATMENTS.index(group.treatment) for group in groups], pa.int64())
    columns["mean_fen"] = pa.array([group.founding_mean_fen or group.mean_fen for group in groups], pa.int64())
    connection.register("registered", pa.table(columns))
    run(connection, f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM registered")
    connection.unregister("registered")


def match_core(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `matched` (row, group_id, candidates, alike): of the core groups that fit the one with the most procedures,
    then the mean nearest to the cost, then the first name. The same rule as `mechanisms.candidate_group`.
    """
    run(
        connection,
        """CREATE OR REPLACE TABLE fitting AS
        SELECT number, group_id, mean_fen, count(*) OVER (PARTITION BY number) AS candidates FROM (
            SELECT number, group_id, mean_fen, procedures, max(procedures) OVER (PARTITION BY number) AS most FROM (
                SELECT number, group_id, mean_fen, CASE WHEN main = '' THEN 0 WHEN related_procedures = '' THEN 1
                    ELSE 1 + len(string_split(related_procedures, '+')) END AS procedures
                FROM combination_main AS one JOIN core
                    ON one.diagnosis = core.diagnosis AND one.treatment = core.treatment AND one.main = core.main_procedure
                WHERE related_procedures = '' OR related_procedures = related
                    OR (contains(related, '+') AND list_has_all(string_split(related, '+'), string_split(related_procedures, '+')))))
        WHERE procedures = most""",
    )
    run(
        connection,
        """CREATE OR REPLACE TABLE matched AS
        SELECT row, group_id, 1 AS alike FROM keyed JOIN fitting USING (number) WHERE candidates = 1
        UNION ALL
        SELECT row, min({'distance': abs(mean_fen - total_fen), 'name': group_id}).name, any_value(candidates)
        FROM keyed JOIN fitting USING (number) WHERE candidates > 1 GROUP BY row""",
    )


def match_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `member` (row, group_id, kind, alike): every keyed case once, with an empty group where none fits."""
    match_core(connection)
    rungs = " ".join(
        f"LEFT JOIN composite AS by_{rung} ON by_{rung}.type = '{rung}' AND by_{rung}.treatment = keyed.treatment"
        + ("" if rung == "treatment" else f" AND by_{rung}.diagnosis = keyed.{rung}")
        for rung in LADDER
    )
    found = ", ".join(f"by_{rung}.group_id" for rung in LADDER)
    run(
        connection,
        f"""CREATE OR REPLACE TABLE member AS
        SELECT keyed.row, coalesce(matched.group_id, {found}, '') AS group_id, coalesce(alike, 0) AS alike
        FROM keyed LEFT JOIN matched ON keyed.row = matched.row {rungs}""",
    )
