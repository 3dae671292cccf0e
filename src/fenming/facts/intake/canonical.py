"""Writes the canonical file of a settled table from its good rows."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fenming.engines.local import literal, run
from fenming.engines.ranges import ROWS, TableWriter, whole_persons
from fenming.facts.intake.cases import CASE_DECIDED
from fenming.facts.intake.fund_statements import STATEMENT_DECIDED
from fenming.facts.intake.merger import MERGER_DECIDED
from fenming.facts.intake.place import area, level, placed
from fenming.facts.intake.plain import ARROW
from fenming.facts.intake.reference import LEVEL
from fenming.facts.intake.settling import Settling

CARE = """CASE WHEN care_type IN ('11', '12', '13', '19') THEN 1 WHEN care_type = '14' THEN 2
    WHEN care_type IN ('21', '22', '23', '24', '52') THEN 3 ELSE 0 END"""
_CODES = (
    "scheme",
    "institution_id",
    "care_type",
    "care_level",
    "care_region",
    "insured_region",
    "disease_id",
    "diagnosis_id",
    "payment_method",
    "person_type",
    "aid_category",
    "delivery_kind",
    "batch_id",
)
GROUP = ROWS // 2  # bills in a row group: whoever asks for one person reads one group
_DECIDED = {
    "institution": {"care_level": LEVEL},
    "unit_merger": MERGER_DECIDED,
    "case": CASE_DECIDED,
    "fund_statement": STATEMENT_DECIDED,
}
_PLACES = {"row": pa.int64(), "refund_row": pa.int64()}


def write_canonical(settling: Settling, path: Path) -> int:
    """Write the good rows in the table's order and give their number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if settling.table.name == "bill":
        return _write_bills(settling, path)
    decided = _DECIDED.get(settling.table.name, {})
    columns = ", ".join(
        f"{decided.get(column.name, column.name)} AS {column.name}" for column in settling.table.columns
    )
    rows = f"SELECT {columns} FROM good ORDER BY {', '.join(settling.table.order)}"
    run(
        settling.connection,
        f"COPY ({rows}) TO {literal(path)} (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 122880)",
    )
    return int(run(settling.connection, f"SELECT count(*) FROM read_parquet({literal(path)})")[0][0])


def _write_bills(settling: Settling, path: Path) -> int:
    empty = settling.empty_columns() - {"care_level", "care_region"}  # which the register fills
    reader = settling.connection.sql(_bills(settling, empty)).to_arrow_reader(ROWS // 4)
    kinds = {column.name: ARROW[column.type] for column in settling.table.columns}
    schema = pa.schema(
        [*kinds.items(), *(field for field in reader.schema if field.name not in kinds), *_PLACES.items()]
    )
    unknown = {name: kind for name, kind in kinds.items() if name in empty}
    with TableWriter(path, schema, _CODES) as writer:
        for table in _placed(_with_unknown(whole_persons(reader, GROUP), unknown)):
            writer.write(table.select(schema.names))
    return writer.rows


def _with_unknown(tables: Iterator[pa.Table], unknown: dict[str, pa.DataType]) -> Iterator[pa.Table]:
    for table in tables:
        nothing = [pa.nulls(table.num_rows, kind) for kind in unknown.values()]
        yield pa.table([*table.columns, *nothing], [*table.column_names, *unknown])


def _bills(settling: Settling, empty: frozenset[str]) -> str:
    """Good bills with what other tables decide: level and region of the institution, registration for the chronic pool.

    All periods of a registration are joined as one row, so that no bill comes twice. `empty` columns are left out: to
    sort them would cost as much as any other.
    """
    decided = {"care_level": "place_level AS care_level", "care_region": "place_region AS care_region"}
    names = [column.name for column in settling.table.columns if column.name not in empty]
    kept = [decided.get(name, f"good.{name}") for name in names]
    batches = " ".join(f"WHEN {ordinal} THEN {literal(batch.id)}" for ordinal, batch in enumerate(settling.batches))
    return f"""
        SELECT {", ".join(kept)},
            CASE ordinal {batches} END AS batch_id, line,
            CAST({CARE} AS BIGINT) AS care,
            CAST({level()} AS BIGINT) AS level,
            CAST({area()} AS BIGINT) AS area,
            CASE WHEN registered.periods IS NULL THEN false ELSE len(list_filter(registered.periods, lambda period:
                period.began_on <= CAST(settled_at AS DATE)
                AND coalesce(period.ended_on, DATE '9999-12-31') >= CAST(settled_at AS DATE))) > 0 END AS is_chronic_pool
        FROM ({placed(settling)}) AS good
        LEFT JOIN (SELECT person_id, disease_id, list(struct_pack(began_on, ended_on)) AS periods
            FROM {settling.scan("chronic")} GROUP BY ALL) AS registered
            ON good.person_id = registered.person_id AND good.disease_id = registered.disease_id
        ORDER BY good.person_id, good.settled_at, good.bill_id"""


def _placed(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Number the rows, and give each refund the row of its bill, which is the same person's and so in the same table."""
    start = 0
    for table in tables:
        rows = np.arange(start, start + table.num_rows, dtype=np.int64)
        refunded = _refunded_rows(table, start)
        yield table.append_column("row", pa.array(rows)).append_column("refund_row", pa.array(refunded))
        start += table.num_rows


def _refunded_rows(table: pa.Table, start: int) -> npt.NDArray[np.int64]:
    rows = np.full(table.num_rows, -1, dtype=np.int64)
    refunds = np.flatnonzero(pc.is_valid(table.column("refund_of")).to_numpy())
    if len(refunds):
        originals = pc.index_in(table.column("refund_of").take(pa.array(refunds)), value_set=table.column("bill_id"))
        rows[refunds] = start + originals.to_numpy().astype(np.int64)
    return rows
