"""Why a case has no group: a word for programs, with the field or code it speaks of."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fenming.grouping.case.encode import Encoded
from fenming.grouping.engine import rules as engine
from fenming.grouping.tables.group_tables import GroupTables

_ENDS = {
    engine.NO_PRINCIPAL: "missing:principal_diagnosis",
    engine.SAME_ORDER: "same_order",
    engine.DOUBTFUL_GROUP: "ambiguous_group",
    engine.NO_MDC: "no_mdc",
    engine.NO_ADRG: "no_adrg",
    engine.NO_DRG: "no_drg",
}


def reasons(tables: GroupTables, encoded: Encoded, room: engine.Room) -> pa.Array:
    """One word for each case, empty for those grouped without doubt."""
    words = np.full(encoded.count, "", object)
    doubtful = np.flatnonzero(room.status != engine.GROUPED)
    codes = _unknown_codes(encoded, room.doubted[doubtful])
    for row, code in zip(doubtful.tolist(), codes, strict=True):
        words[row] = _word(tables, int(room.status[row]), int(room.cause[row]), code)
    return pa.array(words, pa.string())


def _word(tables: GroupTables, status: int, cause: int, code: str) -> str:
    if status == engine.INVALID_CODE:
        return f"unknown_code:{code}"
    if status == engine.UNGROUPED:
        return _ENDS[cause]
    if cause < 0:
        return _ENDS[cause]
    kind, field = tables.rules.kind[cause], tables.rules.first[cause]
    name = engine.WORDS[field] if kind == engine.WORD else engine.NUMBERS[field]
    return f"{'contradiction' if status == engine.AMBIGUOUS else 'missing'}:{name}"


def _unknown_codes(encoded: Encoded, doubted: npt.NDArray[np.int64]) -> list[str]:
    """The unknown codes as they were written."""
    told = np.full(len(doubted), "", object)
    for chosen, codes, places in (
        (doubted >= 0, encoded.diagnoses, doubted),
        (doubted <= -2, encoded.procedures, -2 - doubted),
    ):
        if chosen.any():
            indices = codes.written.indices.take(pa.array(places[chosen]))
            told[chosen] = pc.utf8_trim_whitespace(codes.written.dictionary.take(indices)).to_pylist()
    return told.tolist()
