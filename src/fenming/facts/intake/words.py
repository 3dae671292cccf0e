"""What SQL macros read in texts: each distinct text is asked once, as far as the answers can be kept."""

from threading import Lock, local

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_FEW = 10_000  # words among which a new set is looked up at once
_MANY = 1 << 21  # words kept to be looked up by their hash: some hundred megabytes


class Words:
    """Answers of the macros, shared by the threads that read a file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._own = local()
        self._few: dict[str, tuple[pa.Array, pa.Array]] = {}
        self._many: dict[str, _Many] = {}

    def read(self, macro: str, texts: pa.Array, kind: pa.DataType) -> pa.Array:
        """`macro` of each of `texts`, null where it is null or cannot be read."""
        distinct = texts.dictionary_encode()
        words = distinct.dictionary
        answers = (
            self._of_many(macro, words)
            if kind == pa.int64() and len(words) > _FEW
            else self._of_few(macro, words, kind)
        )
        return answers.take(distinct.indices)

    def _of_few(self, macro: str, words: pa.Array, kind: pa.DataType) -> pa.Array:
        known, read = self._few.get(macro) or (pa.array([], pa.string()), pa.array([], kind))
        places = pc.index_in(words, known)
        answers = read.take(places)
        if places.null_count:
            is_new = places.is_null()
            new = words.filter(is_new)
            told = self._ask(macro, new).cast(kind)
            answers = pc.replace_with_mask(answers, is_new, told)
            if len(known) + len(new) <= _FEW:
                self._few[macro] = (pa.concat_arrays([known, new]), pa.concat_arrays([read, told]))
        return answers

    def _of_many(self, macro: str, words: pa.Array) -> pa.Array:
        """The same for so many words that they are better found by their hashes."""
        many = self._many.setdefault(macro, _Many())
        hashes = self._ask("hash", words).to_numpy()
        answers, is_known = many.find(words, hashes)
        if not is_known.all():
            new = pa.array(~is_known)
            told = self._ask(macro, words.filter(new))
            answers = pc.replace_with_mask(answers, new, told)
            many.keep(words.filter(new), hashes[~is_known], told)
        return answers

    def _ask(self, macro: str, words: pa.Array) -> pa.Array:
        if not hasattr(self._own, "cursor"):
            self._own.cursor = self._connection.cursor()
        cursor = self._own.cursor
        cursor.register("words", pa.table({"word": words}))
        answers = cursor.sql(f"SELECT {macro}(word) AS answer FROM words").to_arrow_table().column("answer")
        cursor.unregister("words")
        return answers.chunk(0) if answers.num_chunks == 1 else answers.combine_chunks()


class _Many:
    """Words with their answers, in rising order of a hash that finds them; the word itself decides."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept = (
            np.zeros(0, np.uint64),
            np.zeros(0, np.int64),
            pa.array([], pa.string()),
            pa.array([], pa.int64()),
        )

    def find(self, words: pa.Array, hashes: npt.NDArray[np.uint64]) -> tuple[pa.Array, npt.NDArray[np.bool_]]:
        """The answers, and which words were known."""
        kept, places, known, answers = self._kept
        if not len(kept):
            return pa.nulls(len(words), pa.int64()), np.zeros(len(words), np.bool_)
        near = np.minimum(np.searchsorted(kept, hashes), len(kept) - 1)
        found = pa.array(places[near])
        is_known = pc.equal(known.take(found), words).to_numpy(zero_copy_only=False)
        return answers.take(found), is_known

    def keep(self, words: pa.Array, hashes: npt.NDArray[np.uint64], answers: pa.Array) -> None:
        """Add words while there is room."""
        with self._lock:
            kept, places, known, read = self._kept
            if len(kept) + len(hashes) > _MANY:
                return
            order = np.argsort(hashes)
            at = np.searchsorted(kept, hashes[order])
            self._kept = (
                np.insert(kept, at, hashes[order]),
                np.insert(places, at, order + len(known)),
                pa.concat_arrays([known, words]),
                pa.concat_arrays([read, answers]),
            )
