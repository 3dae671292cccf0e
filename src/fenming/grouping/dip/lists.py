"""Small files that stand beside the cases: kinds of procedures, levels of comorbidities, levels of institutions."""

import csv
import re
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

import pyarrow.parquet as pq

from fenming.facts.intake.source import Source, open_bytes, open_sources
from fenming.grouping.dip.directory import TREATMENTS
from fenming.kernel import BadInput
from fenming.kernel.language import _

OPERATION = TREATMENTS.index("operation")
_TREATMENT_OF = {
    "手术": "operation", "介入治疗": "operation", "治疗性操作": "therapeutic", "诊断性操作": "diagnostic",
    **{name: name for name in TREATMENTS[1:]},
}  # fmt: skip


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a small CSV, XLSX or Parquet file by header, headers in small letters, cells as text without blanks around them."""
    return [row for source in open_sources(path) for row in _rows(source)]


def _rows(source: Source) -> list[dict[str, str]]:
    grid = _grid(source)
    header = [(title or "").strip(" \t\ufeff\u3000").lower() for title in grid[0]]
    return [
        {title: (cell or "").strip() for title, cell in zip(header, row, strict=False)} for row in grid[1:] if any(row)
    ]


def _grid(source: Source) -> list[Sequence[str | None]]:
    if source.kind == "parquet":
        table = pq.read_table(source.path)
        columns = [[None if cell is None else str(cell) for cell in column.to_pylist()] for column in table.columns]
        return [table.column_names, *zip(*columns, strict=True)]
    if source.cells is not None:
        return list(zip(*(column.to_pylist() for column in source.cells.columns), strict=True))
    with open_bytes(source) as raw:
        encoding = "utf-8-sig" if source.encoding in {"utf-8", "ascii"} else source.encoding
        text = raw.read().decode(encoding, "replace")
    return list(csv.reader(StringIO(text), delimiter=source.separator))


def column(row: Mapping[str, str], names: Sequence[str], where: str) -> str:
    """The first filled cell under one of `names`. Raises BadInput where there is none."""
    found = next((row[name] for name in names if row.get(name)), None)
    if found is None:
        raise BadInput(
            "dip.missing_column",
            what=_("there is no {names}").format(names=_(" or ").join(names)),
            where=where,
            why=_("headers found: {found}").format(found=", ".join(row)),
            remedy=_("see docs/dip.md for the columns of this file"),
        )
    return found


def clean(code: str) -> str:
    """A code as `coding.cleaned` makes it: capitals and digits, without what stands after a plus."""
    return re.sub("[^A-Z0-9]", "", code.split("+", maxsplit=1)[0].upper())


def read_operations(path: Path) -> dict[str, int]:
    """Ranks of procedures (1 diagnostic, 2 therapeutic, 3 operation) by code; a list without kinds is one of operations. Raises BadInput."""
    found: dict[str, int] = {}
    for line, row in enumerate(read_rows(path), 2):
        code = clean(
            column(row, ("code", "icd9cm3", "procedure"), _("{file}, line {line}").format(file=path.name, line=line))
        )
        found[code] = max(found.get(code, 0), _rank(row, path.name, line))
    return found


def _rank(row: Mapping[str, str], file: str, line: int) -> int:
    written = row.get("treatment") or row.get("type") or row.get("类别") or "operation"
    if written not in _TREATMENT_OF:
        raise BadInput(
            "dip.unknown_treatment",
            what=_("'{word}' is no kind of procedure").format(word=written),
            where=_("{file}, line {line}").format(file=file, line=line),
            remedy=_("use one of: {known}").format(known=", ".join(_TREATMENT_OF)),
        )
    return TREATMENTS.index(_TREATMENT_OF[written])


def read_comorbidities(path: Path) -> dict[str, str]:
    """Levels `mcc` and `cc` of diagnoses by code; the higher where a code stands twice. Raises BadInput."""
    found: dict[str, str] = {}
    for line, row in enumerate(read_rows(path), 2):
        where = _("{file}, line {line}").format(file=path.name, line=line)
        code, level = clean(column(row, ("code", "icd10", "diagnosis"), where)), column(row, ("level",), where).lower()
        if level not in {"mcc", "cc"}:
            raise BadInput(
                "dip.unknown_level",
                what=_("'{word}' is no level of comorbidity").format(word=level),
                where=where,
                remedy=_("use one of: {known}").format(known="mcc, cc"),
            )
        found[code] = max(found.get(code, ""), level)
    return found


def read_care_levels(path: Path) -> dict[str, str]:
    """Levels of care by institution. Raises BadInput."""
    names = ("institution_id", "fixmedins_code")
    return {column(row, names, path.name): care_level(row) for row in read_rows(path)}


def care_level(row: Mapping[str, str]) -> str:
    """The institution's level as the file writes it, words or codes: levels are only compared with each other."""
    return next((row[name] for name in ("care_level", "hosp_lv", "dedc_hosp_lv") if row.get(name)), "")
