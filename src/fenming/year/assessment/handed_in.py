"""Scores that were handed in beside those that were worked out: every difference with both values."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.facts.run_tables import Row
from fenming.facts.workspace import Workspace
from fenming.kernel import Finding, format_ppm
from fenming.kernel.language import _
from fenming.settlement.rows import SCORES

VALUES = {"process_score": "score_ppm", "target_result": "is_met", "assessment_score": "score_ppm"}
NAMED = 5  # differences that the finding names; all are in table handed_in
SCHEMA = pa.schema(
    [("table", pa.string()), ("party_id", pa.string()), ("item", pa.string())]
    + [(name, pa.int64()) for name in ("handed_in", "assessed")]
)
Key = tuple[str, str]


def compare_handed_in(workspace: Workspace, year: int, folder: Path) -> list[Finding]:
    """A finding for each table of scores that was handed in and says something else than the one in `folder`.

    Every difference is a row of table `handed_in`, which is written beside.
    """
    differing: list[Row] = []
    for table in SCORES:
        if workspace.has(table):
            written = pq.read_table(workspace.table_path(table)).to_pylist()
            kept = [row for row in written if row["year"] in (None, year)]
            assessed = pq.read_table(folder / f"{table}.parquet").to_pylist()
            differing += _differences(table, _keyed(table, kept), _keyed(table, assessed))
    if differing:
        pq.write_table(pa.Table.from_pylist(differing, SCHEMA), folder / "handed_in.parquet")
    return [_finding(table, rows) for table in SCORES if (rows := [row for row in differing if row["table"] == table])]


def _keyed(table: str, rows: list[Row]) -> dict[Key, int]:
    """Values by party and by quarter, item or scheme."""
    party, item = {
        "process_score": ("unit_id", "quarter"),
        "target_result": ("unit_id", "item_id"),
        "assessment_score": ("consortium_id", "scheme_id"),
    }[table]
    return {(str(row[party]), str(row[item])): int(row[VALUES[table]]) for row in rows}


def _differences(table: str, written: Mapping[Key, int], assessed: Mapping[Key, int]) -> list[Row]:
    """Where both say something and not the same; what only one of them says is no difference of scores."""
    return [
        {
            "table": table,
            "party_id": party,
            "item": item,
            "handed_in": written[party, item],
            "assessed": assessed[party, item],
        }
        for party, item in sorted(written.keys() & assessed.keys())
        if written[party, item] != assessed[party, item]
    ]


def _finding(table: str, rows: list[Row]) -> Finding:
    def shown(row: Row, side: str) -> str:
        if table == "target_result":
            return _("met") if row[side] else _("not met")
        return format_ppm(row[side])

    named = [
        _("{party} {item}: handed in {written}, assessed {assessed}").format(
            party=row["party_id"],
            item=row["item"],
            written=shown(row, "handed_in"),
            assessed=shown(row, "assessed"),
        )
        for row in rows[:NAMED]
    ]
    return Finding(
        "assessment.handed_in_differs",
        what=_("{count} scores that were handed in are not what the facts come to").format(count=len(rows)),
        where=table,
        why="; ".join([*named, *(["…"] if len(rows) > NAMED else [])]),
        remedy=_(
            "all are in table handed_in of the assessment; the frozen assessment decides the money, not what was handed in"
        ),
        rows=len(rows),
    )
