"""Bills judged on their fee lines: the recomputed amounts in place of those printed on the bill."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.adjudication.lines.bill_sums import SUMMED, BillSums
from fenming.adjudication.lines.run import bill_sums_path, judge_lines
from fenming.adjudication.lines.summary import LinesSummary
from fenming.facts.workspace import Workspace
from fenming.policy import Pack
from fenming.reports.adjudicated.columns import PRINTED_ELIGIBLE


@dataclass(frozen=True, slots=True)
class OnLines:
    """`bills` is the bill table to judge, `judged_lines` a row per line in the order of bills."""

    bills: Path
    judged_lines: Path
    summary: LinesSummary


def judge_on_lines(workspace: Workspace, pack: Pack, folder: Path, progress: Callable[[int], None]) -> OnLines:
    """Judge the workspace's fee lines and lay what they come to over its bills, in a table in `folder`.

    Bills without lines, and bills that their lines do not add up to, keep what is printed on them.
    """
    judged, bills = folder / "judged_lines.parquet", folder / "bills.parquet"
    summary = judge_lines(workspace.table_path("fee_line"), workspace.table_path("bill"), pack, judged, progress)
    _lay_over(workspace.table_path("bill"), BillSums(bill_sums_path(judged)), bills)
    return OnLines(bills, judged, summary)


def _lay_over(bills: Path, sums: BillSums, target: Path) -> None:
    """The same row groups, each of whole persons, with our amounts; the printed eligible amount is kept beside."""
    with pq.ParquetFile(bills) as source:
        schema = source.schema_arrow.append(pa.field(PRINTED_ELIGIBLE, pa.int64()))
        with pq.ParquetWriter(target, schema, compression="lz4") as writer:
            for place in range(source.num_row_groups):
                group = source.read_row_group(place)
                writer.write_table(_laid_over(group, sums), row_group_size=max(group.num_rows, 1))


def _laid_over(group: pa.Table, sums: BillSums) -> pa.Table:
    rows = group["row"].to_numpy()
    printed = group["eligible_fen"]
    for name in SUMMED:
        amounts = group[name].to_numpy().copy()
        sums.lay_over(rows, name, amounts)
        group = group.set_column(group.schema.get_field_index(name), name, pa.array(amounts))
    return group.append_column(PRINTED_ELIGIBLE, printed)
