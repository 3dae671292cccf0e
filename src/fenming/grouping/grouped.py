"""Cases grouped: one row for each, with its groups, its status and its steps."""

from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fenming.grouping.case.encode import Encoded, encode_cases
from fenming.grouping.engine import rules as engine
from fenming.grouping.engine.machine import group_compiled
from fenming.grouping.reason import reasons
from fenming.grouping.steps import step_texts
from fenming.grouping.tables.group_tables import GroupRow, GroupTables

Numbers = npt.NDArray[np.int64]
SEVERITIES = ("none", "cc", "mcc")
COLUMNS = ("case_id", "mdc", "adrg", "drg", "severity", "status", "reason", "deciding_code", "steps")
SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])


def group_cases(
    table: pa.Table, tables: GroupTables, *, ignores_unknown: bool = False, shows_provisional: bool = False
) -> pa.Table:
    """The grouped table, row by row of `table`, which has the columns of the canonical table `case`.

    Texts: `mdc`, `adrg`, `drg` and `severity` (mcc, cc, none) are empty unless the status is `grouped`, or a group of the tables takes
    ambiguous cases. `shows_provisional` fills them for `needs_data` too: the group that the tables give while the missing fact
    meets no condition. `ignores_unknown` passes over further codes that are none, instead of doubting the group.
    """
    table = table.combine_chunks()
    encoded = encode_cases(table, tables, ignores_unknown=ignores_unknown)
    room = group_compiled(tables.rules, encoded.cases, encoded.count, tables.lists)
    return as_table(table, tables, encoded, room, shows_provisional=shows_provisional)


def as_table(
    table: pa.Table, tables: GroupTables, encoded: Encoded, room: engine.Room, *, shows_provisional: bool = False
) -> pa.Table:
    """What the engine found, in words."""
    is_sure = (room.status == engine.GROUPED) | (room.cause == engine.DOUBTFUL_GROUP)
    is_provisional = shows_provisional & (room.status == engine.NEEDS_DATA) & (room.doubted == -1)
    has_group = (room.drg >= 0) & (is_sure | is_provisional)
    pick = partial(_picked, has_group=has_group)
    columns = {
        "case_id": _case_ids(table),
        "mdc": pick(_codes(tables.mdc), room.mdc),
        "adrg": pick(_codes(tables.adrg), room.adrg),
        "drg": pick(_codes(tables.drg), room.drg),
        "severity": pick(pa.array(SEVERITIES), room.severity),
        "status": pa.array(engine.STATUSES).take(pa.array(room.status)),
        "reason": reasons(tables, encoded, room),
        "deciding_code": _deciding(tables, encoded, np.where(has_group, room.deciding, -1)),
        "steps": step_texts(tables, encoded, room, (room.drg >= 0) & is_sure),
    }
    return pa.table(columns, schema=SCHEMA)


def _case_ids(table: pa.Table) -> pa.Array:
    column = table.column("case_id")
    return column.cast(pa.string()).combine_chunks() if column.type != pa.string() else column


def _codes(rows: tuple[GroupRow, ...]) -> pa.Array:
    return pa.array([row.code for row in rows], pa.string())


def _picked(codes: pa.Array, places: Numbers, has_group: npt.NDArray[np.bool_]) -> pa.Array:
    """The code at each place, empty where there is no group."""
    with_none = pa.concat_arrays([codes, pa.array([""])])
    return with_none.take(pa.array(np.where(has_group & (places >= 0), places, len(codes))))


def _deciding(tables: GroupTables, encoded: Encoded, places: Numbers) -> pa.Array:
    """The deciding code in the insurance edition: a diagnosis at its place, a procedure at minus two minus its place."""
    dx_texts = pa.concat_arrays([tables.diagnoses.texts, pa.array(["", ""])])
    proc_texts = pa.concat_arrays([tables.procedures.texts, pa.array(["", ""])])
    is_dx, is_proc = places >= 0, places <= -2
    dx = np.where(is_dx, encoded.cases.dx[np.where(is_dx, places, 0)] if len(encoded.cases.dx) else 0, 0)
    proc = np.where(is_proc, encoded.cases.proc[np.where(is_proc, -2 - places, 0)] if len(encoded.cases.proc) else 0, 0)
    both = pa.concat_arrays([dx_texts, proc_texts])
    none = len(dx_texts) - 1
    chosen = np.where(is_dx, dx, np.where(is_proc, proc + len(dx_texts), none))
    return pc.take(both, pa.array(chosen))
