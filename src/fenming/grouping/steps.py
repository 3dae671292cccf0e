"""The step log of every case, as a column of texts."""

from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fenming.engines.machine import machine_loop
from fenming.grouping.case.encode import Encoded
from fenming.grouping.engine import rules as engine
from fenming.grouping.engine.machine import PACKAGES, new_room
from fenming.grouping.engine.write_steps import CASE_PIECES, CODE_PIECES, SIGNS, Pool, write_lent
from fenming.grouping.tables.group_tables import GroupTables

_POOLS: dict[str, Pool] = {}


def step_texts(tables: GroupTables, encoded: Encoded, room: engine.Room, has_group: npt.NDArray[np.bool_]) -> pa.Array:
    """A short log for each case; `engine.write_steps` says how it reads."""
    status = np.where(has_group, engine.GROUPED, room.status)
    told = room._replace(status=status)
    pool = _pool(tables)
    write, lengths = _compiled_writer(), np.zeros(encoded.count, np.int64)
    longest = int(np.diff(encoded.cases.dx_first).max(initial=0))
    pieces = np.zeros(CASE_PIECES + CODE_PIECES * longest, np.int64)
    write(tables.rules, encoded.cases, told, pool, (lengths, np.zeros(0, np.uint8), pieces))
    places = np.zeros(encoded.count + 1, np.int64)
    np.cumsum(lengths, out=places[1:])
    text = np.zeros(max(int(places[-1]), 1), np.uint8)
    write(tables.rules, encoded.cases, told, pool, (places[:-1].copy(), text, pieces))
    buffers = [None, pa.py_buffer(places.astype(np.int32)), pa.py_buffer(text[: places[-1]])]
    return pa.Array.from_buffers(pa.string(), encoded.count, buffers)


@cache
def _compiled_writer() -> Any:
    one = np.zeros(1, np.int64)
    rules, cases = (kind(*[one] * len(kind._fields)) for kind in (engine.Rules, engine.Cases))
    pool = Pool(np.zeros(1, np.uint8), one, *range(6))
    nothing = (np.zeros(0, np.int64), np.zeros(0, np.uint8), one)
    return machine_loop(write_lent, PACKAGES, (rules, cases, new_room(0, 1), pool, nothing))[0]


def _pool(tables: GroupTables) -> Pool:
    """All pieces of text that steps are made of, kept while the tables are."""
    if tables.digest not in _POOLS:
        _POOLS.clear()
        _POOLS[tables.digest] = _make_pool(tables)
    return _POOLS[tables.digest]


def _make_pool(tables: GroupTables) -> Pool:
    kinds = [
        list(SIGNS),
        [row.code for row in tables.mdc],
        [f"{row.code}#{row.order}" for row in tables.adrg],
        [row.code for row in tables.drg],
        [*tables.diagnoses.texts.to_pylist(), ""],
        [*tables.procedures.texts.to_pylist(), ""],
        list(tables.exclusion_lists),
    ]
    pieces = [piece.encode() for kind in kinds for piece in kind]
    firsts = np.array([0, *accumulate(map(len, pieces))], np.int64)
    begins = list(accumulate(map(len, kinds)))[:-1]
    return Pool(np.frombuffer(b"".join(pieces), np.uint8).copy(), firsts, *begins)
