"""The cases behind a hospital's points."""

from collections.abc import Mapping
from typing import Any

from fenming.reports.run_folder import RunFolder

CASES = """
SELECT c.case_id, c.institution_id, c.drg, g.status, c.rule, c.points_micro, c.total_fen, g.steps
FROM {{case_points}} c POSITIONAL JOIN {{grouped}} g WHERE {where} ORDER BY c.points_micro DESC, c.case_id
"""


def list_cases(run: RunFolder, chosen: Mapping[str, str], status: str, limit: int) -> tuple[list[dict[str, Any]], int]:
    """The cases with the `chosen` columns' values and the `status` (of grouping, or rule of payment), most points first.

    Gives at most `limit` rows, and how many there are. An empty choice takes all.
    """
    conditions = [f"c.{column} = ?" for column, value in chosen.items() if value]
    values = [value for value in chosen.values() if value]
    if status:
        conditions.append("(g.status = ? OR c.rule = ?)")
        values += [status, status]
    rows = run.tables.rows(CASES.format(where=" AND ".join(conditions) or "true"), *values)
    return rows[:limit], len(rows)
