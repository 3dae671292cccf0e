"""One bill among millions: whose it is by an index beside the table, that person's rows by the bounds of row groups."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fenming.adjudication.desk.bills import CODED, NEEDED, READ
from fenming.adjudication.desk.index import group_reaching, indexed_person
from fenming.adjudication.law.dated import Days
from fenming.engines.persons import KEY, Persons, groups_of, metadata_of
from fenming.kernel import BadInput
from fenming.kernel.language import _

OUTSIDE = ("excluded_fen", "over_limit_fen")
TOLD = ("refund_of", "institution_id", "platform_person_fen")  # to people: no rule needs them
REPEATED = (*CODED, "institution_id")  # few texts in many rows: read as places in a list
COLUMNS = ("bill_id", *OUTSIDE, *TOLD, *READ)
DAYS = "fenming.days"  # in the footer of an adjudicated table: which bills it judged, by which days' rules


def person_rows(paths: Sequence[Path], bill_id: str) -> pa.Table:
    """All bills of the person whom `bill_id` belongs to, in the table's order. Raises BadInput for an unknown bill."""
    person = next((found for path in paths if (found := person_of(path, bill_id)) is not None), None)
    if person is None:
        raise BadInput(
            "adjudication.unknown_bill",
            _("there is no bill {bill}").format(bill=bill_id),
            _("table bill"),
            _("no row of the canonical table has this id"),
            _("look up the id (setl_id) in the imported file; a quarantined row is not adjudicated"),
        )
    tables = [table for path in paths if (table := rows_of(path, person)).num_rows]
    shared = set.intersection(*(set(table.column_names) for table in tables))
    return pa.concat_tables(table.select([name for name in COLUMNS if name in shared]) for table in tables)


def person_of(path: Path, bill_id: str) -> int | None:
    """Whose bill this is, None if no row has the id. A large table is searched by its index."""
    indexed = indexed_person(path, bill_id)
    if indexed.is_usable:
        return indexed.person
    with pq.ParquetFile(path, memory_map=True) as source:
        for group in range(source.num_row_groups):
            place = pc.index(source.read_row_group(group, columns=["bill_id"])["bill_id"], bill_id).as_py()
            if place >= 0:
                return int(source.read_row_group(group, columns=[KEY])[KEY][place].as_py())
    return None


def rows_of(path: Path, person: int) -> pa.Table:
    """The person's rows of one file sorted by person; only row groups that can hold them are read, and columns not empty there."""
    metadata = metadata_of(path)
    coded = [name for name in REPEATED if name in metadata.schema.names]
    with pq.ParquetFile(path, metadata=metadata, memory_map=True, read_dictionary=coded) as source:
        groups = groups_of(metadata, Persons(person, person))
        persons = source.read_row_groups(groups, columns=[KEY])[KEY].to_numpy()
        first, end = (int(np.searchsorted(persons, person, side)) for side in ("left", "right"))
        columns = _filled(source, groups)
        return source.read_row_groups(groups, columns=columns).slice(first, end - first)


def _filled(source: pq.ParquetFile, groups: Sequence[int]) -> list[str]:
    """The columns of interest that hold something in these row groups, or that adjudication needs in any case."""
    parts = [source.metadata.row_group(group) for group in groups]
    places = {name: place for place, name in enumerate(source.schema_arrow.names) if name in COLUMNS}
    return [
        name for name in places if name in NEEDED or any(_is_filled(part.column(places[name]), part) for part in parts)
    ]


def _is_filled(column: pq.ColumnChunkMetaData, group: pq.RowGroupMetaData) -> bool:
    known = column.statistics.null_count if column.statistics is not None else None
    return known is None or bool(known < group.num_rows)


def stored_rows(adjudicated: Path, rows: pa.Table) -> list[Mapping[str, int]]:
    """The stored payments of these bills, which lie together in the table."""
    first, last = rows["row"][0].as_py(), rows["row"][-1].as_py()
    metadata = metadata_of(adjudicated)
    start, end = (group_reaching(metadata, "row", row) for row in (first, last))
    with pq.ParquetFile(adjudicated, metadata=metadata, memory_map=True) as source:
        table = source.read_row_groups(range(start, min(end + 1, metadata.num_row_groups)))
    places = table["row"].to_numpy()
    start, end = np.searchsorted(places, first, "left"), np.searchsorted(places, last, "right")
    return list(table.slice(int(start), int(end - start)).to_pylist())


def marked(days: Days | None) -> dict[str, str]:
    """What the footer of an adjudicated table says of the days that it was judged for."""
    return {DAYS: " ".join(day.isoformat() for day in days if day)} if days else {}


def days_judged(adjudicated: Path) -> Days | None:
    """The days that the table was judged for; None for a table that does not say."""
    written = (metadata_of(adjudicated).metadata or {}).get(DAYS.encode())
    if written is None:
        return None
    return Days(*map(date.fromisoformat, written.decode().split()))
