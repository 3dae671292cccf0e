"""Complications: their level and exclusion list, and the exclusion lists of principal diagnoses."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fenming.grouping.tables.code_book import CodeBook
from fenming.grouping.tables.code_list import grouped_by
from fenming.grouping.tables.table_file import SHOWN, TableFile
from fenming.kernel import Finding
from fenming.kernel.language import _

Numbers = npt.NDArray[np.int64]
LEVELS = {"cc": 1, "mcc": 2}


def read_complications(
    files: dict[str, TableFile], book: CodeBook, findings: list[Finding], notes: list[Finding]
) -> tuple[Numbers, Numbers, Numbers, Numbers, tuple[str, ...]]:
    """By code: level and exclusion list; by principal diagnosis: where its exclusion lists begin, and they; the lists' names."""
    cc, exclusion = files["cc.csv"], files["cc_exclusion.csv"]
    lists = pa.concat_arrays([cc.column("exclusion_list"), exclusion.column("exclusion_list")]).dictionary_encode()
    numbers = lists.indices.to_numpy().astype(np.int64)
    _check_lists(cc, exclusion, notes)
    level, its_list = np.zeros(book.size, np.int64), np.full(book.size, -1, np.int64)
    codes = book.ids_of_keys(pc.utf8_upper(cc.column("icd10")))
    words = cc.column("level")
    levels = pc.index_in(words, pa.array(["", *LEVELS])).fill_null(0).to_numpy().astype(np.int64)
    findings.extend(
        Finding(
            "group_table.unknown_word",
            what=_("'{text}' is no value of column '{name}'").format(text=words[int(row)].as_py(), name="level"),
            where=cc.where(int(row)),
            remedy=_("write mcc or cc"),
        )
        for row in np.flatnonzero(levels == 0)[:SHOWN]
    )
    level[codes], its_list[codes] = levels, numbers[: len(codes)]
    principals = book.ids_of_keys(pc.utf8_upper(exclusion.column("principal_icd10")))
    begins, excluded = grouped_by(principals, numbers[len(codes) :], book.size)
    return level, its_list, begins, excluded, tuple(lists.dictionary.to_pylist())


def _check_lists(cc: TableFile, exclusion: TableFile, notes: list[Finding]) -> None:
    """Exclusion lists that a complication names and no principal diagnosis belongs to."""
    named = pc.unique(cc.column("exclusion_list"))
    unknown = named.filter(pc.invert(pc.is_in(named, exclusion.column("exclusion_list")))).to_pylist()
    for name in [name for name in unknown if name][:SHOWN]:
        row = cc.column("exclusion_list").to_pylist().index(name)
        notes.append(
            Finding(
                "group_table.empty_exclusion",
                what=_("exclusion list {name} has no principal diagnosis").format(name=name),
                where=cc.where(row),
                why=_("complications that name it are never excluded"),
                remedy=_("this is right where nothing is to exclude them; else add the list to cc_exclusion.csv"),
            )
        )
