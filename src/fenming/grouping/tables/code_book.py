"""The codes of an edition as whole numbers, and how written codes find theirs."""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fenming.grouping.engine.rules import BLANK, UNKNOWN_CODE
from fenming.grouping.tables.table_file import TableFile

Ids = npt.NDArray[np.int64]
_AROUND = " \t\r\n.,;:，。；：、'\"`“”‘’|/\\-_?？!！"
_SPACE = re.compile(r"\s+")
_FORMS = {"diagnosis": re.compile(r"[A-Z]\d[0-9A-Z]"), "procedure": re.compile(r"\d\d")}


@dataclass(frozen=True, slots=True)
class CodeBook:
    """Codes of the insurance edition in the order of their numbers; one number more stands for a valid code in no list.

    `keys` are the codes in capitals. `mapped` are codes of the clinical edition and `mapped_ids` what they become. Where the
    tables name no codes (`is_complete` is false), every code of the right form is valid.
    """

    kind: str
    texts: pa.Array
    keys: pa.Array
    mapped: pa.Array
    mapped_ids: Ids
    is_complete: bool

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self.texts) + 1

    def ids_of_keys(self, keys: pa.Array) -> Ids:
        """Numbers of codes in capitals; -1 where there is none."""
        found = pc.index_in(keys, self.keys)
        ids: Ids = pc.fill_null(found, UNKNOWN_CODE).cast(pa.int64()).to_numpy().copy()
        return ids

    def ids(self, written: pa.Array, *, ignores_unknown: bool = False) -> Ids:
        """Numbers of codes as people write them: in any case, with spaces, full-width, of either edition."""
        ids: Ids = pc.fill_null(pc.index_in(written, self.texts), UNKNOWN_CODE).cast(pa.int64()).to_numpy().copy()
        doubtful = np.flatnonzero(ids == UNKNOWN_CODE)
        if len(doubtful):
            cleaned = [clean_code(text) for text in written.take(pa.array(doubtful)).to_pylist()]
            ids[doubtful] = self._ids_of_cleaned(cleaned, ignores_unknown)
        return ids

    def _ids_of_cleaned(self, cleaned: list[str], ignores_unknown: bool) -> Ids:
        keys = pa.array(cleaned, pa.string())
        ids = self.ids_of_keys(keys)
        clinical = pc.fill_null(pc.index_in(keys, self.mapped), UNKNOWN_CODE).cast(pa.int64()).to_numpy()
        use = (ids == UNKNOWN_CODE) & (clinical >= 0)
        ids[use] = self.mapped_ids[clinical[use]]
        ids[[not key for key in cleaned]] = BLANK
        form = _FORMS[self.kind]
        for place in np.flatnonzero(ids == UNKNOWN_CODE):
            if ignores_unknown or (not self.is_complete and form.match(cleaned[place])):
                ids[place] = len(self.texts)
        return ids


def clean_code(written: str | None) -> str:
    """A code in capitals without what stands around it; full-width letters become plain ones."""
    text = unicodedata.normalize("NFKC", written or "")
    return _SPACE.sub("", text).strip(_AROUND).upper().replace("†", "+")


def make_code_book(kind: str, named: TableFile, clinical: TableFile, others: list[pa.Array]) -> CodeBook:
    """The book of all codes that the tables name: in lists, in the list of names, as what the map leads to."""
    column = "icd10" if kind == "diagnosis" else "icd9cm3"
    written = pa.concat_arrays([named.column(column), *others, clinical.column("insurance")])
    keys = pc.utf8_upper(written).dictionary_encode()
    indices = keys.indices.to_numpy()
    firsts = np.full(len(keys.dictionary), len(written), np.int64)
    np.minimum.at(firsts, indices, np.arange(len(written)))
    book = CodeBook(
        kind, written.take(pa.array(firsts)), keys.dictionary, pa.array([], pa.string()), np.zeros(0, np.int64), False
    )
    mapped_ids = book.ids_of_keys(pc.utf8_upper(clinical.column("insurance"))).copy()
    mapped = pc.utf8_upper(clinical.column("clinical"))
    return CodeBook(kind, book.texts, book.keys, mapped, mapped_ids, named.rows.num_rows > 0)
