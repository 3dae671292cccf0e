"""Cases put into the groups of a directory: each with its status, its steps, and what decided."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from fenming.engines.local import connect
from fenming.grouping.dip.auxiliary import classify
from fenming.grouping.dip.build import no_progress, register_levels
from fenming.grouping.dip.coding import code_cases
from fenming.grouping.dip.directory import TREATMENTS, Directory
from fenming.grouping.dip.matching import match_all, register_groups
from fenming.grouping.dip.reading import Loaded, load_cases

Advance = Callable[[str, int, int], None]
STAGES = ("read", "code", "match")
STATUSES = ("grouped", "ungrouped", "invalid_code", "needs_data", "ambiguous")


@dataclass(frozen=True, slots=True)
class Matched:
    """A connection with the tables `cases`, `set_aside`, `keyed`, `member` and `class` of the cases read."""

    connection: duckdb.DuckDBPyConnection
    loaded: Loaded


@contextmanager
def matched_cases(
    directory: Directory,
    paths: Sequence[Path],
    care_levels: Mapping[str, str] | None = None,
    advance: Advance = no_progress,
) -> Iterator[Matched]:
    """The cases of `paths` with their groups in `directory`, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="fenming-dip-") as folder:
        connection = connect(Path(folder) / "spill")
        with connection:
            loaded = load_cases(connection, paths)
            advance("read", 1, 1)
            register_levels(connection, care_levels or {})
            code_cases(connection, directory.terms, directory.operations, directory.main_procedure)
            advance("code", 1, 1)
            register_groups(connection, directory.groups)
            match_all(connection)
            stays = {group.group_id: (group.stay_days, group.cases) for group in directory.groups}
            classify(connection, directory.terms, directory.comorbidities, stays)
            advance("match", 1, 1)
            yield Matched(connection, loaded)


def assigned(matched: Matched) -> pa.Table:
    """One row per row handed in, in its order: case_id, group_id, status, what decided, steps, why not.

    `alike` counts the groups that matched equally well and were told apart by cost.
    """
    names = " ".join(f"WHEN {rank} THEN '{name}'" for rank, name in enumerate(TREATMENTS))
    return matched.connection.sql(
        f"""SELECT case_id, group_id, status, diagnosis, treatment, procedures, related_procedures, alike, steps, why_not FROM (
            SELECT row, case_id, group_id, CASE WHEN group_id = '' THEN 'ungrouped' ELSE 'grouped' END AS status, diagnosis,
                CASE treatment {names} END AS treatment, mains AS procedures, related AS related_procedures, alike,
                {_STEPS} AS steps, CASE WHEN group_id = '' THEN 'group.none' ELSE '' END AS why_not
            FROM cases JOIN keyed USING (row) JOIN member USING (row)
            UNION ALL
            SELECT row, case_id, '', {_STATUS}, '', '', '', '', 0, '', defect FROM set_aside) ORDER BY row"""
    ).to_arrow_table()


_STEPS = """concat_ws('; ', 'diagnosis=' || diagnosis, 'category=' || category, 'chapter=' || chapter, 'treatment=' || treatment,
    'procedures=' || mains, 'related=' || related, 'alike=' || alike, 'group=' || group_id)"""
_STATUS = """CASE WHEN defect LIKE 'diagnosis.%' THEN 'invalid_code' WHEN defect LIKE 'case.%' AND defect <> 'case.no_id' THEN 'ambiguous'
    ELSE 'needs_data' END"""


def status_counts(table: pa.Table) -> dict[str, int]:
    """How many rows have each status."""
    counted = table.column("status").value_counts().to_pylist()
    found = {one["values"]: one["counts"] for one in counted}
    return {status: found.get(status, 0) for status in STATUSES}
